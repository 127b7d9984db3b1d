import {
  ARRIVED,
  check,
  equal,
  failsWithoutPersonalData,
  noFalseNone,
  outcomeOf,
  showsNoPersonalData,
} from '../assert.ts';
import { JANE, type LeadTargetPromise } from '../promise.ts';

/** A lead that was made, and a response from which the target cannot know it. */
const LOST = [
  ['a response that is lost after the lead was made', 'cut-after-commit'],
  ['a response that never begins', 'stall-headers'],
  ['a response that stalls after its headers', 'stall-body'],
  ['a response that is cut short', 'truncated'],
  ['an HTML page instead of a response', 'html-200'],
  ['a failure of the server after the lead was made', '500-after-commit'],
] as const;

const lostResponses = LOST.map(
  ([what, steps]): LeadTargetPromise => ({
    name: `${what} makes no second lead, and is not reported as without effect`,
    ...(steps.startsWith('stall') && { timeoutMs: 500 }),
    async keep({ jane, target, count, script }) {
      script(steps);
      const result = await target.send(jane);
      equal(count(JANE.phone), 1, 'leads at the provider');
      noFalseNone(result);
    },
  }),
);

/** What a target does and reports when a request fails. */
export const failurePromises: readonly LeadTargetPromise[] = [
  {
    name: '429 was not processed: it is sent again, once, and the lead is there once',
    async keep({ jane, target, count, creates, fail }) {
      fail({ fault: '429', nth: 1, retryAfterSeconds: 0 });
      const { outcome } = outcomeOf(await target.send(jane));
      check(ARRIVED.has(outcome) || outcome === 'accepted', 'a 429 lost the lead');
      equal(creates(), 2, 'requests that make leads');
      equal(count(JANE.phone), 1, 'leads at the provider');
    },
  },
  ...lostResponses,
  {
    name: 'what was found by a look-up after a lost response is probable, not certain',
    async keep({ jane, target, script }) {
      // A queue tells nothing, and the same request again proves what the first one did.
      if (['queued-upsert', 'keyed'].includes(target.effect)) return;
      script('cut-after-commit');
      const result = await target.send(jane);
      if (result.ok && ARRIVED.has(result.value.outcome))
        equal(result.value.certainty, 'probable', 'certainty after a lost response');
    },
  },
  {
    name: 'a request that is cut before it was processed is not reported as there when it is not',
    async keep({ jane, target, count, script }) {
      script('cut-before');
      const result = await target.send(jane);
      const there = count(JANE.phone);
      check(there <= 1, `${there} leads are there`);
      if (result.ok && ARRIVED.has(result.value.outcome)) equal(there, 1, 'leads of one that is reported as there');
    },
  },
  {
    name: 'where every send acts again, a lead whose response was lost is never sent again by itself',
    async keep({ jane, target, creates, script }) {
      if (target.effect !== 'unguarded') return;
      script('503 then 503 then 503');
      const result = await target.send(jane);
      equal(creates(), 1, 'requests that make leads');
      check(result.ok && result.value.outcome === 'parked', 'a lead that may have been made is not parked');
    },
  },
  {
    name: 'a parked lead carries the look-up that a person should make',
    async keep({ jane, target, script }) {
      script('503 then 503 then 503 then 503');
      const result = await target.send(jane);
      if (!result.ok || result.value.outcome !== 'parked') return;
      const values = Object.values(result.value.lookup ?? {});
      check(
        values.includes(JANE.phone) || values.includes(JANE.email),
        'the look-up names neither the phone nor the e-mail',
      );
    },
  },
  {
    name: 'a redirect is not followed, and is not an outcome of a lead',
    async keep({ jane, target, count, fail, simulators }) {
      fail({ fault: 'redirect', status: 307, location: `/${target.provider}/elsewhere` });
      const result = await target.send(jane);
      check(!result.ok, 'a call that reached no server has an outcome');
      check(
        !simulators.requests.some(({ path }) => path === '/elsewhere'),
        'the lead was sent to where the redirect points',
      );
      equal(count(JANE.phone), 0, 'leads at the provider');
    },
  },
  {
    name: 'wrong credentials stop the run and are not an outcome of a lead',
    async keep({ jane, target, count, refuseCredentials }) {
      refuseCredentials();
      const result = await target.send(jane);
      if (result.ok) throw new Error(`a call that was not authorized has the outcome ${result.value.outcome}`);
      equal(result.error.effect, 'none', 'effect of a call that was not authorized');
      equal(count(JANE.phone), 0, 'leads at the provider');
    },
  },
  {
    name: 'no failure shows personal data of the lead',
    async keep({ jane, target, script, fail, refuseCredentials }) {
      showsNoPersonalData((await target.check({ ...JANE, phone: `${JANE.phone}999999999` })).issues);
      script('503 then 503 then 503 then 503');
      failsWithoutPersonalData(await target.send(jane));
      fail({ fault: '500', times: 3, commit: true });
      failsWithoutPersonalData(await target.send(jane));
      fail({ fault: 'redirect', status: 307, times: 1 });
      failsWithoutPersonalData(await target.send(jane));
      refuseCredentials();
      failsWithoutPersonalData(await target.send(jane));
    },
  },
];
