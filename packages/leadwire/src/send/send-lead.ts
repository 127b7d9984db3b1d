import { type Claim, type LeadOutcome, LeadwireError, type LedgerRow } from '@leadwire/core';
import { isForgotten } from '../ledgers/state-machine.ts';
import { type AttemptResult, attempt } from './attempt.ts';
import { FATAL_KINDS, rejected, stillOpen } from './classify-error.ts';
import { duplicateOf, isFromAnotherRow, isFromSameRow } from './find-duplicate.ts';
import { claimOne, isLeasedToUs } from './lease.ts';
import { type LeadRequest, type PreparedLead, prepareLead } from './prepare-lead.ts';
import { outcomeInEvidence, recordedOutcome } from './recorded-outcome.ts';
import { pause, throwIfStopped, untilStopped } from './stop.ts';
import type { SendContext, TargetContext } from './target-context.ts';

/** The outcome of one lead at one target. */
export interface SendResult {
  readonly outcome: LeadOutcome;
  /** Set when no other lead will pass either: the run stops with this error. */
  readonly stop?: LeadwireError | undefined;
}

/** Sends one lead to one target. */
export async function sendLead(
  context: TargetContext,
  request: LeadRequest,
  sendContext: SendContext,
): Promise<SendResult & { readonly key: string }> {
  const preparation = await prepareLead(context.target, request);
  const result = preparation.ok
    ? await sendPrepared(context, preparation.prepared, sendContext)
    : { outcome: preparation.outcome };
  return { ...report(context, result, request), key: preparation.key };
}

/** Tells observers, and adds to the outcome the fields that are not part of a lead at all. */
export function report(context: TargetContext, result: SendResult, { read: { unsupported } }: LeadRequest): SendResult {
  const { outcome } = result;
  context.emit({ type: 'lead.end', outcome: outcome.outcome, replayed: outcome.replayed === true });
  if (unsupported.length === 0 || outcome.outcome === 'rejected') return result;
  return { ...result, outcome: { ...outcome, unsupported: [...unsupported, ...outcome.unsupported] } };
}

/**
 * Claims the lead, sends it and stores the outcome; again, with backoff, after a failure that may pass.
 * @param claimed - a claim that was made earlier for many leads, if it cannot have changed since
 */
export async function sendPrepared(
  context: TargetContext,
  prepared: PreparedLead,
  sendContext: SendContext,
  claimed?: Claim,
): Promise<SendResult> {
  const retries = context.retryPolicy();
  for (let claim = claimed; ; claim = undefined) {
    throwIfStopped(sendContext);
    claim ??= await claimOne(context, prepared, sendContext);
    if (!isLeasedToUs(claim)) {
      const { row } = claim;
      const outcome = settledOutcome(prepared, claim, context.clock.now());
      if (outcome !== undefined) return { outcome };
      await untilStopped(sendContext, (signal) => context.activeRows.wait(row, context.clock, signal));
      continue;
    }
    const result = await attempt(context, prepared, claim, sendContext);
    if (result.kind === 'lost') continue;
    const stop = result.stop ?? fatalError(result);
    if (stop !== undefined) sendContext.halt?.abort(stop); // before another lead starts in this one's place
    if (result.kind === 'settled') return { outcome: result.outcome, stop };
    const { error } = result;
    if (stop !== undefined) return { outcome: stillOpen(error, prepared), stop };
    throwIfStopped(sendContext);
    const waitMs = result.isFinal ? undefined : retries.nextWaitMs(error);
    if (waitMs === undefined) return { outcome: stillOpen(error, prepared) };
    context.emit({ type: 'lead.retry', waitMs, kind: error.kind });
    await pause(context, waitMs, sendContext);
  }
}

const fatalError = (result: AttemptResult): LeadwireError | undefined =>
  result.kind === 'undecided' && FATAL_KINDS.includes(result.error.kind) ? result.error : undefined;

/** The outcome that a claim without a lease tells; undefined while another worker is still finding out. */
function settledOutcome(prepared: PreparedLead, { kind, row }: Claim, now: number): LeadOutcome | undefined {
  // A row that is leased may never be sent: even after its lease ran out nothing is known of it, unless a worker saw it arrive.
  const isOpen = row.state === 'leased' && outcomeInEvidence(row) === undefined;
  const isInFlight = isOpen || (row.leaseUntil !== undefined && row.leaseUntil > now);
  switch (kind) {
    case 'done':
      return isFromAnotherRow(prepared, row) && row.state !== 'rejected' ? duplicateOf(row) : recordedOutcome(row);
    case 'mismatch':
      if (!prepared.derived || isFromSameRow(prepared, row)) return rejected(mismatch(row), prepared.unsupported);
      return isInFlight ? undefined : duplicateOf(row);
    case 'duplicate':
      return isInFlight ? undefined : duplicateOf(row);
    case 'busy':
    case 'leased':
    case 'sent-before':
    case 'accepted':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function mismatch(row: LedgerRow): LeadwireError {
  if (isForgotten(row))
    return new LeadwireError(
      'idempotency-mismatch',
      `${row.provider}: this person was erased with forget, nothing was sent`,
      { provider: row.provider, code: 'forgotten' },
    );
  return new LeadwireError('idempotency-mismatch', `${row.provider}: the key belongs to another lead (${row.state})`, {
    provider: row.provider,
    hint: 'Give this lead a key of its own, or send it as it was when the key was first used.',
  });
}
