import { ask, same } from '../asking.ts';
import type { KitOutcome, KitTarget } from '../lead-target.ts';
import type { LeadTargetPromise } from '../promise.ts';
import { JANE } from '../world.ts';

const PHONES = [JANE.phone, '+14155552672', '+14155552673'];

const threeLeads = () => PHONES.map((phone) => ({ ...JANE, phone }));

async function sendThree({ bulk }: KitTarget): Promise<readonly KitOutcome[]> {
  const result = await bulk?.send(threeLeads());
  if (!result?.ok) throw new Error(`a bulk send of good leads failed: ${result?.error.kind} (${result?.error.effect})`);
  same(result.value.length, PHONES.length, 'outcomes of a bulk send');
  return result.value;
}

/** Many leads in one request, where a target has a way for it. */
export const bulkPromises: readonly LeadTargetPromise[] = [
  {
    name: 'a bulk send gives one outcome a lead, in order, and makes each once',
    section: 10,
    async keep({ target, count }) {
      if (target.bulk === undefined) return;
      await sendThree(target);
      for (const phone of PHONES) same(count(phone), 1, 'leads at the provider');
    },
  },
  {
    name: 'a bulk send does not call a lead new for certain that was there before',
    section: 10,
    async keep({ jane, target }) {
      if (target.bulk === undefined) return;
      await target.send(jane);
      const [first] = await sendThree(target);
      const isCertain = first?.outcome === 'created' && first.certainty === 'certain';
      ask(!isCertain, 'a lead that was there is reported as created for certain');
    },
  },
  {
    name: 'a bulk send whose answer is lost makes no lead twice and no claim that nothing happened',
    section: 3,
    async keep({ target, count, simulators }) {
      if (target.bulk === undefined) return;
      simulators.fail({ fault: 'cut-after-commit', operation: 'leads.*', times: 1 });
      const result = await target.bulk.send(threeLeads());
      for (const phone of PHONES) same(count(phone), 1, 'leads at the provider');
      if (!result.ok) ask(result.error.effect !== 'none', 'leads that were made are reported as untouched');
    },
  },
];
