import { type Claim, type LeadOutcome, LeadwireError } from '@leadwire/core';
import { elapsedMs } from '@leadwire/core/provider';
import type { Retries } from '../control/retry-policy.ts';
import { pause, throwIfStopped, untilStopped } from '../control/stop.ts';
import { type AttemptResult, attempt } from './attempt.ts';
import { outcomeOfClaim } from './claim-outcome.ts';
import { FATAL_KINDS, stillOpen } from './classify-error.ts';
import { claimOne, isLeasedToUs } from './lease.ts';
import { type LeadRequest, type PreparedLead, preparedFromRow, prepareLead } from './prepare-lead.ts';
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
  return { ...endLead(context, result, request), key: preparation.key };
}

/** Tells observers, and adds to the outcome the fields that are not part of a lead at all. */
export function endLead(
  context: TargetContext,
  result: SendResult,
  { read: { unsupported } }: LeadRequest,
): SendResult {
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
  /** How long another worker is waited for, from the first time that one holds it. */
  let deadlineAt: number | undefined;
  for (let claim = claimed; ; claim = undefined) {
    throwIfStopped(sendContext);
    claim ??= await claimOne(context, prepared, sendContext);
    let result: SendResult | 'claim again';
    if (isLeasedToUs(claim)) result = await sendClaimed({ context, prepared, sendContext }, claim, retries);
    else {
      deadlineAt ??= elapsedMs(context.clock) + context.deadlineMs;
      result = await withoutLease({ context, prepared, sendContext }, claim, deadlineAt);
    }
    if (result !== 'claim again') return result;
  }
}

interface LeadSend {
  readonly context: TargetContext;
  readonly prepared: PreparedLead;
  readonly sendContext: SendContext;
}

/** Sends a lead that is leased to us, once; waits when it may be tried again. */
async function sendClaimed(
  { context, prepared, sendContext }: LeadSend,
  claim: Claim,
  retries: Retries,
): Promise<SendResult | 'claim again'> {
  const result = await attempt(context, prepared, claim, sendContext);
  if (result.kind === 'lost') return 'claim again';
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
  return 'claim again';
}

const fatalError = (result: AttemptResult): LeadwireError | undefined =>
  result.kind === 'undecided' && FATAL_KINDS.includes(result.error.kind) ? result.error : undefined;

/** The outcome of a lead that is not leased to us. While another worker is still finding out, waits for it. */
async function withoutLease(
  { context, prepared, sendContext }: LeadSend,
  claim: Claim,
  deadlineAt: number,
): Promise<SendResult | 'claim again'> {
  const now = context.clock.now();
  const sentBefore = sentWithOtherDetails(prepared, claim, now);
  if (sentBefore !== undefined) {
    const result = await sendPrepared(context, sentBefore, sendContext);
    const isOpen = result.outcome.outcome === 'parked' || result.outcome.outcome === 'rejected';
    return isOpen || result.stop !== undefined ? result : 'claim again';
  }
  const outcome = outcomeOfClaim(prepared, claim, now);
  if (outcome !== undefined) return { outcome };
  if (elapsedMs(context.clock) >= deadlineAt) return { outcome: stillOpen(heldElsewhere(context), prepared) };
  await untilStopped(sendContext, (signal) => context.activeRows.wait(claim.row, context.clock, signal));
  return 'claim again';
}

/** The lead as it was first sent, when its effect is unknown and this one has other details: that send is looked up first. */
function sentWithOtherDetails(prepared: PreparedLead, { kind, row }: Claim, now: number): PreparedLead | undefined {
  const isOpen = kind === 'mismatch' && row.state === 'sent' && (row.leaseUntil ?? 0) <= now;
  return isOpen && prepared.derived ? preparedFromRow(row) : undefined;
}

/** Its lease outlives the deadline: the other worker has a longer one, or the clock was set back since. */
const heldElsewhere = ({ target }: TargetContext): LeadwireError =>
  new LeadwireError('duplicate', `${target.name}: another worker is sending this lead`, {
    provider: target.provider,
    effect: 'unknown',
    retryable: true,
    hint: 'Send it again when that worker has ended. Nothing was sent.',
  });
