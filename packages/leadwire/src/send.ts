import { type Claim, type LeadOutcome, LeadwireError, type LedgerRow } from '@leadwire/core';
import { duplicateOf, isAnotherRow, isSameRow } from './another-row.ts';
import { attempt } from './attempt.ts';
import { claimOne, isMine } from './claims.ts';
import type { How, Lane } from './lane.ts';
import { type Prepared, prepare, type Wanted } from './prepare.ts';
import { outcomeInEvidence, recordedOutcome } from './recorded-outcome.ts';
import { pause, throwIfStopped, waiting } from './stopping.ts';
import { open, rejected, STOPPING } from './verdict.ts';

/** What became of one lead at one target, and whether it is worth going on with others. */
export interface Sent {
  readonly outcome: LeadOutcome;
  /** No lead will pass before somebody has changed something. */
  readonly stop?: LeadwireError | undefined;
}

/** One lead to one target, from any spelling to its outcome. */
export async function sendLead(lane: Lane, wanted: Wanted, how: How): Promise<Sent & { readonly key: string }> {
  const preparation = await prepare(lane.target, wanted);
  const sent = preparation.ok ? await sendPrepared(lane, preparation.prepared, how) : { outcome: preparation.outcome };
  return { ...tell(lane, sent, wanted), key: preparation.key };
}

/** Tells observers, and adds to the outcome what no target was asked to hold. */
export function tell(lane: Lane, sent: Sent, { given: { unsupported } }: Wanted): Sent {
  const { outcome } = sent;
  lane.emit({ type: 'lead.end', outcome: outcome.outcome, replayed: outcome.replayed === true });
  if (unsupported.length === 0 || outcome.outcome === 'rejected') return sent;
  return { ...sent, outcome: { ...outcome, unsupported: [...unsupported, ...outcome.unsupported] } };
}

/**
 * Claim, send, store the outcome; again where the failure passes by itself.
 * @param claimed - what a claim has found already, where one was made for many leads: nothing that may have changed since
 */
export async function sendPrepared(lane: Lane, prepared: Prepared, how: How, claimed?: Claim): Promise<Sent> {
  const tries = lane.patience();
  for (let found = claimed; ; found = undefined) {
    throwIfStopped(how);
    found ??= await claimOne(lane, prepared);
    if (!isMine(found)) {
      const { row } = found;
      const outcome = settledOutcome(prepared, found, lane.clock.now());
      if (outcome !== undefined) return { outcome };
      await waiting(how, (signal) => lane.inFlight.wait(row, lane.clock, signal));
      continue;
    }
    const attempted = await attempt(lane, prepared, found, how);
    if (attempted.kind === 'settled') return { outcome: attempted.outcome };
    if (attempted.kind === 'lost') continue;
    const { error } = attempted;
    throwIfStopped(how);
    if (STOPPING.includes(error.kind)) {
      how.halt?.abort(error); // before the next lead takes this one's place
      return { outcome: notNow(error, prepared), stop: error };
    }
    const waitMs = tries.next(error);
    if (waitMs === undefined) return { outcome: notNow(error, prepared) };
    lane.emit({ type: 'lead.retry', waitMs, kind: error.kind });
    await pause(lane, waitMs, how);
  }
}

/** Enough for now: the ledger has it ready, or open, for the next time. */
export const notNow = (error: LeadwireError, prepared: Prepared): LeadOutcome =>
  error.effect === 'none' ? rejected(error, prepared.unsupported) : open(error, prepared);

/** What a claim says that gave no lease; undefined while it is still being found out. */
function settledOutcome(prepared: Prepared, { kind, row }: Claim, now: number): LeadOutcome | undefined {
  // One that was leased may never be sent: even when its lease has run out since, nothing is known of it, unless somebody saw it arrive.
  const isOpen = row.state === 'leased' && outcomeInEvidence(row) === undefined;
  const isUnderWay = isOpen || (row.leaseUntil !== undefined && row.leaseUntil > now);
  switch (kind) {
    case 'done':
      return isAnotherRow(prepared, row) && row.state !== 'rejected' ? duplicateOf(row) : recordedOutcome(row);
    case 'mismatch':
      if (!prepared.derived || isSameRow(prepared, row)) return rejected(mismatch(row), prepared.unsupported);
      return isUnderWay ? undefined : duplicateOf(row);
    case 'same-subject':
      return isUnderWay ? undefined : duplicateOf(row);
    case 'busy':
    case 'leased':
    case 'sent-before':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function mismatch(row: LedgerRow): LeadwireError {
  return new LeadwireError('idempotency-mismatch', `${row.provider}: the key belongs to another lead (${row.state})`, {
    provider: row.provider,
    hint: 'Give this lead a key of its own, or send it as it was when the key was first used.',
  });
}
