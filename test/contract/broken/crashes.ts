import type { KitOutcome, KitResult, KitTarget } from '@leadwire/simulators/conformance';
import { again, type BrokenTarget, CREATED, NEW, sending, UNTOUCHED } from './spoil.ts';

type Rows = KitResult<readonly KitOutcome[]>;

/** Changes what a bulk send resolves to. */
const resolvingInBulk =
  (change: (rows: Rows) => Rows) =>
  (good: KitTarget): KitTarget => {
    const { bulk } = good;
    if (bulk === undefined) throw new Error(`${good.name} sends nothing in bulk`);
    return { ...good, bulk: { ...bulk, send: async (leads, options) => change(await bulk.send(leads, options)) } };
  };

/** Targets that do not record, stop or find again what they should; and bulk sends that count wrongly. */
export const brokenByCrashes: readonly BrokenTarget[] = [
  {
    name: 'commits no intent',
    of: 'telecrm',
    breaks: 'the intent is committed once, before the first byte leaves',
    spoil: sending((send) => (lead, options) => send(lead, again(options))),
  },
  {
    name: 'commits the intent after it has sent',
    of: 'autocalls',
    breaks: 'the intent is committed once, before the first byte leaves',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, again(options));
      await options?.beforeSend?.();
      return result;
    }),
  },
  {
    name: 'commits the intent twice',
    of: 'topcalls',
    breaks: 'the intent is committed once, before the first byte leaves',
    spoil: sending((send) => async (lead, options) => {
      await options?.beforeSend?.();
      return send(lead, options);
    }),
  },
  {
    name: 'sends although the intent could not be committed',
    of: 'topcalls',
    breaks: 'an intent that cannot be committed stops the send',
    spoil: sending((send) => async (lead, options) => {
      await options?.beforeSend?.().catch(() => undefined);
      return send(lead, again(options));
    }),
  },
  {
    name: 'does not wait until the intent is committed',
    of: 'pulsecrm',
    breaks: 'an intent that cannot be committed stops the send',
    spoil: sending((send) => (lead, options) => {
      options?.beforeSend?.().catch(() => undefined);
      return send(lead, again(options));
    }),
  },
  {
    name: 'does not listen to its signal',
    of: 'telecrm',
    breaks: 'a send that its caller stopped sends nothing more',
    spoil: sending(
      (send) =>
        (lead, { signal: _, ...options } = {}) =>
          send(lead, options),
    ),
  },
  {
    name: 'listens to its signal only before it sends',
    of: 'topcalls',
    breaks: 'a send that is stopped under way ends, and does not claim that nothing happened',
    spoil: sending((send) => (lead, { signal, ...options } = {}) => {
      return send(lead, signal?.aborted ? { ...options, signal } : options);
    }),
  },
  {
    name: 'calls what was stopped under way untouched',
    of: 'autocalls',
    breaks: 'a send that is stopped under way ends, and does not claim that nothing happened',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, options);
      const isStopped = !result.ok && result.error.kind === 'aborted';
      return isStopped ? { ok: false, error: { ...result.error, effect: 'none' } } : result;
    }),
  },
  {
    name: 'sends again what a crash left behind',
    of: 'pulsecrm',
    breaks: 'a lead that a crash left behind is resumed without a second one',
    spoil: (good) => ({ ...good, resume: (lead, _evidence, options) => good.send(lead, options) }),
  },
  {
    name: 'resumes without a look',
    of: 'autocalls',
    breaks: 'a lead that a crash kept from arriving is not reported as there when it is not',
    spoil: (good) => ({ ...good, resume: async () => CREATED }),
  },
  {
    name: 'loses the last row of a bulk send',
    of: 'topcalls',
    breaks: 'a bulk send gives one outcome a lead, in order, and makes each once',
    spoil: resolvingInBulk((rows) => (rows.ok ? { ok: true, value: rows.value.slice(0, -1) } : rows)),
  },
  {
    name: 'calls every row of a bulk send new for certain',
    of: 'topcalls',
    breaks: 'a bulk send does not call a lead new for certain that was there before',
    spoil: resolvingInBulk((rows) => (rows.ok ? { ok: true, value: rows.value.map(() => NEW) } : rows)),
  },
  {
    name: 'calls a lost bulk send a failure without effect',
    of: 'topcalls',
    breaks: 'a bulk send whose response is lost makes no lead twice, and is not reported as without effect',
    spoil: resolvingInBulk((rows) => (rows.ok && rows.value[0]?.certainty === 'probable' ? UNTOUCHED : rows)),
  },
];
