import type { LedgerRow } from '@leadwire/core';

/** Another worker has taken the row over since: each lease has a higher fencing token than the one before. */
export const isStaleWorker = (row: LedgerRow, given: LedgerRow): boolean => row.fencingToken !== given.fencingToken;
