import type { Ledger } from '@leadwire/core';
import { emptyCounts } from '../ledger-filter.ts';
import type { SqliteRowStore } from './row-store.ts';

/** What is read of a file alike by who writes it and by who only looks. */
export function createQueries(
  look: <Value>(work: (rowStore: SqliteRowStore) => Value) => Value,
): Pick<Ledger, 'get' | 'list' | 'counts'> {
  return {
    get: async (id) => look((rowStore) => rowStore.get(id)),
    async *list(filter = {}) {
      let seq = 0;
      for (;;) {
        const after = seq;
        const page = look((rowStore) => rowStore.page(after, filter, 1_000));
        if (page.rows.length === 0) return;
        yield* page.rows;
        seq = page.last;
      }
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const { state, count } of look((rowStore) => rowStore.counts(filter))) counts[state] = count;
      return counts;
    },
  };
}
