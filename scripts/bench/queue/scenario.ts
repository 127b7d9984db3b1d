import {
  createRandom,
  type ModelAccount,
  type ModelImport,
  type ModelOptions,
  type ModelResult,
  runModel,
} from './model.ts';

/** What a real run gave. */
export interface Calibration {
  readonly databaseSecondsPerLead: number;
  readonly workerSecondsPerLead: number;
}

/** Ten accounts at the providers' starting rates with the limiter's margin of 50 ms: telecrm async, two a second, telecrm sync. */
const RATES = [5, 5, 5, 5, 2, 2, 2, 2, 1, 1].map((limit) => limit / 1.05);
export const LEADS = 10_000_000;
export const WORKERS = 50;
const SMALL_IMPORTS = 20;
const SMALL_LEADS = 1_000;
const DAY_SECONDS = 86_400;
const SEED = 1;

const COMMON = {
  seed: SEED,
  batchesPerAccount: 2,
  batchSize: 100,
  failureShare: 0.05,
  refusalsPerHour: 2,
  deathsPerHour: 0.1,
  takeOverSeconds: 190, // heartbeat and lease
  databaseCores: 2,
} as const;

/** A million leads an account, and small imports that come beside them in the first two days. */
export function runTenAccounts(calibration: Calibration): ModelResult {
  const random = createRandom(SEED);
  const accounts = RATES.map((perSecond, place): ModelAccount => {
    const small = Array.from(
      { length: SMALL_IMPORTS },
      (_, index): ModelImport => ({ name: `small ${index}`, leads: SMALL_LEADS, at: random() * 2 * DAY_SECONDS }),
    );
    const large = { name: 'large', leads: LEADS / RATES.length - SMALL_IMPORTS * SMALL_LEADS, at: 0 };
    return { name: `account ${place + 1}`, perSecond, imports: [large, ...small] };
  });
  return runModel({ ...COMMON, ...calibration, accounts, workers: WORKERS });
}

export interface Steady {
  readonly accounts: number;
  readonly wantedPerSecond: number;
  readonly sentPerSecond: number;
  readonly databaseBusy: number;
}

const STEADY_SECONDS = 600;

/** Ever more accounts of five a second on one PostgreSQL, each with more leads than it can send in the time. */
export function runMoreAccounts(calibration: Calibration, accounts: number, databaseCores: number): Steady {
  const perSecond = RATES[0] as number;
  const options: ModelOptions = {
    ...COMMON,
    ...calibration,
    databaseCores,
    workers: Math.max(WORKERS, Math.ceil(accounts / 10)),
    until: STEADY_SECONDS,
    accounts: Array.from({ length: accounts }, (_, place) => ({
      name: `account ${place + 1}`,
      perSecond,
      imports: [{ name: 'large', leads: 1_000_000, at: (place / accounts) * 2 }],
    })),
  };
  const { databaseBusy, sent } = runModel(options);
  return {
    accounts,
    wantedPerSecond: accounts * perSecond * (1 - COMMON.failureShare),
    sentPerSecond: sent / STEADY_SECONDS,
    databaseBusy,
  };
}
