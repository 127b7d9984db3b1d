import type { Ledger } from '@leadwire/core';
import type { FileShelf } from './file-shelf.ts';
import { emptyCounts } from './filter.ts';

/** What is read of a file alike by who writes it and by who only looks. */
export function createFileViews(
  look: <Value>(work: (shelf: FileShelf) => Value) => Value,
): Pick<Ledger, 'get' | 'list' | 'counts'> {
  return {
    get: async (id) => look((shelf) => shelf.get(id)),
    async *list(filter = {}) {
      let seq = 0;
      for (;;) {
        const after = seq;
        const page = look((shelf) => shelf.page(after, filter, 1_000));
        if (page.rows.length === 0) return;
        yield* page.rows;
        seq = page.last;
      }
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const { state, count } of look((shelf) => shelf.counts(filter))) counts[state] = count;
      return counts;
    },
  };
}
