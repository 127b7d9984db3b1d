import { ARRIVED, ask, noFalseNone, same, settled } from '../asking.ts';
import type { LeadTargetPromise } from '../promise.ts';
import { silent, silentResult } from '../silent.ts';
import { JANE } from '../world.ts';

/** A lead that was made, and an answer from which the target cannot know it. */
const LOST = [
  ['an answer that is lost after the lead was made', 3, 'cut-after-commit'],
  ['an answer that never begins', 2, 'stall-headers'],
  ['an answer that stalls after its headers', 2, 'stall-body'],
  ['an answer that is cut short', 2, 'truncated'],
  ['a page in the place of an answer', 2, 'html-200'],
  ['a failure of the server after the lead was made', 2, '500-after-commit'],
] as const;

const lostAnswers = LOST.map(
  ([what, section, steps]): LeadTargetPromise => ({
    name: `${what} makes no second lead and no claim that nothing happened`,
    section,
    stalls: steps.startsWith('stall'),
    async keep({ jane, target, count, script }) {
      script(steps);
      const result = await target.send(jane);
      same(count(JANE.phone), 1, 'leads at the provider');
      noFalseNone(result);
    },
  }),
);

/** What a target says and does when a request fails. */
export const failurePromises: readonly LeadTargetPromise[] = [
  {
    name: '429 was not processed: it is sent again, once, and the lead is there once',
    section: 1,
    async keep({ jane, target, count, creates, fail }) {
      fail({ fault: '429', nth: 1, retryAfterSeconds: 0 });
      const { outcome } = settled(await target.send(jane));
      ask(ARRIVED.has(outcome) || outcome === 'accepted', 'a 429 lost the lead');
      same(creates(), 2, 'requests that make leads');
      same(count(JANE.phone), 1, 'leads at the provider');
    },
  },
  ...lostAnswers,
  {
    name: 'what was found by a look-up after a lost answer is probable, not certain',
    section: 3,
    async keep({ jane, target, script }) {
      if (target.effect === 'queued-upsert') return;
      script('cut-after-commit');
      const result = await target.send(jane);
      if (result.ok && ARRIVED.has(result.value.outcome))
        same(result.value.certainty, 'probable', 'certainty after a lost answer');
    },
  },
  {
    name: 'a request that is cut before it was processed is not reported as there when it is not',
    section: 2,
    async keep({ jane, target, count, script }) {
      script('cut-before');
      const result = await target.send(jane);
      const there = count(JANE.phone);
      ask(there <= 1, `${there} leads are there`);
      if (result.ok && ARRIVED.has(result.value.outcome)) same(there, 1, 'leads of one that is reported as there');
    },
  },
  {
    name: 'where every send acts again, a lost answer is never sent again by itself',
    section: 1,
    async keep({ jane, target, creates, script }) {
      if (target.effect !== 'unguarded') return;
      script('503 then 503 then 503');
      const result = await target.send(jane);
      same(creates(), 1, 'requests that make leads');
      ask(result.ok && result.value.outcome === 'parked', 'a lead of unknown fate is not parked');
    },
  },
  {
    name: 'a parked lead carries the look-up that a person should make',
    section: 3,
    async keep({ jane, target, script }) {
      script('503 then 503 then 503 then 503');
      const result = await target.send(jane);
      if (!result.ok || result.value.outcome !== 'parked') return;
      const values = Object.values(result.value.lookup ?? {});
      ask(
        values.includes(JANE.phone) || values.includes(JANE.email),
        'the look-up names neither the phone nor the e-mail',
      );
    },
  },
  {
    name: 'a redirect is not followed, and is no outcome of a lead',
    section: 2,
    async keep({ jane, target, count, fail, simulators }) {
      fail({ fault: 'redirect', status: 307, location: '/pulsecrm/elsewhere' });
      const result = await target.send(jane);
      ask(!result.ok, 'a call that reached no server has an outcome');
      ask(!simulators.requests.some(({ path }) => path === '/elsewhere'), 'the lead went where the redirect pointed');
      same(count(JANE.phone), 0, 'leads at the provider');
    },
  },
  {
    name: 'wrong credentials stop the run and are no outcome of a lead',
    section: 2,
    async keep({ jane, target, count, refuseCredentials }) {
      refuseCredentials();
      const result = await target.send(jane);
      if (result.ok) throw new Error(`a call that was not authorized has the outcome ${result.value.outcome}`);
      same(result.error.effect, 'none', 'effect of a call that was not authorized');
      same(count(JANE.phone), 0, 'leads at the provider');
    },
  },
  {
    name: 'no failure tells whose lead it was',
    section: 8,
    async keep({ jane, target, script, fail, refuseCredentials }) {
      silent((await target.check({ ...JANE, phone: `${JANE.phone}999999999` })).issues);
      script('503 then 503 then 503 then 503');
      silentResult(await target.send(jane));
      fail({ fault: '500', times: 3, commit: true });
      silentResult(await target.send(jane));
      fail({ fault: 'redirect', status: 307, times: 1 });
      silentResult(await target.send(jane));
      refuseCredentials();
      silentResult(await target.send(jane));
    },
  },
];
