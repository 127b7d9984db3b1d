import type { EffectClass } from '../effect.ts';
import type { LeadwireError } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import {
  createOutcome,
  type Duplicate,
  type FieldNote,
  type LeadOutcome,
  type Parked,
  type Rejected,
} from './outcome.ts';

/** What a failed call means for the lead, as far as it can be said. */
export interface FailedLead {
  readonly error: LeadwireError;
  /** The class of what was sent. */
  readonly effect: EffectClass;
  /** Where a person finds it, in the provider's terms. */
  readonly lookup: Readonly<Record<string, unknown>>;
  readonly unsupported?: readonly FieldNote[] | undefined;
}

/** What a failed call means for the lead. An error means that nothing is decided: the lead is sent again, or resumed, by its `effect`. */
export function decideFailure({
  error,
  effect,
  lookup,
  unsupported = [],
}: FailedLead): Result<LeadOutcome, LeadwireError> {
  if (error.kind === 'parked' || (error.effect !== 'none' && effect === 'unguarded')) {
    const seen = { lookup: error.lookup ?? lookup, unsupported };
    return ok(createOutcome<Parked>({ outcome: 'parked', certainty: 'probable', error, ...seen }));
  }
  if (error.effect !== 'none') return err(error);
  switch (error.kind) {
    case 'invalid-input':
    case 'invalid-phone':
    case 'rejected':
    case 'already-exists':
    case 'idempotency-mismatch':
      return ok(createOutcome<Rejected>({ outcome: 'rejected', error, unsupported }));
    case 'duplicate':
      return ok(createOutcome<Duplicate>({ outcome: 'duplicate', unsupported }));
    case 'not-found':
      return err(withoutPlace(error));
    case 'misconfigured':
    case 'unauthorized':
    case 'forbidden':
    case 'quota-exceeded':
    case 'rate-limited':
    case 'provider-failure':
    case 'timeout':
    case 'network':
    case 'aborted':
    case 'unexpected-redirect':
    case 'unreadable-response':
    case 'ledger-unavailable':
    case 'list-changed':
      return err(error);
    default:
      return error.kind satisfies never;
  }
}

/** A create that is not found has a wrong address or no place to go to: no lead will pass. Any other error is returned as it is. */
export const withoutPlace = (error: LeadwireError): LeadwireError =>
  error.kind === 'not-found' && error.effect === 'none'
    ? error.with({ kind: 'misconfigured', hint: CHECK_PLACE })
    : error;

const CHECK_PLACE =
  'Check baseUrl, and that the list, campaign, team or enterprise that leads go to exists: no lead will pass until then.';
