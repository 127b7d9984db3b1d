import { createSimulators } from '../create-simulators.ts';
import type { ProviderName, SimulatorUrls } from '../registry.ts';
import type { Simulators } from '../simulators.ts';
import type { KitTarget } from './kit-target.ts';
import { JANE, type LeadTargetPromise } from './promise.ts';

/** What a target is made from: the addresses of the simulators, and how long to wait for them. */
export interface TargetPlace {
  readonly urls: SimulatorUrls;
  /** Limit of one attempt in milliseconds; some of the kit's servers stall on purpose. */
  readonly timeoutMs: number;
  /** Seeds the state first, where a target needs more than an empty account. */
  readonly simulators: Simulators;
}

/** Makes the target under test. Give it no limits and short waits between retries. */
export type MakeTarget = (place: TargetPlace) => KitTarget | Promise<KitTarget>;

/** Longer than any queue of the simulators. */
const QUEUE_MS = 120_000;

/** Long where nothing stalls: a slow machine is not a broken target. */
const TIMEOUT_MS = 20_000;

/** Holds a new target to one promise; throws where the promise is broken. */
export async function holdTo(promise: LeadTargetPromise, makeTarget: MakeTarget): Promise<void> {
  const operation = await createOperationOf(makeTarget);
  await withTarget(makeTarget, promise.timeoutMs ?? TIMEOUT_MS, async (target, simulators, refuse) => {
    const provider = target.provider as ProviderName;
    const only = { provider, ...(operation !== undefined && { operation }) };
    await promise.keep({
      target,
      simulators,
      jane: { ...JANE },
      count(phone) {
        void simulators.clock.advance(QUEUE_MS);
        return recordsOf(simulators, provider).filter((record) => shows(record, digits(phone))).length;
      },
      creates: () => simulators.requests.filter(({ operationId }) => operationId === operation).length,
      fail: (rule) => simulators.fail({ ...only, ...rule }),
      script: (steps) => simulators.script(provider, operation, steps),
      refuseCredentials: refuse,
    });
  });
}

type Use<Result> = (target: KitTarget, simulators: Simulators, refuse: () => void) => Promise<Result>;

async function withTarget<Result>(makeTarget: MakeTarget, timeoutMs: number, use: Use<Result>): Promise<Result> {
  let isRefused = false;
  const simulators = createSimulators({ seed: 5, tokens: { bad: () => isRefused } });
  const server = await simulators.listen(0);
  try {
    const target = await makeTarget({ urls: server.urls, timeoutMs, simulators });
    return await use(target, simulators, () => {
      isRefused = true;
    });
  } finally {
    await server.close();
    await simulators.close();
  }
}

const operations = new WeakMap<MakeTarget, Promise<string | undefined>>();

/** The operation that makes one lead, whatever the provider calls it: the one that made the first lead of an empty account. */
function createOperationOf(makeTarget: MakeTarget): Promise<string | undefined> {
  const known = operations.get(makeTarget) ?? learnCreateOperation(makeTarget);
  operations.set(makeTarget, known);
  return known;
}

function learnCreateOperation(makeTarget: MakeTarget): Promise<string | undefined> {
  return withTarget(makeTarget, TIMEOUT_MS, async (target, simulators) => {
    await target.send({ ...JANE });
    await simulators.clock.advance(QUEUE_MS);
    return simulators.effects.find(({ kind }) => kind === 'created')?.operationId;
  });
}

/** Every record that a provider holds, whatever its collections are called. */
function recordsOf(simulators: Simulators, provider: ProviderName): unknown[] {
  const collections = Object.values(simulators[provider]).filter(
    (part): part is { all(): unknown[] } => typeof (part as { all?: unknown } | undefined)?.all === 'function',
  );
  return collections.flatMap((collection) => collection.all());
}

const digits = (text: unknown): string => String(text ?? '').replace(/\D/g, '');

/** Whether a record shows the phone, whatever its field is called. */
function shows(record: unknown, wanted: string): boolean {
  if (typeof record === 'string') return digits(record) === wanted && /^[+\d\s().-]+$/.test(record);
  if (typeof record !== 'object' || record === null) return false;
  return Object.values(record).some((part) => (Array.isArray(part) ? false : shows(part, wanted)));
}
