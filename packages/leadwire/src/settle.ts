import type { LeadOutcome, LedgerRow } from '@leadwire/core';
import { duplicateOf, isAnotherRow } from './another-row.ts';
import type { Lane } from './lane.ts';
import type { Prepared } from './prepare.ts';
import { outcomeInEvidence, recordedOutcome, toCompletion } from './recorded-outcome.ts';

/** Gives rows back before an error of another kind is thrown; where that fails, too, their leases run out. */
export async function giveBackAnyway(
  lane: Lane,
  rows: readonly LedgerRow[],
  after: 'unknown' | 'no-attempt',
): Promise<void> {
  await giveBack(lane, rows, after).catch(() => undefined);
}

export async function giveBack(
  lane: Lane,
  rows: readonly LedgerRow[],
  after: 'unknown' | 'no-attempt' | 'failure',
): Promise<void> {
  await lane.ledger.release(rows, lane.clock.now(), { after });
}

/** One outcome to store, and whose it is. */
export interface Settling {
  readonly row: LedgerRow;
  readonly prepared: Prepared;
  readonly outcome: LeadOutcome;
}

/** Stores an outcome, and answers what is to be told: what was seen, but where another worker has had a hand in it. */
export async function settle(
  lane: Lane,
  row: LedgerRow,
  prepared: Prepared,
  outcome: LeadOutcome,
): Promise<LeadOutcome> {
  const [told] = await settleAll(lane, [{ row, prepared, outcome }]);
  return told ?? outcome;
}

export async function settleAll(lane: Lane, given: readonly Settling[]): Promise<LeadOutcome[]> {
  const done = given.map(doubted);
  const stored = await lane.ledger.complete(
    done.map(({ row, outcome }) => ({ row, completion: toCompletion(outcome) })),
    lane.clock.now(),
  );
  return Promise.all(
    done.map((one, index) => {
      if (stored[index] !== true) return toldLate(lane, one);
      return one.outcome.outcome === 'parked' ? toldParked(lane, one) : one.outcome;
    }),
  );
}

/** A refusal says nothing of an earlier send whose answer was lost. */
const doubted = (one: Settling): Settling =>
  one.outcome.outcome === 'rejected' && one.row.unknowns > 0
    ? { ...one, outcome: { ...one.outcome, certainty: 'probable' } }
    : one;

/**
 * The lease had moved on. A lead that was seen to arrive is no longer parked; it may stand for another row of the person by now. Who was
 * refused, or does not know, is told what another worker has found out.
 */
async function toldLate(lane: Lane, { row, prepared, outcome }: Settling): Promise<LeadOutcome> {
  const completion = toCompletion(outcome);
  const isThere = completion.state === 'confirmed';
  const now = await lane.ledger.get(row);
  if (now === undefined) return outcome;
  if (isThere && now.state === 'parked') await lane.ledger.complete([{ row: now, completion }], lane.clock.now());
  if (!isThere && now.state !== 'confirmed') return outcome;
  if (isAnotherRow(prepared, now)) return duplicateOf(now);
  return isThere ? outcome : recordedOutcome(now);
}

/** A worker whose lease had moved on may have had its answer while this one looked for the lead: then nobody has to. */
async function toldParked(lane: Lane, { row, outcome }: Settling): Promise<LeadOutcome> {
  const now = await lane.ledger.get(row);
  const seen = now?.state === 'parked' ? outcomeInEvidence(now) : undefined;
  if (now === undefined || seen === undefined) return outcome;
  await lane.ledger.complete([{ row: now, completion: toCompletion(seen) }], lane.clock.now());
  return seen;
}
