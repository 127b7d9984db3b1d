import {
  type Client,
  type LostCall,
  omitEmpty,
  type ReconcileResult,
  reconcileBySearch,
} from '@leadwire/core/provider';
import type { LeadInput, PulsecrmOperations } from '@leadwire/generated-pulsecrm';
import { findLeads } from './find.ts';

type Core = Pick<Client<PulsecrmOperations, unknown>, 'run' | 'provider'>;

/** A lost create: Pulse CRM folds nothing, so only a look-up can tell. A lead without a phone and an e-mail is looked for by its name, by a person. */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const { phone, email, firstName, lastName } = lost.body as LeadInput;
  const lookup = omitEmpty({ phone, email });
  const verdict = await reconcileBySearch(core, lost, {
    lookup,
    find: () => findLeads(core, lookup, lost.options),
    madeAt: ({ createdAt }) => createdAt,
  });
  const isNamed = Object.keys(lookup).length === 0 && verdict.kind === 'parked';
  return isNamed ? { ...verdict, lookup: { firstName, lastName } } : verdict;
}
