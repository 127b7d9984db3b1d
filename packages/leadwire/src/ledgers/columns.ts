import type { LedgerId, LedgerRow } from '@leadwire/core';

type Columns = Readonly<Record<string, Exclude<keyof LedgerRow, keyof LedgerId>>>;

/** Columns that say which lead a row is about, and the field that each holds. */
export const IDENTITY_COLUMNS: Columns = {
  fingerprint: 'fingerprint',
  dedupe_key: 'dedupeKey',
  ref: 'ref',
  import_id: 'importId',
};

/** Columns that change while a lead is sent. */
export const PROGRESS_COLUMNS: Columns = {
  payload: 'payload',
  state: 'state',
  fencing_token: 'fencingToken',
  attempts: 'attempts',
  unknowns: 'unknowns',
  first_sent_at: 'firstSentAt',
  lease_until: 'leaseUntil',
  remote_id: 'remoteId',
  outcome: 'outcome',
  detail: 'detail',
  evidence: 'evidence',
  updated_at: 'updatedAt',
};

const COLUMNS = Object.entries({ ...IDENTITY_COLUMNS, ...PROGRESS_COLUMNS });

/** A row of a table as a row of the ledger; a null is absent. */
export function toLedgerRow({ provider, account, key }: LedgerId, read: (column: string) => unknown): LedgerRow {
  const row: Record<string, unknown> = { provider, account, key };
  for (const [column, field] of COLUMNS) row[field] = read(column) ?? undefined;
  return row as unknown as LedgerRow;
}
