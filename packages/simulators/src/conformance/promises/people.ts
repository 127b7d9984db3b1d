import { ARRIVED, ask, same, settled } from '../asking.ts';
import type { KitLead } from '../lead-target.ts';
import type { LeadTargetPromise } from '../promise.ts';
import { JANE } from '../world.ts';

/** Her husband: the same address, another phone. */
const JOHN: KitLead = { ...JANE, phone: '+14155552680', firstName: 'John' };

const without = (part: keyof KitLead): KitLead => {
  const { [part]: _, ...rest } = { ...JANE } as KitLead;
  return rest as KitLead;
};

/** Whoever has no e-mail address, or shares one, is a person too. */
export const peoplePromises: readonly LeadTargetPromise[] = [
  ...(['email', 'lastName', 'firstName'] as const).map(
    (part): LeadTargetPromise => ({
      name: `a lead without ${part} arrives, or is rejected before anything is made`,
      section: 10,
      async keep({ target, count }) {
        const outcome = settled(await target.send(without(part)));
        const isThere = ['created', 'accepted', 'partial'].includes(outcome.outcome);
        ask(isThere || outcome.outcome === 'rejected', `a lead without ${part} was reported as ${outcome.outcome}`);
        same(count(JANE.phone), isThere ? 1 : 0, 'leads at the provider');
      },
    }),
  ),
  {
    name: 'two people with one e-mail address are two leads',
    section: 3,
    async keep({ jane, target, count, simulators }) {
      const first = settled(await target.send(jane));
      const second = settled(await target.send({ ...JOHN }));
      same(count(JANE.phone), 1, 'leads with the first phone');
      if (second.outcome === 'rejected') {
        // Only where the provider itself keeps one record an e-mail address.
        ask(
          simulators.requests.some(({ status }) => status === 409),
          'the second person was rejected, and not by the provider',
        );
        same(count(JOHN.phone), 0, 'leads with the second phone');
        return;
      }
      same(count(JOHN.phone), 1, 'leads with the second phone');
      ask(first.id === undefined || first.id !== second.id, 'the second person has the id of the first');
    },
  },
  {
    name: 'a lead that was lost on the way is not taken for another with its e-mail address',
    section: 3,
    async keep({ jane, target, count, fail }) {
      settled(await target.send(jane));
      fail({ fault: 'cut-before', times: 3 });
      const result = await target.send({ ...JOHN });
      if (result.ok && ARRIVED.has(result.value.outcome)) same(count(JOHN.phone), 1, 'leads with the second phone');
    },
  },
];
