import type { LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import type { RowStore } from '../row-facts.ts';
import { createRowMap } from '../row-map.ts';
import type { Session } from './database.ts';
import { fromStored, storable } from './row.ts';
import { selectBatch } from './sql/select-batch.ts';
import { insertRows, replaceRows, updateRows } from './sql/write-rows.ts';

/** The rows of one transaction: read and locked first, changed in memory, written at its end. */
export interface PostgresRowStore extends RowStore {
  write(): Promise<void>;
}

/** How a changed row is written: to insert or replace it writes its progress, too. */
type Change = 'insert' | 'replace' | 'update';

/** @param claimed - the entries of a claim, whose people and payloads are read with them */
export async function openRowStore(
  session: Session,
  batch: readonly LedgerId[],
  claimed?: readonly LedgerEntry[],
): Promise<PostgresRowStore> {
  const people = (claimed ?? []).filter(({ dedupeKey }) => dedupeKey !== undefined);
  const stored = await selectBatch(session, batch, { isClaim: claimed !== undefined, people });
  const rows = createRowMap(storable);
  for (const row of stored) rows.put(fromStored(row, session.aheadMs));
  /** By the identity of the row: each change makes a new one. */
  const changes = new Map<LedgerRow, Change>();
  const change = (row: LedgerRow, kind: Change): void => {
    const before = rows.get(row);
    const known = before && changes.get(before);
    if (before !== undefined) changes.delete(before);
    rows.put(row);
    changes.set(row, known === undefined || (known === 'update' && kind === 'replace') ? kind : known);
  };
  const changed = (kind: Change): LedgerRow[] => [...changes].flatMap(([row, found]) => (found === kind ? [row] : []));
  return {
    get: rows.get,
    findByDedupeKey: rows.findByDedupeKey,
    add: (row) => change(row, 'insert'),
    put: (row) => change(row, 'update'),
    replace: (row) => change(row, 'replace'),
    async write() {
      await insertRows(session, changed('insert'));
      await replaceRows(session, changed('replace'));
      await updateRows(session, changed('update'));
    },
  };
}
