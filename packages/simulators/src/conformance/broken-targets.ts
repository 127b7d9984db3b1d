import type { KitOutcome, KitResult, KitSendOptions, KitTarget } from './lead-target.ts';

/** A target that breaks one promise, to see that the kit notices. */
export interface BrokenTarget {
  readonly name: string;
  /** Name of the target that shows it best. */
  readonly of: 'topcalls' | 'autocalls' | 'telecrm' | 'telecrm-async' | 'pulsecrm';
  spoil(good: KitTarget): KitTarget;
}

type Send = KitTarget['send'];

/** Changes what `send` does. */
const sending =
  (change: (send: Send) => Send) =>
  (good: KitTarget): KitTarget => ({ ...good, send: change((lead, options) => good.send(lead, options)) });

/** Changes what `send` says. */
const saying = (change: (outcome: KitOutcome) => KitOutcome) =>
  sending((send) => async (lead, options) => {
    const result = await send(lead, options);
    return result.ok ? { ok: true, value: change(result.value) } : result;
  });

const CREATED: KitResult<KitOutcome> = {
  ok: true,
  value: { outcome: 'created', id: '1', certainty: 'certain', unsupported: [], ignored: [], unchanged: [] },
};

const without = ({ beforeSend: _, ...options }: KitSendOptions = {}): KitSendOptions => options;

export const brokenTargets: readonly BrokenTarget[] = [
  { name: 'says created without sending', of: 'topcalls', spoil: sending(() => async () => CREATED) },
  {
    name: 'sends everything twice',
    of: 'pulsecrm',
    spoil: sending((send) => async (lead, options) => {
      await send(lead, options);
      return send(lead, without(options));
    }),
  },
  {
    name: 'sends a lost lead again by itself',
    of: 'pulsecrm',
    spoil: sending((send) => async (lead, options) => {
      const first = await send(lead, options);
      return first.ok && first.value.outcome === 'parked' ? send(lead, without(options)) : first;
    }),
  },
  {
    name: 'calls a lost answer a failure without effect',
    of: 'pulsecrm',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, options);
      const lost = !result.ok || result.value.outcome === 'parked' || result.value.certainty === 'probable';
      return lost ? { ok: false, error: { kind: 'network', effect: 'none', message: 'failed' } } : result;
    }),
  },
  {
    name: 'calls an existing lead new',
    of: 'topcalls',
    spoil: saying((outcome) => (outcome.outcome === 'existed' ? { ...outcome, outcome: 'created' } : outcome)),
  },
  { name: 'is always certain', of: 'autocalls', spoil: saying((outcome) => ({ ...outcome, certainty: 'certain' })) },
  {
    name: 'forgets what the provider cannot hold',
    of: 'telecrm',
    spoil: saying((outcome) => ({ ...outcome, unsupported: [] })),
  },
  {
    name: 'gives an accepted lead an id',
    of: 'telecrm-async',
    spoil: saying((outcome) => ({ ...outcome, id: 'made-up' })),
  },
  {
    name: 'parks without a look-up',
    of: 'pulsecrm',
    spoil: saying((outcome) => (outcome.lookup ? { ...outcome, lookup: {} } : outcome)),
  },
  {
    name: 'calls a rejected lead created',
    of: 'autocalls',
    spoil: saying((outcome) => (outcome.outcome === 'rejected' ? { ...outcome, outcome: 'created' } : outcome)),
  },
  {
    name: 'commits no intent',
    of: 'telecrm',
    spoil: sending((send) => (lead, options) => send(lead, without(options))),
  },
  {
    name: 'sends although the intent could not be committed',
    of: 'topcalls',
    spoil: sending((send) => async (lead, options) => {
      await options?.beforeSend?.().catch(() => undefined);
      return send(lead, without(options));
    }),
  },
  {
    name: 'commits the intent after it has sent',
    of: 'autocalls',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, without(options));
      await options?.beforeSend?.();
      return result;
    }),
  },
  {
    name: 'changes what it was told to keep',
    of: 'topcalls',
    spoil: sending((send) => (lead, options) => send(lead, { ...options, onExisting: 'update' })),
  },
  {
    name: 'does not listen to its signal',
    of: 'telecrm',
    spoil: sending(
      (send) =>
        (lead, { signal: _, ...options } = {}) =>
          send(lead, options),
    ),
  },
  {
    name: 'sends again what a crash left behind',
    of: 'pulsecrm',
    spoil: (good) => ({ ...good, resume: (lead, _evidence, options) => good.send(lead, options) }),
  },
  {
    name: 'loses the last row of a bulk send',
    of: 'topcalls',
    spoil: (good) => ({
      ...good,
      bulk: good.bulk && {
        ...good.bulk,
        send: async (leads, options) => {
          const result = await good.bulk?.send(leads, options);
          return result?.ok
            ? { ok: true, value: result.value.slice(0, -1) }
            : { ok: false, error: { kind: 'network', effect: 'none', message: 'no bulk' } };
        },
      },
    }),
  },
  {
    name: 'finds nothing wrong with any phone',
    of: 'telecrm',
    spoil: (good) => ({ ...good, check: async (lead) => ({ ...(await good.check(lead)), issues: [] }) }),
  },
];
