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

/** Stores outcomes and returns the caller's: these, unless another worker knows better. */
export async function storeOutcomes(context: TargetContext, done: readonly OutcomeToStore[]): Promise<LeadOutcome[]> {
  const stored = await context.ledger.complete(
    done.map(({ row, outcome }) => ({ row, completion: toCompletion(outcome) })),
    context.clock.now(),
  );
  return Promise.all(
    done.map((one, index) => {
      if (stored[index] !== true) return outcomeWithoutLease(context, one);
      return one.outcome.outcome === 'parked' ? outcomeOfParked(context, one) : one.outcome;
    }),
  );
}

/** The lease had moved on: a lead that we saw arrive is no longer parked, and another caller gets what was found out. */
async function outcomeWithoutLease(
  context: TargetContext,
  { row, prepared, outcome }: OutcomeToStore,
): Promise<LeadOutcome> {
  const completion = toCompletion(outcome);
  const hasArrived = completion.state === 'confirmed';
  const now = await context.ledger.get(row);
  if (now === undefined) return outcome;
  if (hasArrived && now.state === 'parked')
    await context.ledger.complete([{ row: now, completion }], context.clock.now());
  if (!hasArrived) return storedByOthers(now, prepared) ?? outcome;
  return isFromAnotherRow(prepared, now) ? duplicateOf(now) : outcome;
}

/** The outcome that another worker stored while this one was refused. */
export function storedByOthers(now: LedgerRow | undefined, prepared: PreparedLead): LeadOutcome | undefined {
  if (now?.state !== 'confirmed') return undefined;
  return isFromAnotherRow(prepared, now) ? duplicateOf(now) : recordedOutcome(now);
}

/** Another worker may have seen the lead arrive while this one looked it up: then no review is needed. */
async function outcomeOfParked(context: TargetContext, { row, outcome }: OutcomeToStore): Promise<LeadOutcome> {
  const now = await context.ledger.get(row);
  const seen = now?.state === 'parked' ? outcomeInEvidence(now) : undefined;
  if (now === undefined || seen === undefined) return outcome;
  await context.ledger.complete([{ row: now, completion: toCompletion(seen) }], context.clock.now());
  return seen;
}
