import type { Ledger, LedgerId, LedgerRow } from '@leadwire/core';
import { emptyCounts, refuseUnfinished } from '../ledger-filter.ts';
import { forget } from '../state-machine.ts';
import { coalesced } from './coalesce.ts';
import type { Database, Work } from './database.ts';
import { fromStored } from './row.ts';
import { countUnfinished, deleteFinished, deleteRow, erasePayloads, selectPerson } from './sql/erase-rows.ts';
import { selectConfirmedIds, selectCounts, selectPage, selectRows } from './sql/read-rows.ts';
import { replaceRows } from './sql/write-rows.ts';

/** What reads or erases many rows at once. */
export function createViews(
  { transaction, during }: Database,
  schema: string,
): Pick<Ledger, 'get' | 'list' | 'counts' | 'confirmedElsewhere' | 'prune' | 'erasePayloads' | 'forget'> {
  const getAll = coalesced((ids: readonly LedgerId[]) =>
    transaction('step', async (client, aheadMs) => {
      const stored = await selectRows(client, schema, ids);
      return stored.map((row) => row && fromStored(row, aheadMs));
    }),
  );
  const look = <Value>(work: Work<Value>): Promise<Value> => during(() => transaction('view', work));
  return {
    async get(id) {
      const [row] = await during(() => getAll([id]));
      return row;
    },
    async *list(filter = {}) {
      for (let seq = '0'; ; ) {
        const after = seq;
        const page = await look(async (client, aheadMs) => {
          const stored = await selectPage(client, schema, filter, after);
          return { rows: stored.map((row) => fromStored(row, aheadMs)), last: stored.at(-1)?.seq };
        });
        if (page.last === undefined) return;
        yield* page.rows;
        seq = page.last;
      }
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const { state, count } of await look((client) => selectCounts(client, schema, filter)))
        counts[state] = count;
      return counts;
    },
    confirmedElsewhere: async (id, remoteIds) =>
      remoteIds.length === 0 ? [] : look((client) => selectConfirmedIds(client, schema, id, remoteIds)),
    prune: (before, filter = {}) =>
      look(async (client, aheadMs) => {
        const serverBefore = Math.round(before + aheadMs);
        refuseUnfinished(await countUnfinished(client, schema, filter, serverBefore));
        return deleteFinished(client, schema, filter, serverBefore);
      }),
    erasePayloads: (before) => look((client, aheadMs) => erasePayloads(client, schema, Math.round(before + aheadMs))),
    forget: (phone, now) =>
      look(async (client, aheadMs) => {
        const stored = await selectPerson(client, schema, phone);
        const kept: LedgerRow[] = [];
        for (const row of stored) {
          const rest = forget(fromStored(row, aheadMs), now);
          if (rest === undefined) await deleteRow(client, schema, row);
          else kept.push(rest);
        }
        await replaceRows(client, { schema, rows: kept, aheadMs });
        return stored.length;
      }),
  };
}
