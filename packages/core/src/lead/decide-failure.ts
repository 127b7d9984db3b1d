import type { EffectClass } from '../effect.ts';
import type { ErrorKind, LeadwireError } from '../errors.ts';
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
  if (REFUSALS.has(error.kind)) return ok(createOutcome<Rejected>({ outcome: 'rejected', error, unsupported }));
  if (error.kind === 'duplicate') return ok(createOutcome<Duplicate>({ outcome: 'duplicate', unsupported }));
  return err(withoutPlace(error));
}

/** The lead itself was refused: sending it again as it is ends the same way. */
export const REFUSALS: ReadonlySet<ErrorKind> = new Set([
  'invalid-input',
  'invalid-phone',
  'rejected',
  'already-exists',
  'idempotency-mismatch',
]);

/** A create that is not found has a wrong address or no place to go to: no lead will pass. Any other error is returned as it is. */
export const withoutPlace = (error: LeadwireError): LeadwireError =>
  error.kind === 'not-found' && error.effect === 'none'
    ? error.with({ kind: 'misconfigured', hint: CHECK_PLACE })
    : error;

const CHECK_PLACE =
  'Check baseUrl, and that the list, campaign, team or enterprise that leads go to exists: no lead will pass until then.';
