import type { LeadOutcome, LedgerRow } from '@leadwire/core';
import { duplicateOf, isFromAnotherRow } from './claim-outcome.ts';
import type { PreparedLead } from './prepare-lead.ts';
import { outcomeInEvidence, recordedOutcome, toCompletion } from './recorded-outcome.ts';
import type { TargetContext } from './target-context.ts';

/** An outcome to store, with its row. */
export interface OutcomeToStore {
  readonly row: LedgerRow;
  readonly prepared: PreparedLead;
  readonly outcome: LeadOutcome;
}

/** Stores an outcome and returns what the caller is told: this outcome, unless another worker knows better. */
export async function storeOutcome(
  context: TargetContext,
  row: LedgerRow,
  prepared: PreparedLead,
  outcome: LeadOutcome,
): Promise<LeadOutcome> {
  const [told] = await storeOutcomes(context, [{ row, prepared, outcome }]);
  return told ?? outcome;
}

export async function storeOutcomes(context: TargetContext, done: readonly OutcomeToStore[]): Promise<LeadOutcome[]> {
  const stored = await context.ledger.complete(
    done.map(({ row, outcome }) => ({ row, completion: toCompletion(outcome) })),
    context.clock.now(),
  );
  return Promise.all(
    done.map((one, index) => {
      if (stored[index] !== true) return toldLate(context, one);
      return one.outcome.outcome === 'parked' ? toldParked(context, one) : one.outcome;
    }),
  );
}

/**
 * The lease had moved on. A lead that we saw arrive is no longer parked. A caller whose lead was refused, or whose effect is unknown, is told
 * what another worker found out.
 */
async function toldLate(context: TargetContext, { row, prepared, outcome }: OutcomeToStore): Promise<LeadOutcome> {
  const completion = toCompletion(outcome);
  const isThere = completion.state === 'confirmed';
  const now = await context.ledger.get(row);
  if (now === undefined) return outcome;
  if (isThere && now.state === 'parked') await context.ledger.complete([{ row: now, completion }], context.clock.now());
  if (!isThere && now.state !== 'confirmed') return outcome;
  if (isFromAnotherRow(prepared, now)) return duplicateOf(now);
  return isThere ? outcome : recordedOutcome(now);
}

/** The outcome that another worker stored while this one was refused. */
export async function outcomeOfOthers(
  { ledger }: TargetContext,
  row: LedgerRow,
  prepared: PreparedLead,
): Promise<LeadOutcome | undefined> {
  const now = await ledger.get(row);
  if (now?.state !== 'confirmed') return undefined;
  return isFromAnotherRow(prepared, now) ? duplicateOf(now) : recordedOutcome(now);
}

/** Another worker may have seen the lead arrive while this one looked it up: then nobody has to look. */
async function toldParked(context: TargetContext, { row, outcome }: OutcomeToStore): Promise<LeadOutcome> {
  const now = await context.ledger.get(row);
  const seen = now?.state === 'parked' ? outcomeInEvidence(now) : undefined;
  if (now === undefined || seen === undefined) return outcome;
  await context.ledger.complete([{ row: now, completion: toCompletion(seen) }], context.clock.now());
  return seen;
}
