import type { Claim, LeadOutcome, LeadwireError, LedgerRow, Result, TargetSendOptions } from '@leadwire/core';
import { acquirePermit, callTarget } from './call-target.ts';
import { duplicate, isFinalRefusal, isTransient, rejected, releaseReason } from './classify-error.ts';
import { claimOne, isLeasedToUs, releaseRows } from './lease.ts';
import type { PreparedLead } from './prepare-lead.ts';
import { outcomeInEvidence } from './recorded-outcome.ts';
import { storedByOthers, storeOutcomes } from './store-outcome.ts';
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
    if (seen !== undefined) return settled(context, row, prepared, seen);
    context.emit({ type: 'lead.send', resumed: kind === 'sent-before' });
    const { lost, result } = await callTarget({ context, sendContext, rows: [row], releasePermit }, (options) =>
      sendOrResume(context, prepared, claim, options),
    );
    if (lost.length > 0) return { kind: 'lost' };
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

function sendOrResume(
  { target }: TargetContext,
  { lead }: PreparedLead,
  { kind, row }: Claim,
  options: TargetSendOptions,
): Promise<Result<LeadOutcome, LeadwireError>> {
  if (kind === 'leased') return target.send(lead, options);
  if (row.remoteId !== undefined && target.update !== undefined) return target.update(lead, row.remoteId, options);
  return target.resume(lead, { firstSentAt: row.firstSentAt ?? row.updatedAt }, options);
}

async function settled(
  context: TargetContext,
  row: LedgerRow,
  prepared: PreparedLead,
  outcome: LeadOutcome,
): Promise<AttemptResult> {
  const [final = outcome] = await storeOutcomes(context, [{ row, prepared, outcome }]);
  return { kind: 'settled', outcome: final };
}

async function conclude(
  context: TargetContext,
  { kind, row }: Claim,
  prepared: PreparedLead,
  result: Result<LeadOutcome, LeadwireError>,
): Promise<AttemptResult> {
  const store = (outcome: LeadOutcome): Promise<AttemptResult> => settled(context, row, prepared, outcome);
  const error = failureOf(result);
  if (error === undefined) return store((result as { value: LeadOutcome }).value);
  if (isRefused(result, error)) {
    if (error.kind === 'duplicate') return store(duplicate());
    if (kind === 'leased') return store(result.ok ? result.value : rejected(error));
    // A refusal of a resumed send settles nothing: an earlier attempt of unknown effect may have arrived.
    await releaseRows(context, [row], 'unknown');
    const known = storedByOthers(await context.ledger.get(row), prepared);
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
