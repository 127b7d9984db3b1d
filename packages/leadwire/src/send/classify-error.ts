import type { Duplicate, ErrorKind, Lead, LeadOutcome, LeadwireError, Parked, Rejected } from '@leadwire/core';
import { createOutcome } from '@leadwire/core/provider';

/** No lead passes until you change something: a run stops on these. */
export const FATAL_KINDS: readonly ErrorKind[] = ['misconfigured', 'unauthorized', 'forbidden', 'quota-exceeded'];

/** The provider refused this lead for good, and nothing of it was stored there. */
const FINAL_KINDS: readonly ErrorKind[] = [
  'invalid-input',
  'invalid-phone',
  'rejected',
  'not-found',
  'already-exists',
  'idempotency-mismatch',
  'duplicate',
];

export const isFinalRefusal = (error: LeadwireError): boolean =>
  error.effect === 'none' && FINAL_KINDS.includes(error.kind);

/** An outcome that settles nothing: refused for now, of unknown effect, or refused for all leads alike. */
export const isTransient = (outcome: LeadOutcome): boolean =>
  outcome.outcome === 'rejected' &&
  (outcome.error.retryable || outcome.error.effect !== 'none' || FATAL_KINDS.includes(outcome.error.kind));

/** How the ledger counts an attempt that ended with this error. */
export const releaseReason = ({ effect, kind }: LeadwireError): 'unknown' | 'no-attempt' | 'failure' => {
  if (effect !== 'none') return 'unknown';
  return kind === 'rate-limited' || kind === 'aborted' || FATAL_KINDS.includes(kind) ? 'no-attempt' : 'failure';
};

export const duplicate = (more: Pick<Duplicate, 'id' | 'of'> = {}): Duplicate =>
  createOutcome<Duplicate>({ outcome: 'duplicate', ...more });

export const rejected = (error: LeadwireError, unsupported: Rejected['unsupported'] = []): Rejected =>
  createOutcome<Rejected>({ outcome: 'rejected', error, unsupported });

/** A lead that was checked, with what its target cannot hold. */
interface CheckedLead {
  readonly lead: Lead;
  readonly unsupported: Rejected['unsupported'];
}

/** The effect is unknown and nothing is left to try now. The ledger keeps the row `sent`: the next send under its key reconciles it. */
const undecided = (error: LeadwireError, { lead, unsupported }: CheckedLead): Parked =>
  createOutcome<Parked>({
    outcome: 'parked',
    certainty: 'probable',
    error,
    lookup: error.lookup ?? { phone: lead.phone },
    unsupported,
  });

/** The outcome when the retries are used up: the ledger keeps the lead ready, or open, for the next run. */
export const stillOpen = (error: LeadwireError, prepared: CheckedLead): LeadOutcome =>
  error.effect === 'none' ? rejected(error, prepared.unsupported) : undecided(error, prepared);
