import { ARRIVED, check, equal, noFalseNone, outcomeOf } from '../assert.ts';
import type { KitLead } from '../kit-target.ts';
import { JANE, type LeadTargetPromise } from '../promise.ts';

/** Her husband: the same address, another phone. */
const JOHN: KitLead = { ...JANE, phone: '+14155552680', firstName: 'John' };

/** A lead with every part that a lead can have. */
export const FULL: KitLead = {
  ...JANE,
  company: 'Acme',
  jobTitle: 'CTO',
  notes: 'Call late',
  tags: ['vip'],
  source: 'Web',
  ref: 'r-1',
};

const without = (missing: string): KitLead =>
  Object.fromEntries(Object.entries(FULL).filter(([part]) => part !== missing)) as unknown as KitLead;

/** Each optional part is missing once, and once all of them. */
const incomplete: readonly (readonly [what: string, lead: KitLead])[] = [
  ...Object.keys(FULL)
    .filter((part) => part !== 'phone')
    .map((part) => [`without ${part}`, without(part)] as const),
  ['that is only a phone', { phone: JANE.phone }],
];

/** A person who has no e-mail address, or shares one, is a person too. */
export const peoplePromises: readonly LeadTargetPromise[] = [
  ...incomplete.map(
    ([what, lead]): LeadTargetPromise => ({
      name: `a lead ${what} arrives, or is rejected before anything is made`,
      async keep({ target, count }) {
        const { outcome } = outcomeOf(await target.send({ ...lead }));
        const isThere = ['created', 'accepted', 'partial'].includes(outcome);
        check(isThere || outcome === 'rejected', `a lead ${what} was reported as ${outcome}`);
        equal(count(JANE.phone), isThere ? 1 : 0, 'leads at the provider');
      },
    }),
  ),
  ...incomplete.map(
    ([what, lead]): LeadTargetPromise => ({
      name: `a lead ${what} is made once when the response to its create is lost`,
      async keep({ target, count, script }) {
        script('cut-after-commit');
        const result = await target.send({ ...lead });
        const there = count(JANE.phone);
        check(there <= 1, `${there} leads are there`);
        if (there === 1) noFalseNone(result);
      },
    }),
  ),
  {
    name: 'two people with one e-mail address are two leads',
    async keep({ jane, target, count, simulators }) {
      const first = outcomeOf(await target.send(jane));
      const second = outcomeOf(await target.send({ ...JOHN }));
      equal(count(JANE.phone), 1, 'leads with the first phone');
      if (second.outcome === 'rejected') {
        // Only where the provider itself keeps one record for each e-mail address.
        check(
          simulators.requests.some(({ status }) => status === 409),
          'the second person was rejected, but not by the provider',
        );
        equal(count(JOHN.phone), 0, 'leads with the second phone');
        return;
      }
      equal(count(JOHN.phone), 1, 'leads with the second phone');
      check(first.id === undefined || first.id !== second.id, 'the second person has the id of the first');
    },
  },
  {
    name: 'a lead that was lost on the way is not taken for another with its e-mail address',
    async keep({ jane, target, count, fail }) {
      outcomeOf(await target.send(jane));
      fail({ fault: 'cut-before', times: 3 });
      const result = await target.send({ ...JOHN });
      if (result.ok && ARRIVED.has(result.value.outcome)) equal(count(JOHN.phone), 1, 'leads with the second phone');
    },
  },
];
