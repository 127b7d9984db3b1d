import { again, type BrokenTarget, CREATED, NEW, resolving, saying, sending, UNTOUCHED } from './spoil.ts';

/** Failures that are reported, or read, as something else. */
export const falseFailures: readonly BrokenTarget[] = [
  {
    name: 'calls a lost response a failure without effect',
    of: 'pulsecrm',
    breaks:
      'a response that is lost after the lead was made makes no second lead, and is not reported as without effect',
    spoil: resolving((result) => {
      const lost = !result.ok || result.value.outcome === 'parked' || result.value.certainty === 'probable';
      return lost ? UNTOUCHED : result;
    }),
  },
  {
    name: 'sends a lost lead again by itself',
    of: 'pulsecrm',
    breaks: 'where every send acts again, a lead whose response was lost is never sent again by itself',
    spoil: sending((send) => async (lead, options) => {
      const first = await send(lead, options);
      return first.ok && first.value.outcome === 'parked' ? send(lead, again(options)) : first;
    }),
  },
  {
    name: 'says created although the request was cut',
    of: 'pulsecrm',
    breaks: 'a request that is cut before it was processed is not reported as there when it is not',
    spoil: saying((outcome) => (outcome.outcome === 'parked' ? { ...NEW, certainty: 'probable' } : outcome)),
  },
  {
    name: 'is always certain',
    of: 'autocalls',
    breaks: 'what was found by a look-up after a lost response is probable, not certain',
    spoil: saying((outcome) => ({ ...outcome, certainty: 'certain' })),
  },
  {
    name: 'parks without a look-up',
    of: 'pulsecrm',
    breaks: 'a parked lead carries the look-up that a person should make',
    spoil: saying((outcome) => (outcome.lookup ? { ...outcome, lookup: {} } : outcome)),
  },
  {
    name: 'takes a redirect for a response',
    of: 'telecrm',
    breaks: 'a redirect is not followed, and is not an outcome of a lead',
    spoil: resolving((result) => (!result.ok && result.error.kind === 'unexpected-redirect' ? CREATED : result)),
  },
  {
    name: 'rejects a lead because its own credentials are wrong',
    of: 'topcalls',
    breaks: 'wrong credentials stop the run and are not an outcome of a lead',
    spoil: resolving((result) =>
      !result.ok && result.error.kind === 'unauthorized'
        ? { ok: true, value: { ...NEW, outcome: 'rejected', id: undefined, error: result.error } }
        : result,
    ),
  },
  {
    name: 'shows the phone in its errors',
    of: 'autocalls',
    breaks: 'no failure shows personal data of the lead',
    spoil: sending((send) => async (lead, options) => {
      const result = await send(lead, options);
      return result.ok ? result : { ok: false, error: { ...result.error, message: `${lead.phone} was not sent` } };
    }),
  },
];
