import type { Duplicate, ErrorKind, LeadOutcome, LeadwireError, Parked, Rejected } from '@leadwire/core';
import type { Prepared } from './prepare.ts';

/** Refused for now, or with nobody knowing what came of it, or for all leads alike: it is not settled. */
export const isPassing = (outcome: LeadOutcome): boolean =>
  outcome.outcome === 'rejected' &&
  (outcome.error.retryable || outcome.error.effect !== 'none' || STOPPING.includes(outcome.error.kind));

/** How the ledger is to take rows back after this. */
export const afterError = (error: LeadwireError): 'unknown' | 'no-attempt' | 'failure' => {
  if (error.effect !== 'none') return 'unknown';
  return error.kind === 'rate-limited' || error.kind === 'aborted' || STOPPING.includes(error.kind)
    ? 'no-attempt'
    : 'failure';
};

/** No lead will pass before somebody has changed something: a run ends on these. */
export const STOPPING: readonly ErrorKind[] = ['misconfigured', 'unauthorized', 'forbidden', 'quota-exceeded'];

const REFUSALS: readonly ErrorKind[] = [
  'invalid-input',
  'invalid-phone',
  'rejected',
  'not-found',
  'already-exists',
  'idempotency-mismatch',
  'duplicate',
];

/** The provider's last word on this lead, and nothing of it was stored there. */
export const isRefusal = (error: LeadwireError): boolean => error.effect === 'none' && REFUSALS.includes(error.kind);

const COMMON = { certainty: 'certain', ignored: [], unchanged: [], unsupported: [] } as const;
export const DUPLICATE: Duplicate = { ...COMMON, outcome: 'duplicate' };

export const rejected = (error: LeadwireError, unsupported: Rejected['unsupported'] = []): Rejected => ({
  ...COMMON,
  unsupported,
  outcome: 'rejected',
  error,
});

/** Not known, and nothing left to try now. The ledger keeps it as `sent`: the next send under its key finds out. */
export const open = (error: LeadwireError, { lead, unsupported }: Prepared): Parked => ({
  ...COMMON,
  unsupported,
  outcome: 'parked',
  certainty: 'probable',
  error,
  lookup: error.lookup ?? { phone: lead.phone },
});
