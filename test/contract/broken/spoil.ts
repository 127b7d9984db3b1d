import type { KitOutcome, KitResult, KitSendOptions, KitTarget } from '@leadwire/simulators/conformance';

/** A target that breaks one promise, to see that the kit notices. */
export interface BrokenTarget {
  readonly name: string;
  /** Name of the target that shows it best. */
  readonly of: 'topcalls' | 'autocalls' | 'telecrm' | 'telecrm-async' | 'pulsecrm';
  /** Name of the promise that notices it. */
  readonly breaks: string;
  spoil(good: KitTarget): KitTarget;
}

type Send = KitTarget['send'];

/** Changes what `send` does. */
export const sending =
  (change: (send: Send) => Send) =>
  (good: KitTarget): KitTarget => ({ ...good, send: change((lead, options) => good.send(lead, options)) });

/** Changes the outcome that `send` reports. */
export const saying = (change: (outcome: KitOutcome) => KitOutcome) =>
  sending((send) => async (lead, options) => {
    const result = await send(lead, options);
    return result.ok ? { ok: true, value: change(result.value) } : result;
  });

/** Changes what `send` resolves to, outcome or error. */
export const resolving = (change: (result: KitResult<KitOutcome>) => KitResult<KitOutcome>) =>
  sending((send) => async (lead, options) => change(await send(lead, options)));

export const NEW: KitOutcome = {
  outcome: 'created',
  id: '1',
  certainty: 'certain',
  unsupported: [],
  ignored: [],
  unchanged: [],
};

export const CREATED = { ok: true, value: NEW } as const;

export const UNTOUCHED = { ok: false, error: { kind: 'network', effect: 'none', message: 'failed' } } as const;

/** Without the intent, which is committed once a send. */
export const again = ({ beforeSend: _, ...options }: KitSendOptions = {}): KitSendOptions => options;
