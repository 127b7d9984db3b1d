import type { Claim, ClaimOptions, LedgerRow } from '@leadwire/core';
import type { PreparedLead } from './prepare-lead.ts';
import type { SendContext, TargetContext } from './target-context.ts';

/** Whether a claim gave us the lease, so that we may send or reconcile the row. */
export const isLeasedToUs = ({ kind }: Claim): boolean => kind === 'leased' || kind === 'sent-before';

interface ClaimPurpose extends Pick<ClaimOptions, 'purpose'>, Partial<Pick<SendContext, 'onExisting'>> {}

export const claimAll = (
  { ledger, clock, leaseMs, dedupeByPhone }: TargetContext,
  entries: readonly PreparedLead['entry'][],
  { onExisting, purpose }: ClaimPurpose,
): Promise<Claim[]> =>
  ledger.claim(entries, {
    now: clock.now(),
    leaseMs,
    dedupe: dedupeByPhone,
    purpose: purpose ?? (onExisting === 'update' ? 'update' : 'send'),
  });

export async function claimOne(
  context: TargetContext,
  { entry }: PreparedLead,
  claimPurpose: ClaimPurpose,
): Promise<Claim> {
  const [claim] = await claimAll(context, [entry], claimPurpose);
  if (claim === undefined) throw new Error('the ledger returned no claim');
  return claim;
}

export async function releaseRows(
  context: TargetContext,
  rows: readonly LedgerRow[],
  after: 'unknown' | 'no-attempt' | 'failure',
): Promise<void> {
  await context.ledger.release(rows, context.clock.now(), { after });
}

/** Releases rows before another error is thrown; if this fails too, their leases run out. */
export async function tryRelease(
  context: TargetContext,
  rows: readonly LedgerRow[],
  after: 'unknown' | 'no-attempt',
): Promise<void> {
  await releaseRows(context, rows, after).catch(() => undefined);
}
