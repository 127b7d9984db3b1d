import type { LedgerRow } from '@leadwire/core';
import { IDENTITY_COLUMNS, PROGRESS_COLUMNS, toLedgerRow } from '../columns.ts';
import type { Account } from './accounts.ts';

/** A row as SQLite stores it: the columns of every ledger, and these. */
export interface StoredRow extends Readonly<Record<string, unknown>> {
  readonly seq: number;
  readonly account_id: number;
  readonly key: string;
  readonly dedupe_key: string | null;
}

type SqlValue = string | number | null;

const identityFields = Object.values(IDENTITY_COLUMNS);
const progressFields = Object.values(PROGRESS_COLUMNS);

/** In the order of `IDENTITY_COLUMNS`. */
export const identityValues = (row: LedgerRow): SqlValue[] =>
  identityFields.map((field) => (field === 'dedupeKey' ? toStoredDedupeKey(row) : (row[field] ?? null)));

/** In the order of `PROGRESS_COLUMNS`. */
export const progressValues = (row: LedgerRow): SqlValue[] => progressFields.map((field) => row[field] ?? null);

/** A derived key contains its dedupe key: such a row is in one index instead of two, and has an empty `dedupe_key`. */
export const derivedKey = (dedupeKey: string): string => `lw1_${dedupeKey}`;

const toStoredDedupeKey = ({ key, dedupeKey }: LedgerRow): string | null =>
  dedupeKey !== undefined && key === derivedKey(dedupeKey) ? '' : (dedupeKey ?? null);

const fromStoredDedupeKey = ({ key, dedupe_key }: StoredRow): string | null =>
  dedupe_key === '' ? key.slice(derivedKey('').length) : dedupe_key;

export const fromStored = (stored: StoredRow, { provider, account }: Account): LedgerRow =>
  toLedgerRow({ provider, account, key: stored.key }, (column) =>
    column === 'dedupe_key' ? fromStoredDedupeKey(stored) : stored[column],
  );
