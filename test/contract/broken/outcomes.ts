import type { KitTarget } from '@leadwire/simulators/conformance';
import { again, type BrokenTarget, CREATED, saying, sending } from './spoil.ts';

/** Outcomes that are not what happened. */
export const falseOutcomes: readonly BrokenTarget[] = [
  {
    name: 'says created without sending',
    of: 'topcalls',
    breaks: 'a new lead is there once, by one request, and is reported as created or accepted',
    spoil: sending(() => async () => CREATED),
  },
  {
    name: 'sends everything twice',
    of: 'pulsecrm',
    breaks: 'a new lead is there once, by one request, and is reported as created or accepted',
    spoil: sending((send) => async (lead, options) => {
      await send(lead, options);
      return send(lead, again(options));
    }),
  },
  {
    name: 'sends everything twice, where the provider folds it',
    of: 'topcalls',
    breaks: 'a new lead is there once, by one request, and is reported as created or accepted',
    spoil: sending((send) => async (lead, options) => {
      const first = await send(lead, options);
      await send(lead, again(options));
      return first;
    }),
  },
  {
    name: 'gives an accepted lead an id',
    of: 'telecrm-async',
    breaks: 'an accepted lead has no id, a created one has',
    spoil: saying((outcome) => ({ ...outcome, id: 'made-up' })),
  },
  {
    name: 'calls an existing lead new',
    of: 'topcalls',
    breaks: 'a lead that exists is not called new, where the provider tells',
    spoil: saying((outcome) => (outcome.outcome === 'existed' ? { ...outcome, outcome: 'created' } : outcome)),
  },
  {
    name: 'changes what it was told to keep',
    of: 'autocalls',
    breaks: 'keep leaves an existing lead as it is, and says which fields were not taken',
    spoil: sending((send) => (lead, options) => send(lead, { ...options, onExisting: 'update' })),
  },
  {
    name: 'says updated, and updates nothing',
    of: 'topcalls',
    breaks: 'update changes an existing lead, and only then is it called updated',
    spoil: sending((send) => async (lead, options = {}) => {
      const result = await send(lead, { ...options, onExisting: 'keep' });
      const isUpdate = result.ok && result.value.outcome === 'existed' && options.onExisting === 'update';
      return isUpdate ? { ok: true, value: { ...result.value, outcome: 'updated' } } : result;
    }),
  },
  {
    name: 'calls a rejected lead created',
    of: 'autocalls',
    breaks: 'an unusable phone is rejected before anything is sent',
    spoil: saying((outcome) => (outcome.outcome === 'rejected' ? { ...outcome, outcome: 'created' } : outcome)),
  },
  {
    name: 'finds nothing wrong with any phone',
    of: 'telecrm',
    breaks: 'an unusable phone is rejected before anything is sent',
    spoil: (good) => ({ ...good, check: async (lead) => ({ ...(await good.check(lead)), issues: [] }) }),
  },
  {
    name: 'sends what it should only check',
    of: 'topcalls',
    breaks: 'a check sends nothing, and finds nothing wrong with a good lead',
    spoil: (good: KitTarget) => ({
      ...good,
      async check(lead) {
        await good.send(lead);
        return good.check(lead);
      },
    }),
  },
  {
    name: 'hides what the provider left out',
    of: 'telecrm',
    breaks: 'what the provider says it left out is named',
    spoil: saying((outcome) => (outcome.outcome === 'partial' ? { ...outcome, ignored: [] } : outcome)),
  },
  {
    name: 'forgets what the provider cannot hold',
    of: 'telecrm',
    breaks: 'what the provider cannot hold is named, field by field',
    spoil: saying((outcome) => ({ ...outcome, unsupported: [] })),
  },
  {
    name: 'loses the e-mail address',
    of: 'pulsecrm',
    breaks: 'what the provider cannot hold is named, field by field',
    spoil: sending(
      (send) =>
        ({ email: _, ...lead }, options) =>
          send(lead, options),
    ),
  },
  {
    name: 'folds leads on their e-mail address alone',
    of: 'pulsecrm',
    breaks: 'two people with one e-mail address are two leads',
    spoil: (good) => {
      const known = new Map<string, ReturnType<KitTarget['send']>>();
      return sending((send) => (lead, options) => {
        const { email = lead.phone } = lead;
        const sent = known.get(email) ?? send(lead, options);
        known.set(email, sent);
        return sent;
      })(good);
    },
  },
  {
    name: 'recognises a lost lead by its e-mail address alone',
    of: 'pulsecrm',
    breaks: 'a lead without email is made once when the response to its create is lost',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, options);
      const isLost = !result.ok || result.value.outcome === 'parked' || result.value.certainty === 'probable';
      return isLost && lead.email === undefined ? send(lead, again(options)) : result;
    }),
  },
  {
    name: 'takes a lost lead for another with its e-mail address',
    of: 'pulsecrm',
    breaks: 'a lead that was lost on the way is not taken for another with its e-mail address',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, options);
      const isLost = !result.ok || result.value.outcome === 'parked';
      return isLost ? CREATED : result;
    }),
  },
  {
    name: 'drops a lead without an e-mail address',
    of: 'topcalls',
    breaks: 'a lead without email arrives, or is rejected before anything is made',
    spoil: sending((send) => async (lead, options) => (lead.email === undefined ? CREATED : send(lead, options))),
  },
  {
    name: 'changes the lead that it was given',
    of: 'topcalls',
    breaks: 'a lead is the same after it was sent',
    spoil: sending((send) => (lead, options) => send(Object.assign(lead, { name: 'Jane Doe' }), options)),
  },
];
