import type { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '@leadwire/core';
import { emptyCounts } from '../ledger-filter.ts';
import { selectConfirmedIds, selectCounts, selectPage } from './queries.ts';
import type { SqliteRowStore } from './row-store.ts';

export interface OpenFile {
  readonly database: DatabaseSync;
  readonly rowStore: SqliteRowStore;
}

/** The reading half of the ledger, the same for the writer of a file and for a reader beside it. */
export function createViews(
  look: <Value>(work: (file: OpenFile) => Value) => Value,
): Pick<Ledger, 'get' | 'list' | 'counts' | 'confirmedElsewhere'> {
  return {
    get: async (id) => look(({ rowStore }) => rowStore.get(id)),
    async *list(filter = {}) {
      for (let seq = 0; ; ) {
        const after = seq;
        const page = look(({ database, rowStore }) => {
          const { stored, last } = selectPage(database, after, filter, 1_000);
          return { rows: stored.map(rowStore.toRow), last };
        });
        if (page.rows.length === 0) return;
        yield* page.rows;
        seq = page.last;
      }
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const { state, count } of look(({ database }) => selectCounts(database, filter))) counts[state] = count;
      return counts;
    },
    confirmedElsewhere: async (id, remoteIds) =>
      remoteIds.length === 0 ? [] : look(({ database }) => selectConfirmedIds(database, id, remoteIds)),
  };
}
