import { type Claim, type Lead, type LeadOutcome, LeadwireError, type LedgerRow } from '@leadwire/core';
import { isForgotten } from '../ledgers/row-facts.ts';
import { duplicate, rejected } from './classify-error.ts';
import type { PreparedLead } from './prepare-lead.ts';
import { outcomeInEvidence, readDetail, recordedOutcome } from './recorded-outcome.ts';

/** Whether a ledger row belongs to another row of the source: under a derived key, two rows of one person are duplicates. */
export const isFromAnotherRow = ({ derived, entry }: PreparedLead, { ref }: LedgerRow): boolean =>
  derived && entry.ref !== undefined && ref !== undefined && entry.ref !== ref;

export const duplicateOf = (row: LedgerRow): LeadOutcome =>
  duplicate({ id: row.remoteId, of: row.state === 'duplicate' ? (readDetail(row).of ?? row.key) : row.key });

/** The outcome that a claim without a lease tells; undefined while a worker is still finding out. */
export function outcomeOfClaim(prepared: PreparedLead, { kind, row }: Claim, now: number): LeadOutcome | undefined {
  switch (kind) {
    case 'done':
      return isFromAnotherRow(prepared, row) && row.state !== 'rejected' ? duplicateOf(row) : recordedOutcome(row);
    case 'mismatch':
      if (!prepared.derived) return rejected(mismatch(row), prepared.unsupported);
      if (isInFlight(row, now)) return undefined;
      if (!isFromSameRow(prepared, row)) return duplicateOf(row);
      return isForgotten(row) ? rejected(mismatch(row), prepared.unsupported) : keptOutcome(prepared, row);
    case 'duplicate':
      return isInFlight(row, now) ? undefined : duplicateOf(row);
    case 'leased':
    case 'sent-before':
    case 'busy':
    case 'accepted':
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** A row that is leased may never be sent: even after its lease ran out nothing is known of it, unless a worker saw it arrive. */
const isInFlight = (row: LedgerRow, now: number): boolean =>
  (row.state === 'leased' && outcomeInEvidence(row) === undefined) ||
  (row.leaseUntil !== undefined && row.leaseUntil > now);

/** Whether a ledger row belongs to the same row of the source, whose details were changed after it was sent. */
const isFromSameRow = ({ entry }: PreparedLead, { ref }: LedgerRow): boolean => ref !== undefined && entry.ref === ref;

/** The outcome of a person who was sent before with other details: those that came now are left unsent. */
function keptOutcome({ lead, unsupported }: PreparedLead, row: LedgerRow): LeadOutcome {
  const recorded = recordedOutcome(row);
  switch (recorded.outcome) {
    case 'created':
    case 'existed':
    case 'updated':
    case 'partial':
      return { ...recorded, outcome: 'existed', ignored: [], unchanged: detailsOf(lead), unsupported };
    default:
      return recorded;
  }
}

const detailsOf = ({ phone: _phone, ref: _ref, ...details }: Lead): string[] =>
  Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [name]));

function mismatch(row: LedgerRow): LeadwireError {
  if (isForgotten(row))
    return new LeadwireError(
      'idempotency-mismatch',
      `${row.provider}: this person was erased with forget, nothing was sent`,
      { provider: row.provider, code: 'forgotten' },
    );
  return new LeadwireError('idempotency-mismatch', `${row.provider}: the key belongs to another lead (${row.state})`, {
    provider: row.provider,
    hint: 'Give this lead another key, or send it as it was when the key was first used.',
  });
}
