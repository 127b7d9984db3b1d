import { type LeadTarget, LeadwireError, type Ledger } from '@leadwire/core';

/** Parks a lead that breaks its workers: a person must look at it. */
export async function parkLead(ledger: Ledger, { provider, account }: LeadTarget, key: string): Promise<void> {
  const row = await ledger.get({ provider, account, key });
  if (row === undefined) return;
  const [claim] = await ledger.claim([row], { now: Date.now(), leaseMs: 10_000, dedupe: false });
  if (claim?.kind === 'busy') throw new Error('the lead is still held by the worker that it broke');
  if (claim?.kind !== 'leased' && claim?.kind !== 'sent-before') return;
  const error = new LeadwireError('parked', `${provider}: this lead breaks its worker`, {
    provider,
    code: 'poison',
    effect: claim.row.unknowns > 0 ? 'unknown' : 'none',
    hint: 'Look it up at the provider, and check the data of the lead.',
  });
  const detail = JSON.stringify({ certainty: 'probable', error: error.toJSON(), lookup: {} });
  await ledger.complete([{ row: claim.row, completion: { state: 'parked', outcome: 'parked', detail } }], Date.now());
}
