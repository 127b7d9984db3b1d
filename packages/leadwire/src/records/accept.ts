import type { LeadOutcome } from '@leadwire/core';
import { duplicateOf, outcomeOfClaim } from '../send/claim-outcome.ts';
import { claimOne } from '../send/lease.ts';
import { type LeadRequest, prepareLead } from '../send/prepare-lead.ts';
import type { TargetContext } from '../send/target-context.ts';

/** What `accept` recorded for one target. */
export interface Acceptance {
  /** True when the lead is in the ledger and will be delivered. */
  readonly accepted: boolean;
  /** The key of its ledger entry. */
  readonly key: string;
  /** Why it was not accepted: it is not valid, or its outcome is known already. */
  readonly outcome?: LeadOutcome | undefined;
}

/** Records one lead for one target, durably, without sending it. */
export async function acceptLead(context: TargetContext, request: LeadRequest): Promise<Acceptance> {
  const preparation = await prepareLead(context.target, request);
  const { key } = preparation;
  if (!preparation.ok) return { accepted: false, key, outcome: preparation.outcome };
  const { prepared } = preparation;
  const claim = await claimOne({ ...context, leaseMs: 0 }, prepared, { purpose: 'accept' });
  const isKnown = claim.kind === 'duplicate' || claim.kind === 'mismatch';
  const outcome =
    outcomeOfClaim(prepared, claim, context.clock.now()) ?? (isKnown ? duplicateOf(claim.row) : undefined);
  return outcome === undefined ? { accepted: true, key } : { accepted: false, key, outcome };
}
