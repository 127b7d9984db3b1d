import { createSimulators } from '../create-simulators.ts';
import { OPERATION_IDS, type ProviderName, type SimulatorUrls } from '../registry.ts';
import type { Simulators } from '../simulators.ts';
import type { KitTarget } from './lead-target.ts';
import type { LeadTargetPromise } from './promise.ts';
import { JANE } from './world.ts';

/** What a target is made from: where the stand-ins are, and how patient to be with them. */
export interface TargetPlace {
  readonly urls: SimulatorUrls;
  /** Bounds one attempt; some of the kit's servers stall on purpose. */
  readonly timeoutMs: number;
  /** Seeds the state first, where a target needs more than an empty account. */
  readonly simulators: Simulators;
}

/** Makes the target under test. Give it no limits and short waits between retries. */
export type MakeTarget = (place: TargetPlace) => KitTarget | Promise<KitTarget>;

/** The operations by which a target may make leads. */
const MAKES_LEADS = /\.create$|^leads\.(bulk|upsertAsync)$/;

/** Longer than any queue of the stand-ins. */
const QUEUE_MS = 120_000;

const PATIENCE_MS = 2_000;
const STALL_MS = 250;

/** Holds a new target to one promise; throws where it is broken. */
export async function holdTo(promise: LeadTargetPromise, makeTarget: MakeTarget): Promise<void> {
  let isRefused = false;
  const simulators = createSimulators({ seed: 5, tokens: { bad: () => isRefused } });
  const server = await simulators.listen(0);
  try {
    const timeoutMs = promise.stalls ? STALL_MS : PATIENCE_MS;
    const target = await makeTarget({ urls: server.urls, timeoutMs, simulators });
    const provider = target.provider as ProviderName;
    const operation = target.name === 'telecrm-async' ? 'leads.upsertAsync' : createOf(provider);
    await promise.keep({
      target,
      simulators,
      jane: { ...JANE },
      count(phone) {
        void simulators.clock.advance(QUEUE_MS);
        const wanted = digits(phone);
        return [...(simulators[provider].leads as Iterable<object>)].filter((record) => shows(record, wanted)).length;
      },
      creates: () => simulators.requests.filter((request) => MAKES_LEADS.test(request.operationId ?? '')).length,
      script: (steps) => simulators.script(provider, operation, steps),
      fail: (rule) => simulators.fail({ provider, operation, ...rule }),
      refuseCredentials() {
        isRefused = true;
      },
    });
  } finally {
    await server.close();
    await simulators.close();
  }
}

const digits = (text: unknown): string => String(text ?? '').replace(/\D/g, '');

/** Whether a record shows the phone, whatever its field is called. */
function shows(record: unknown, wanted: string): boolean {
  if (typeof record === 'string') return digits(record) === wanted && /^[+\d\s().-]+$/.test(record);
  if (typeof record !== 'object' || record === null) return false;
  return Object.values(record).some((part) => (Array.isArray(part) ? false : shows(part, wanted)));
}

/** The operation that makes one lead, whatever the provider calls its leads. */
function createOf(provider: ProviderName): string {
  const ids = OPERATION_IDS[provider];
  return ids.includes('leads.create') ? 'leads.create' : (ids.find((id) => id.endsWith('.create')) ?? '');
}
