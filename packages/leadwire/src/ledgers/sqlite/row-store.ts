import type { DatabaseSync } from 'node:sqlite';
import type { LedgerId, LedgerRow } from '@leadwire/core';
import { IDENTITY_COLUMNS, PROGRESS_COLUMNS, toLedgerRow } from '../columns.ts';
import type { RowStore } from '../row-facts.ts';
import { type Account, createAccounts } from './accounts.ts';
import { markOf } from './schema.ts';

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
const identityValues = (row: LedgerRow): SqlValue[] =>
  identityFields.map((field) => (field === 'dedupeKey' ? toStoredDedupeKey(row) : (row[field] ?? null)));

/** In the order of `PROGRESS_COLUMNS`. */
const progressValues = (row: LedgerRow): SqlValue[] => progressFields.map((field) => row[field] ?? null);

/** A derived key contains its dedupe key: such a row is in one index instead of two, and has an empty `dedupe_key`. */
export const derivedKey = (dedupeKey: string): string => `lw1_${dedupeKey}`;

const toStoredDedupeKey = ({ key, dedupeKey }: LedgerRow): string | null =>
  dedupeKey !== undefined && key === derivedKey(dedupeKey) ? '' : (dedupeKey ?? null);

const fromStoredDedupeKey = ({ key, dedupe_key }: StoredRow): string | null =>
  dedupe_key === '' ? key.slice(derivedKey('').length) : dedupe_key;

const fromStored = (stored: StoredRow, { provider, account }: Account): LedgerRow =>
  toLedgerRow({ provider, account, key: stored.key }, (column) =>
    column === 'dedupe_key' ? fromStoredDedupeKey(stored) : stored[column],
  );

export interface SqliteRowStore extends RowStore {
  /** Drops what was cached in a transaction that was rolled back. */
  clear(): void;
  toRow(stored: StoredRow): LedgerRow;
}

const assign = (columns: readonly string[]): string => columns.map((column) => `${column} = ?`).join(', ');
const PROGRESS = Object.keys(PROGRESS_COLUMNS);
const IDENTITY = Object.keys(IDENTITY_COLUMNS);
const COLUMNS = [...PROGRESS, 'mark', 'account_id', 'key', ...IDENTITY];

/** The rows of one file, by prepared statements. */
export function createSqliteRowStore(database: DatabaseSync): SqliteRowStore {
  const accounts = createAccounts(database);
  const byKey = database.prepare('select * from effect where mark = ? and account_id = ? and key = ?');
  const byDedupeKey = database.prepare(
    "select * from effect where account_id = ? and dedupe_key = ? and dedupe_key > ''",
  );
  const insert = database.prepare(
    `insert into effect (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  );
  const updateProgress = database.prepare(`update effect set ${assign(PROGRESS)} where seq = ?`);
  const updateAll = database.prepare(`update effect set ${assign([...IDENTITY, ...PROGRESS])} where seq = ?`);
  const toRow = (stored: StoredRow): LedgerRow => fromStored(stored, accounts.at(stored.account_id));
  const find = (id: LedgerId): StoredRow | undefined =>
    byKey.get(markOf(id.key), accounts.idOf(id), id.key) as StoredRow | undefined;

  // Leased rows are read again and again; there is no other writer, so the cache equals the file. Of two accounts that share a key one is kept.
  const leased = new Map<string, { readonly row: LedgerRow; readonly seq: number }>();
  const leasedAs = ({ provider, account, key }: LedgerId) => {
    const found = leased.get(key);
    return found?.row.account === account && found.row.provider === provider ? found : undefined;
  };
  const seqOf = (row: LedgerRow): number => {
    const seq = leasedAs(row)?.seq ?? find(row)?.seq;
    if (seq === undefined) throw new Error('a row that is not stored cannot be changed');
    return seq;
  };
  const cache = (row: LedgerRow, seq: number): void => {
    if (row.leaseUntil !== undefined) leased.set(row.key, { row, seq });
    else if (leasedAs(row) !== undefined) leased.delete(row.key);
  };

  return {
    get(id) {
      const cached = leasedAs(id);
      if (cached !== undefined) return cached.row;
      const stored = find(id);
      return stored && toRow(stored);
    },
    findByDedupeKey(entry) {
      if (entry.dedupeKey === undefined) return [];
      const found = (byDedupeKey.all(accounts.idOf(entry), entry.dedupeKey) as unknown as StoredRow[]).map(toRow);
      const key = derivedKey(entry.dedupeKey);
      const derived = key === entry.key ? undefined : this.get({ ...entry, key });
      return derived?.dedupeKey === entry.dedupeKey ? [...found, derived] : found;
    },
    add(row) {
      const accountId = accounts.ensure(row);
      const values = [...progressValues(row), markOf(row.key), accountId, row.key, ...identityValues(row)];
      cache(row, Number(insert.run(...values).lastInsertRowid));
    },
    put(row) {
      const seq = seqOf(row);
      updateProgress.run(...progressValues(row), seq);
      cache(row, seq);
    },
    replace(row) {
      const seq = seqOf(row);
      updateAll.run(...identityValues(row), ...progressValues(row), seq);
      cache(row, seq);
    },
    clear() {
      accounts.clear();
      leased.clear();
    },
    toRow,
  };
}
