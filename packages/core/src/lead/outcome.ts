import type { LeadwireError } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

export type OutcomeKind =
  | 'created'
  | 'existed'
  | 'updated'
  | 'partial'
  | 'accepted'
  | 'duplicate'
  | 'rejected'
  | 'parked';

/** A field that did not arrive as it was given, and why. No value: it may be personal. */
export interface FieldNote {
  readonly field: string;
  readonly reason: string;
}

interface Common {
  /** `probable` when it was found by a look-up: after a lost response, or where a bulk import gives totals only. */
  readonly certainty: 'certain' | 'probable';
  /** Fields that the provider dropped (telecrm's remarks). */
  readonly ignored: readonly FieldNote[];
  /** Fields that were sent but left as they were, because the lead existed. */
  readonly unchanged: readonly string[];
  /** Fields of the neutral lead that this provider cannot hold. */
  readonly unsupported: readonly FieldNote[];
  /** Whom the provider gave the lead to, often by e-mail address. Not kept in the ledger: a replayed outcome has none. */
  readonly assignedTo?: string | undefined;
  /** True when it was read from the ledger: an earlier run settled it, and nothing was sent now. */
  readonly replayed?: boolean | undefined;
}

/** The lead is with the provider, under this id. */
export interface Arrived extends Common {
  readonly outcome: 'created' | 'existed' | 'updated' | 'partial';
  /** The provider's id; undefined where it tells none (a telecrm lead that was found by search may have none). */
  readonly id: string | undefined;
}

/** Accepted into a queue: applied later or dropped without notice, and without an id. */
export interface Accepted extends Common {
  readonly outcome: 'accepted';
  readonly id?: never;
}

/** Not sent, because the same lead was sent before. */
export interface Duplicate extends Common {
  readonly outcome: 'duplicate';
  readonly id?: string | undefined;
  /** The key under which it was sent. */
  readonly of?: string | undefined;
}

/** Refused by us or by the provider. `error.retryable` says whether sending it again can help. */
export interface Rejected extends Common {
  readonly outcome: 'rejected';
  readonly id?: never;
  readonly error: LeadwireError;
}

/** It is not known whether it arrived: a person must look it up. */
export interface Parked extends Common {
  readonly outcome: 'parked';
  readonly id?: never;
  readonly error: LeadwireError;
  /** The look-up to make, in the provider's own terms. Personal data: print it only to who may see it. */
  readonly lookup: Readonly<Record<string, unknown>>;
}

/** The outcome of one lead at one target. */
export type LeadOutcome = Arrived | Accepted | Duplicate | Rejected | Parked;

/**
 * An outcome with what it has of its kind; the rest says that nothing is to be said: `certain`, and no field ignored, unchanged or unsupported.
 * @example createOutcome<Rejected>({ outcome: 'rejected', error })
 */
export const createOutcome = <Kind extends LeadOutcome>(own: Omit<Kind, keyof Common> & Partial<Common>): Kind =>
  ({ certainty: 'certain', ignored: [], unchanged: [], unsupported: [], ...own }) as unknown as Kind;

/** A lead that is with the provider. */
export const arrived = (
  outcome: Arrived['outcome'],
  id: string | number | undefined,
  more: Partial<Omit<Arrived, 'outcome' | 'id'>> = {},
): Arrived => createOutcome<Arrived>({ outcome, id: id === undefined ? undefined : String(id), ...more });

/**
 * Tells of a lead that is there, and whose update did not come about. One that its caller stopped is owed it still: nothing is decided.
 * @param why - what kept it from being made, or the failure of its step
 */
export function notUpdated(
  found: Arrived,
  fields: readonly string[],
  why: string | LeadwireError,
  step = 'update',
): Result<LeadOutcome, LeadwireError> {
  if (typeof why !== 'string' && why.kind === 'aborted') return err(why.with({ effect: 'unknown' }));
  const reason = typeof why === 'string' ? why : `the ${step} failed: ${why.kind}`;
  return ok({ ...found, ignored: [...found.ignored, { field: fields.join(', '), reason }] });
}
