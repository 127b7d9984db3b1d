import { type Claim, isLeadwireError, type LeadOutcome, LeadwireError, type LedgerRow, type Rejected, type Result } from '@leadwire/core';
import { safeCause } from '@leadwire/core/provider';
import { claimOne, isMine } from './claims.ts';
import { createIntent, type Intent } from './intent.ts';
import type { How, Lane } from './lane.ts';
import type { Prepared } from './prepare.ts';
import { outcomeInEvidence } from './recorded-outcome.ts';
import { giveBack, giveBackAnyway, settle } from './settle.ts';
import { throwIfStopped } from './stopping.ts';
import { afterError, DUPLICATE, isPassing, isRefusal, rejected } from './verdict.ts';

/** What one attempt came to. */
export type Attempted =
  | { readonly kind: 'settled'; readonly outcome: LeadOutcome }
  /** Given back to the ledger: ready, or still `sent` where nobody knows. */
  | { readonly kind: 'undecided'; readonly error: LeadwireError }
  /** The lease had moved on before anything was sent. */
  | { readonly kind: 'lost' };

/** One claimed lead to one target: the intent, the send or its reconciliation, and what came of it. */
export async function attempt(lane: Lane, prepared: Prepared, claimed: Claim, how: How): Promise<Attempted> {
  const letGo = lane.inFlight.hold(claimed.row);
  let leave: (() => void) | undefined;
  try {
    leave = await enterGate(lane, [claimed.row], how);
    const claim = hasTimeLeft(lane, claimed) ? claimed : await renewed(lane, prepared, claimed);
    if (!isMine(claim)) return { kind: 'lost' };
    const { kind, row } = claim;
    const seen = kind === 'sent-before' ? outcomeInEvidence(row) : undefined;
    if (seen !== undefined) return { kind: 'settled', outcome: await settle(lane, row, prepared, seen) };
    const intent = createIntent(lane, [row]);
    const result = await callTarget(lane, prepared, claim, { ...how, leave }, intent);
    leave();
    if (intent.failure !== undefined) {
      await giveBackAnyway(lane, [row], 'no-attempt');
      throw intent.failure;
    }
    if (intent.lost.length > 0) return { kind: 'lost' };
    return await conclude(lane, row, prepared, result);
  } finally {
    leave?.();
    letGo();
  }
}

/** The turn at the target may be long in coming. Who has waited for half of its lease takes another one, and keeps its turn. */
const hasTimeLeft = ({ clock, leaseMs }: Lane, { row }: Claim): boolean =>
  (row.leaseUntil ?? 0) - clock.now() > leaseMs / 2;

async function renewed(lane: Lane, prepared: Prepared, { row }: Claim): Promise<Claim> {
  await giveBack(lane, [row], 'no-attempt');
  return claimOne(lane, prepared);
}

/** How one lead is to be sent whose turn it is. */
type Turn = How & { readonly leave: () => void };

async function callTarget(
  lane: Lane,
  { lead }: Prepared,
  { kind, row }: Claim,
  turn: Turn,
  intent: Intent,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { target } = lane;
  const options = { ...sendOptions(turn), beforeSend: () => intent.write(turn.leave) };
  lane.emit({ type: 'lead.send', resumed: kind === 'sent-before' });
  try {
    if (kind === 'leased') return await target.send(lead, options);
    return await target.resume(lead, { firstSentAt: row.firstSentAt ?? row.updatedAt }, options);
  } catch (error) {
    if (intent.failure !== undefined || intent.lost.length > 0) return { ok: false, error: intent.error() };
    if (isLeadwireError(error)) return { ok: false, error };
    if (intent.begun || kind === 'sent-before') return { ok: false, error: broken(lane, error) };
    await giveBackAnyway(lane, [row], 'no-attempt');
    throw error;
  }
}

/** A target that fails over one answer does not end the run for all leads: nobody knows what came of this one. */
const broken = ({ target }: Lane, cause: unknown): LeadwireError =>
  new LeadwireError('unreadable-response', `${target.name}: the target failed over an answer`, {
    provider: target.provider,
    effect: 'unknown',
    hint: 'Look the lead up at the provider; see cause for the fault.',
    cause: safeCause(cause),
  });

/** Waits for its turn at the target; gives the rows back where all was stopped in the meantime. */
export async function enterGate(lane: Lane, rows: readonly LedgerRow[], how: How): Promise<() => void> {
  const leave = await lane.gate.enter(how.priority);
  try {
    throwIfStopped(how);
  } catch (error) {
    leave();
    await giveBackAnyway(lane, rows, 'no-attempt');
    throw error;
  }
  return leave;
}

export const sendOptions = (how: How) => ({
  signal: how.signal,
  onExisting: how.onExisting,
  resendOnMiss: how.resendOnMiss,
});

async function conclude(
  lane: Lane,
  row: LedgerRow,
  prepared: Prepared,
  result: Result<LeadOutcome, LeadwireError>,
): Promise<Attempted> {
  if (result.ok && !isPassing(result.value)) {
    return { kind: 'settled', outcome: await settle(lane, row, prepared, result.value) };
  }
  const error = result.ok ? (result.value as Rejected).error : result.error;
  if (!result.ok && isRefusal(error)) {
    return {
      kind: 'settled',
      outcome: await settle(lane, row, prepared, error.kind === 'duplicate' ? DUPLICATE : rejected(error)),
    };
  }
  await giveBack(lane, [row], afterError(error));
  return { kind: 'undecided', error };
}
