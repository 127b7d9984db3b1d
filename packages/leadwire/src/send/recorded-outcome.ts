import {
  type Accepted,
  type Arrived,
  type Completion,
  type Duplicate,
  type ErrorKind,
  type LeadOutcome,
  LeadwireError,
  type LedgerRow,
  type OutcomeKind,
  type Parked,
  type ProblemDetails,
  type Rejected,
} from '@leadwire/core';
import { arrivalIn, arrived, createOutcome } from '@leadwire/core/provider';

/** The parts of an outcome that have no column; what is empty or certain is left out. */
interface Detail {
  readonly certainty?: 'probable';
  readonly ignored?: LeadOutcome['ignored'];
  readonly unchanged?: LeadOutcome['unchanged'];
  readonly unsupported?: LeadOutcome['unsupported'];
  readonly of?: string;
  readonly error?: ProblemDetails;
  readonly lookup?: Readonly<Record<string, unknown>>;
}

const STATES: Record<OutcomeKind, Completion['state']> = {
  created: 'confirmed',
  existed: 'confirmed',
  updated: 'confirmed',
  partial: 'confirmed',
  accepted: 'confirmed',
  duplicate: 'duplicate',
  rejected: 'rejected',
  parked: 'parked',
};

/** An outcome as the ledger stores it: only a parked or rejected one may hold personal data, and `assignedTo` is not kept. */
export function toCompletion(outcome: LeadOutcome): Completion {
  const { certainty, ignored, unchanged, unsupported } = outcome;
  const detail: Detail = {
    ...(certainty === 'probable' && { certainty }),
    ...(ignored.length > 0 && { ignored }),
    ...(unchanged.length > 0 && { unchanged }),
    ...(unsupported.length > 0 && { unsupported }),
    ...(outcome.outcome === 'duplicate' && outcome.of !== undefined && { of: outcome.of }),
    ...((outcome.outcome === 'rejected' || outcome.outcome === 'parked') && { error: outcome.error.toJSON() }),
    ...(outcome.outcome === 'parked' && { lookup: outcome.lookup }),
  };
  return {
    state: STATES[outcome.outcome],
    outcome: outcome.outcome,
    remoteId: outcome.id,
    detail: Object.keys(detail).length === 0 ? undefined : JSON.stringify(detail),
  };
}

/** The outcome of a row that was settled before. */
export function recordedOutcome(row: LedgerRow): LeadOutcome {
  const { error, lookup = {}, of, ...parts } = readDetail(row);
  const common = { ...parts, replayed: true };
  switch (row.outcome) {
    case 'created':
    case 'existed':
    case 'updated':
    case 'partial':
      return createOutcome<Arrived>({ ...common, outcome: row.outcome, id: row.remoteId });
    case 'accepted':
      return createOutcome<Accepted>({ ...common, outcome: 'accepted' });
    case 'duplicate':
      return createOutcome<Duplicate>({ ...common, outcome: 'duplicate', id: row.remoteId, of });
    case 'rejected':
      return createOutcome<Rejected>({ ...common, outcome: 'rejected', error: toError(error, row) });
    case 'parked':
    case undefined: {
      const known = { error: toError(error, row), lookup };
      return createOutcome<Parked>({ ...common, outcome: 'parked', certainty: 'probable', ...known });
    }
    default:
      return row.outcome satisfies never;
  }
}

export function readDetail({ detail }: LedgerRow): Detail {
  return detail === undefined ? {} : (JSON.parse(detail) as Detail);
}

function toError(error: ProblemDetails | undefined, row: LedgerRow): LeadwireError {
  if (error === undefined) {
    const kind: ErrorKind = row.state === 'rejected' ? 'rejected' : 'parked';
    return new LeadwireError(kind, `${row.provider}: the ledger says ${row.state}, and no more`, {
      provider: row.provider,
    });
  }
  const { kind, detail, ...fields } = error;
  return new LeadwireError(kind, detail, fields);
}

/** The outcome that a worker saw after its lease had moved on, if it settles the lead. */
export function outcomeInEvidence(row: LedgerRow): LeadOutcome | undefined {
  const seen = arrivalIn(row);
  if (seen === undefined) return undefined;
  if (seen.outcome === 'accepted') return createOutcome<Accepted>({ outcome: 'accepted' });
  return arrived(seen.outcome as Arrived['outcome'], seen.remoteId);
}
