import type { LedgerId, LedgerRow } from '@leadwire/core';
import { IDENTITY_COLUMNS, PROGRESS_COLUMNS, toLedgerRow } from '../columns.ts';

/** A row as PostgreSQL returns it: bigint columns as text. */
export type StoredRow = LedgerId & Readonly<Record<string, unknown>>;

const FIELDS = {
  provider: 'provider',
  account: 'account',
  key: 'key',
  ...IDENTITY_COLUMNS,
  ...PROGRESS_COLUMNS,
} as const;

/** All columns but `seq`. */
export const COLUMNS: readonly string[] = Object.keys(FIELDS);

/** Columns that the server's clock counts in, milliseconds since the epoch. */
const TIMES: ReadonlySet<string> = new Set(['first_sent_at', 'lease_until', 'updated_at']);

/** A column as `json_to_recordset` declares it. */
export function declared(column: string): string {
  if (TIMES.has(column) || column === 'fencing_token') return `${column} bigint`;
  return `${column} ${column === 'attempts' || column === 'unknowns' ? 'integer' : 'text'}`;
}

/** A text that PostgreSQL can store: without NUL, and without half of a surrogate pair. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** @param aheadMs - how far the server's clock is ahead of this machine's */
export const fromStored = (stored: StoredRow, aheadMs: number): LedgerRow =>
  toLedgerRow(stored, (column) => {
    const value = stored[column];
    if (TIMES.has(column)) return value === null ? undefined : Number(value) - aheadMs;
    return column === 'fencing_token' ? Number(value) : value;
  });

/** Rows as JSON for `json_to_recordset`. */
export function toRecords(rows: readonly LedgerRow[], aheadMs: number): string {
  const write = (column: string, value: string | number | undefined): unknown => {
    if (typeof value === 'string') return storable(value);
    return TIMES.has(column) && value !== undefined ? Math.round(value + aheadMs) : value;
  };
  const toRecord = (row: LedgerRow) =>
    Object.fromEntries(Object.entries(FIELDS).map(([column, field]) => [column, write(column, row[field])]));
  return JSON.stringify(rows.map(toRecord));
}
