import type { ProviderName } from '../../registry.ts';
import { check, equal } from '../assert.ts';
import type { KitOutcome, KitTarget } from '../kit-target.ts';
import { JANE, type LeadTargetPromise } from '../promise.ts';

const PHONES = [JANE.phone, '+14155552672', '+14155552673'];

const threeLeads = () => PHONES.map((phone) => ({ ...JANE, phone }));

async function sendThree({ bulk }: KitTarget): Promise<readonly KitOutcome[]> {
  const result = await bulk?.send(threeLeads());
  if (!result?.ok) throw new Error(`a bulk send of good leads failed: ${result?.error.kind} (${result?.error.effect})`);
  equal(result.value.length, PHONES.length, 'outcomes of a bulk send');
  return result.value;
}

/** Many leads in one request, where a target can do that. */
export const bulkPromises: readonly LeadTargetPromise[] = [
  {
    name: 'a bulk send gives one outcome a lead, in order, and makes each once',
    async keep({ target, count }) {
      if (target.bulk === undefined) return;
      await sendThree(target);
      for (const phone of PHONES) equal(count(phone), 1, 'leads at the provider');
    },
  },
  {
    name: 'a bulk send does not call a lead new for certain that was there before',
    async keep({ jane, target }) {
      if (target.bulk === undefined) return;
      await target.send(jane);
      const [first] = await sendThree(target);
      const isCertain = first?.outcome === 'created' && first.certainty === 'certain';
      check(!isCertain, 'a lead that was there is reported as created for certain');
    },
  },
  {
    name: 'a bulk send whose response is lost makes no lead twice, and is not reported as without effect',
    async keep({ target, count, simulators }) {
      if (target.bulk === undefined) return;
      simulators.fail({ provider: target.provider as ProviderName, fault: 'cut-after-commit', times: 1 });
      const result = await target.bulk.send(threeLeads());
      for (const phone of PHONES) equal(count(phone), 1, 'leads at the provider');
      if (!result.ok) check(result.error.effect !== 'none', 'leads that were made are reported as untouched');
    },
  },
];
