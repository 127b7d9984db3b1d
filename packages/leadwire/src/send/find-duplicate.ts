import type { LeadOutcome, LedgerRow } from '@leadwire/core';
import { duplicate } from './classify-error.ts';
import type { PreparedLead } from './prepare-lead.ts';
import { readDetail } from './recorded-outcome.ts';

/** Whether a ledger row belongs to another row of the source: under a derived key, two rows of one person are duplicates. */
export const isFromAnotherRow = ({ derived, entry }: PreparedLead, { ref }: LedgerRow): boolean =>
  derived && entry.ref !== undefined && ref !== undefined && entry.ref !== ref;

/** Whether a ledger row belongs to the same row of the source, which was changed after it was sent. */
export const isFromSameRow = ({ entry }: PreparedLead, { ref }: LedgerRow): boolean =>
  ref !== undefined && entry.ref === ref;

export const duplicateOf = (row: LedgerRow): LeadOutcome =>
  duplicate({ id: row.remoteId, of: row.state === 'duplicate' ? (readDetail(row).of ?? row.key) : row.key });
