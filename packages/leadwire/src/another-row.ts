import type { LeadOutcome, LedgerRow } from '@leadwire/core';
import type { Prepared } from './prepare.ts';
import { readDetail } from './recorded-outcome.ts';

/** One person in two rows of a source: under a derived key, the second is a duplicate. What was refused is refused for both. */
export const isAnotherRow = ({ derived, entry }: Prepared, { ref }: LedgerRow): boolean =>
  derived && entry.ref !== undefined && ref !== undefined && entry.ref !== ref;

/** One row of a source that was changed after it had been sent. */
export const isSameRow = ({ entry }: Prepared, { ref }: LedgerRow): boolean => ref !== undefined && entry.ref === ref;

export const duplicateOf = (row: LedgerRow): LeadOutcome => ({
  outcome: 'duplicate',
  certainty: 'certain',
  ignored: [],
  unchanged: [],
  unsupported: [],
  id: row.remoteId,
  of: row.state === 'duplicate' ? (readDetail(row).of ?? row.key) : row.key,
});
