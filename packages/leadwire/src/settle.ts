import type { LeadOutcome, LedgerRow } from '@leadwire/core';
import type { Lane } from './lane.ts';
import { toCompletion } from './recorded-outcome.ts';

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

/** Stores an outcome. What was seen is what is told, even where the lease has moved on. */
export async function settle(lane: Lane, row: LedgerRow, outcome: LeadOutcome): Promise<LeadOutcome> {
  const [told] = await settleAll(lane, [{ row, outcome }]);
  return told ?? outcome;
}

export async function settleAll(
  lane: Lane,
  done: readonly { readonly row: LedgerRow; readonly outcome: LeadOutcome }[],
): Promise<LeadOutcome[]> {
  const now = lane.clock.now();
  const stored = await lane.ledger.complete(
    done.map(({ row, outcome }) => ({ row, completion: toCompletion(outcome) })),
    now,
  );
  const late = done.filter((_, index) => stored[index] !== true);
  await Promise.all(late.map(({ row, outcome }) => unpark(lane, row, outcome)));
  return done.map(({ outcome }) => outcome);
}

/** Another worker may have parked the lead while this one had its answer: then there is nothing left to look up. */
async function unpark(lane: Lane, row: LedgerRow, outcome: LeadOutcome): Promise<void> {
  const completion = toCompletion(outcome);
  if (completion.state !== 'confirmed') return;
  const now = await lane.ledger.get(row);
  if (now?.state === 'parked') await lane.ledger.complete([{ row: now, completion }], lane.clock.now());
}
