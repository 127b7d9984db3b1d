import type { LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import type { ClientBase } from 'pg';
import type { RowStore } from '../row-facts.ts';
import { fromStored, storable } from './row.ts';
import { selectBatch } from './sql/select-batch.ts';
import { insertRows, replaceRows, updateRows } from './sql/write-rows.ts';

/** The rows of one transaction: read and locked first, changed in memory, written at its end. */
export interface PostgresRowStore extends RowStore {
  write(): Promise<void>;
}

export interface RowStoreOptions {
  readonly schema: string;
  /** Entries of a claim, whose people and payloads are read with them. */
  readonly claimed?: readonly LedgerEntry[];
  readonly aheadMs: number;
}

export async function openRowStore(
  client: ClientBase,
  batch: readonly LedgerId[],
  { schema, claimed, aheadMs }: RowStoreOptions,
): Promise<PostgresRowStore> {
  const people = (claimed ?? []).filter(({ dedupeKey }) => dedupeKey !== undefined);
  const stored = await selectBatch(client, schema, batch, { isClaim: claimed !== undefined, people });
  const changes = createRowStore(stored.map((row) => fromStored(row, aheadMs)));
  return {
    ...changes.rowStore,
    async write() {
      await insertRows(client, { schema, aheadMs, rows: changes.of('insert') });
      await replaceRows(client, { schema, aheadMs, rows: changes.of('replace') });
      await updateRows(client, { schema, aheadMs, rows: changes.of('update') });
    },
  };
}

const nameOf = ({ provider, account, key }: LedgerId): string => [provider, account, key].map(storable).join('\0');
const personOf = ({ provider, account, dedupeKey }: LedgerEntry): string =>
  [provider, account, dedupeKey ?? ''].map(storable).join('\0');

/** How a changed row is written: to insert or replace it writes its progress, too. */
type Change = 'insert' | 'replace' | 'update';

function createRowStore(found: readonly LedgerRow[]): {
  readonly rowStore: RowStore;
  of(change: Change): LedgerRow[];
} {
  const rows = new Map(found.map((row) => [nameOf(row), row]));
  const people = new Map<string, Set<string>>();
  const changes = new Map<string, Change>();
  const link = (row: LedgerRow): void => {
    const names = people.get(personOf(row)) ?? new Set();
    people.set(personOf(row), names.add(nameOf(row)));
  };
  for (const row of found) link(row);
  const put = (row: LedgerRow, change: Change): void => {
    const name = nameOf(row);
    rows.set(name, row);
    link(row);
    const before = changes.get(name);
    if (before === undefined || (before === 'update' && change === 'replace')) changes.set(name, change);
  };
  return {
    rowStore: {
      get: (id) => rows.get(nameOf(id)),
      findByDedupeKey: (entry) =>
        [...(people.get(personOf(entry)) ?? [])].flatMap((name) => {
          const row = rows.get(name);
          return row?.dedupeKey === entry.dedupeKey && row !== undefined ? [row] : [];
        }),
      add: (row) => put(row, 'insert'),
      put: (row) => put(row, 'update'),
      replace: (row) => put(row, 'replace'),
    },
    of: (change) => [...rows].flatMap(([name, row]) => (changes.get(name) === change ? [row] : [])),
  };
}
