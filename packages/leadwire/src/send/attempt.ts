import {
  type Claim,
  isLeadwireError,
  type LeadOutcome,
  LeadwireError,
  type LedgerRow,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import { safeCause } from '@leadwire/core/provider';
import { throwIfStopped } from '../control/stop.ts';
import { duplicate, isFinalRefusal, isTransient, rejected, releaseReason } from './classify-error.ts';
import { createIntent, type Intent } from './commit-intent.ts';
import { claimOne, isLeasedToUs, releaseRows, tryRelease } from './lease.ts';
import type { PreparedLead } from './prepare-lead.ts';
import { outcomeInEvidence } from './recorded-outcome.ts';
import { outcomeOfOthers, storeOutcome } from './store-outcome.ts';
import type { SendContext, TargetContext } from './target-context.ts';

/** What one attempt came to. */
export type AttemptResult =
  | { readonly kind: 'settled'; readonly outcome: LeadOutcome; readonly stop?: LeadwireError | undefined }
  /** Given back to the ledger: ready, or still `sent` when the effect is unknown. */
  | {
      readonly kind: 'undecided';
      readonly error: LeadwireError;
      /** Trying again at once would end the same way. */
      readonly isFinal?: boolean;
      readonly stop?: LeadwireError | undefined;
    }
  /** The lease had moved on before anything was sent. */
  | { readonly kind: 'lost' };

/** Sends one leased lead, or reconciles it if it was sent before, and stores the outcome. */
export async function attempt(
  context: TargetContext,
  prepared: PreparedLead,
  claimed: Claim,
  sendContext: SendContext,
): Promise<AttemptResult> {
  const stopHolding = context.activeRows.hold(claimed.row);
  let releasePermit: (() => void) | undefined;
  try {
    releasePermit = await acquirePermit(context, [claimed.row], sendContext);
    const claim = hasTimeLeft(context, claimed) ? claimed : await renewed(context, prepared, claimed, sendContext);
    if (!isLeasedToUs(claim)) return { kind: 'lost' };
    const { kind, row } = claim;
    const seen = kind === 'sent-before' ? outcomeInEvidence(row) : undefined;
    if (seen !== undefined) return { kind: 'settled', outcome: await storeOutcome(context, row, prepared, seen) };
    const intent = createIntent(context, [row]);
    const result = await callTarget({ context, prepared, sendContext, releasePermit }, claim, intent);
    releasePermit();
    if (intent.failure !== undefined) {
      await tryRelease(context, [row], 'no-attempt');
      throw intent.failure;
    }
    if (intent.lost.length > 0) return { kind: 'lost' };
    const stop = sendContext.firstResponses?.observe(context.name, context.target, result);
    const concluded = await conclude(context, claim, prepared, result);
    return stop === undefined || concluded.kind === 'lost' ? concluded : { ...concluded, stop };
  } finally {
    releasePermit?.();
    stopHolding();
  }
}

/** A permit may take long to get. When half of the lease has passed, it is renewed and the permit is kept. */
const hasTimeLeft = ({ clock, leaseMs }: TargetContext, { row }: Claim): boolean =>
  (row.leaseUntil ?? 0) - clock.now() > leaseMs / 2;

async function renewed(
  context: TargetContext,
  prepared: PreparedLead,
  { row }: Claim,
  sendContext: SendContext,
): Promise<Claim> {
  await releaseRows(context, [row], 'no-attempt');
  return claimOne(context, prepared, sendContext);
}

interface PermittedSend {
  readonly context: TargetContext;
  readonly prepared: PreparedLead;
  readonly sendContext: SendContext;
  readonly releasePermit: () => void;
}

async function callTarget(
  { context, prepared: { lead }, sendContext, releasePermit }: PermittedSend,
  { kind, row }: Claim,
  intent: Intent,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { target } = context;
  const options = {
    ...sendOptions(context, sendContext),
    confirmedElsewhere: (ids: readonly string[]) => context.ledger.confirmedElsewhere(row, ids),
    beforeSend: () => intent.commit(releasePermit),
  };
  context.emit({ type: 'lead.send', resumed: kind === 'sent-before' });
  try {
    if (kind === 'leased') return await target.send(lead, options);
    if (row.remoteId !== undefined && target.update !== undefined)
      return await target.update(lead, row.remoteId, options);
    return await target.resume(lead, { firstSentAt: row.firstSentAt ?? row.updatedAt }, options);
  } catch (error) {
    if (intent.failure !== undefined || intent.lost.length > 0) return { ok: false, error: intent.error() };
    if (isLeadwireError(error)) return { ok: false, error };
    if (intent.begun || kind === 'sent-before') return { ok: false, error: targetFailed(context, error) };
    await tryRelease(context, [row], 'no-attempt');
    throw error;
  }
}

/** A target that throws over one response does not end the run for all leads: the effect of this one is unknown. */
const targetFailed = ({ target }: TargetContext, cause: unknown): LeadwireError =>
  new LeadwireError('unreadable-response', `${target.name}: the target failed while it handled a response`, {
    provider: target.provider,
    effect: 'unknown',
    hint: 'Look the lead up at the provider; see cause for the fault.',
    cause: safeCause(cause),
  });

/** Waits for a permit; releases the rows if the run was stopped in the meantime. */
export async function acquirePermit(
  context: TargetContext,
  rows: readonly LedgerRow[],
  sendContext: SendContext,
): Promise<() => void> {
  const releasePermit = await context.semaphore.acquire(sendContext.priority);
  try {
    throwIfStopped(sendContext);
  } catch (error) {
    releasePermit();
    await tryRelease(context, rows, 'no-attempt');
    throw error;
  }
  return releasePermit;
}

export const sendOptions = (
  { attemptMs }: TargetContext,
  { signal, onExisting, resendOnMiss }: SendContext,
): Pick<TargetSendOptions, 'signal' | 'onExisting' | 'resendOnMiss' | 'deadlineMs'> => ({
  signal,
  onExisting,
  resendOnMiss,
  deadlineMs: attemptMs,
});

async function conclude(
  context: TargetContext,
  { kind, row }: Claim,
  prepared: PreparedLead,
  result: Result<LeadOutcome, LeadwireError>,
): Promise<AttemptResult> {
  const store = async (outcome: LeadOutcome): Promise<AttemptResult> => ({
    kind: 'settled',
    outcome: await storeOutcome(context, row, prepared, outcome),
  });
  const error = failureOf(result);
  if (error === undefined) return store((result as { value: LeadOutcome }).value);
  if (isRefused(result, error)) {
    if (error.kind === 'duplicate') return store(duplicate());
    if (kind === 'leased') return store(result.ok ? result.value : rejected(error));
    // A refusal of a resumed send settles nothing: an earlier attempt of unknown effect may have arrived.
    await releaseRows(context, [row], 'unknown');
    const known = await outcomeOfOthers(context, row, prepared);
    if (known !== undefined) return { kind: 'settled', outcome: known };
    return { kind: 'undecided', error: error.with({ effect: 'unknown' }), isFinal: true };
  }
  await releaseRows(context, [row], releaseReason(error));
  return { kind: 'undecided', error };
}

const failureOf = (result: Result<LeadOutcome, LeadwireError>): LeadwireError | undefined => {
  if (!result.ok) return result.error;
  return result.value.outcome === 'rejected' ? result.value.error : undefined;
};

const isRefused = (result: Result<LeadOutcome, LeadwireError>, error: LeadwireError): boolean =>
  result.ok ? !isTransient(result.value) : isFinalRefusal(error);
