import type { LeadCheck, LeadOutcome } from '@leadwire/core';
import { duplicateOf, outcomeOfClaim } from '../send/claim-outcome.ts';
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
  const { ledger, clock, dedupeByPhone } = context;
  const { prepared } = preparation;
  const now = clock.now();
  const [claim] = await ledger.claim([prepared.entry], {
    now,
    leaseMs: 0,
    dedupe: dedupeByPhone,
    purpose: 'accept',
  });
  if (claim === undefined) throw new Error('the ledger returned no claim');
  const isKnown = claim.kind === 'duplicate' || claim.kind === 'mismatch';
  const outcome = outcomeOfClaim(prepared, claim, now) ?? (isKnown ? duplicateOf(claim.row) : undefined);
  return outcome === undefined ? { accepted: true, key } : { accepted: false, key, outcome };
}

/** Checks one lead for one target without sending or recording it, its own faults included. */
export async function checkOne({ target }: TargetContext, { read }: LeadRequest): Promise<LeadCheck> {
  const check = await target.check(read.lead);
  const isMisread = (path: string): boolean => read.issues.some((issue) => issue.path === path);
  return {
    ...check,
    issues: [...read.issues, ...check.issues.filter(({ path }) => !isMisread(path))],
    unsupported: [...read.unsupported, ...check.unsupported],
  };
}
