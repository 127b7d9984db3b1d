import type { FaultName, ProviderName, Simulators, SimulatorsOptions, SimulatorUrls } from '@leadwire/simulators';

/** One way into a provider, as the command takes it. */
export interface ImportWay {
  readonly to: 'topcalls' | 'autocalls' | 'telecrm' | 'telecrm-async' | 'pulsecrm';
  readonly provider: ProviderName;
  readonly base: keyof SimulatorUrls;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What a row that is there for the first time is called. */
  readonly arrived: readonly string[];
  /** Whether a lost answer may leave a row for a person to look up (semantics, section 3). */
  readonly mayPark: boolean;
  /** Real milliseconds of an answer: so that bulk, which is soon through, lives to see some kills. */
  readonly latencyMs: readonly [number, number];
}

const FOUND = ['created', 'existed'];
const ONE_BY_ONE = [0, 8] as const;

export const IMPORT_WAYS: readonly ImportWay[] = [
  {
    to: 'topcalls',
    provider: 'topcalls',
    base: 'topcalls',
    flags: ['--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'],
    env: { TOPCALLS_API_KEY: 'storm' },
    arrived: FOUND,
    mayPark: false,
    latencyMs: [40, 160],
  },
  {
    to: 'autocalls',
    provider: 'autocalls',
    base: 'autocalls',
    flags: ['--campaign-id', '1'],
    env: { AUTOCALLS_API_KEY: 'storm' },
    arrived: FOUND,
    mayPark: false,
    latencyMs: ONE_BY_ONE,
  },
  {
    to: 'telecrm',
    provider: 'telecrm',
    base: 'telecrm',
    flags: [],
    env: { TELECRM_ENTERPRISE_ID: 'storm', TELECRM_SYNC_TOKEN: 'storm-sync' },
    arrived: FOUND,
    mayPark: false,
    latencyMs: ONE_BY_ONE,
  },
  {
    to: 'telecrm-async',
    provider: 'telecrm',
    base: 'telecrmAsync',
    flags: [],
    env: { TELECRM_ENTERPRISE_ID: 'storm', TELECRM_ASYNC_TOKEN: 'storm-async' },
    arrived: ['accepted'],
    mayPark: false,
    latencyMs: ONE_BY_ONE,
  },
  {
    to: 'pulsecrm',
    provider: 'pulsecrm',
    base: 'pulsecrm',
    flags: ['--skip-team-and-source'],
    env: { PULSECRM_ACCOUNT_ID: '2311', PULSECRM_TOKEN: 'storm' },
    arrived: FOUND,
    mayPark: true,
    latencyMs: ONE_BY_ONE,
  },
];

/** Faults that end of themselves, and cuts: one request in twenty. */
const FAULTS: readonly FaultName[] = [
  '500',
  '503',
  'empty-500',
  'html-502',
  'html-200',
  'truncated',
  'cut-before',
  'cut-after-commit',
];

export const stormOptions = (way: ImportWay, seed: number): SimulatorsOptions => ({
  seed,
  strict: false,
  faultRate: 0.05,
  faultMix: FAULTS,
  latencyMs: way.latencyMs,
  recordLimit: 0,
});

/** Longer than the queue of telecrm's Async API, in simulated time. */
const QUEUE_MS = 120_000;

/** How often each phone stands at the provider once its queue is empty, by its digits. */
export async function leadsThere(
  { provider }: ImportWay,
  simulators: Simulators,
): Promise<ReadonlyMap<string, number>> {
  await simulators.clock.advance(QUEUE_MS);
  const counts = new Map<string, number>();
  for (const lead of simulators[provider].leads as Iterable<object>) {
    const { fields, phone, phone_number } = lead as {
      phone_number?: string;
      phone?: string;
      fields?: { phone?: string };
    };
    const digits = String(phone_number ?? phone ?? fields?.phone).replace(/\D/g, '');
    counts.set(digits, (counts.get(digits) ?? 0) + 1);
  }
  return counts;
}
