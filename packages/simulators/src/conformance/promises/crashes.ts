import { ARRIVED, check, equal, outcomeOf } from '../assert.ts';
import { JANE, type LeadTargetPromise } from '../promise.ts';

/** The intent before a send, leads that a crash leaves behind, and sends that a caller stops. */
export const crashPromises: readonly LeadTargetPromise[] = [
  {
    name: 'the intent is committed once, before the first byte leaves',
    async keep({ jane, target, simulators, fail }) {
      fail({ fault: '429', nth: 1, retryAfterSeconds: 0 });
      const atIntent: number[] = [];
      const beforeSend = async () => {
        atIntent.push(simulators.requests.length);
      };
      outcomeOf(await target.send(jane, { beforeSend }));
      equal(atIntent.join(), '0', 'requests whenever the intent was committed');
    },
  },
  {
    name: 'an intent that cannot be committed stops the send',
    async keep({ jane, target, simulators }) {
      const refuse = () => Promise.reject(new Error('the disk is full'));
      const result = await target.send(jane, { beforeSend: refuse }).catch(() => undefined);
      check(result === undefined || !result.ok, 'a send whose intent was not committed has an outcome');
      equal(simulators.requests.length, 0, 'requests');
    },
  },
  {
    name: 'a send that its caller stopped sends nothing more',
    async keep({ jane, target, creates }) {
      const stop = new AbortController();
      stop.abort();
      const result = await target.send(jane, { signal: stop.signal });
      check(!result.ok && result.error.kind === 'aborted', 'a stopped send is not reported as aborted');
      equal(creates(), 0, 'requests that make leads');
    },
  },
  {
    name: 'a send that is stopped under way ends, and does not claim that nothing happened',
    timeoutMs: 2_000, // three of them is what a target takes that does not hear of the stop
    async keep({ jane, target, creates, script }) {
      script('stall-headers then stall-headers then stall-headers');
      const stop = new AbortController();
      let isEnded = false;
      const sent = target.send(jane, { signal: stop.signal }).finally(() => {
        isEnded = true;
      });
      while (creates() === 0 && !isEnded) await new Promise((resolve) => setImmediate(resolve));
      const before = creates();
      stop.abort();
      const result = await sent;
      check(before > 0, 'nothing was sent');
      equal(creates(), before, 'requests that make leads, once it was stopped');
      if (result.ok) equal(result.value.outcome, 'parked', 'outcome of a send that was stopped after it had left');
      else {
        equal(result.error.kind, 'aborted', 'kind of a stopped send');
        equal(result.error.effect, 'unknown', 'effect of a send that was stopped after it had left');
      }
    },
  },
  {
    name: 'a lead that a crash left behind is resumed without a second one',
    async keep({ jane, target, count, script }) {
      const firstSentAt = Date.now() - 50;
      script('cut-after-commit');
      await target.send(jane);
      const resumed = outcomeOf(await target.resume(jane, { firstSentAt }));
      equal(count(JANE.phone), 1, 'leads at the provider');
      check(resumed.outcome !== 'rejected', 'a lead that is there was rejected');
    },
  },
  {
    name: 'a lead that a crash kept from arriving is not reported as there when it is not',
    async keep({ jane, target, count, creates }) {
      const result = await target.resume(jane, { firstSentAt: Date.now() - 50 });
      const there = count(JANE.phone);
      check(there <= 1, `${there} leads are there`);
      if (result.ok && ARRIVED.has(result.value.outcome)) equal(there, 1, 'leads of one that is reported as there');
      if (target.effect === 'unguarded') equal(creates(), 0, 'requests that make leads, where every send acts again');
    },
  },
];
