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
export function createViews({
  transaction,
  during,
}: Database): Pick<Ledger, 'get' | 'list' | 'counts' | 'confirmedElsewhere' | 'prune' | 'erasePayloads' | 'forget'> {
  const getAll = coalesced((ids: readonly LedgerId[]) =>
    transaction('step', async (session) => {
      const stored = await selectRows(session, ids);
      return stored.map((row) => row && fromStored(row, session.aheadMs));
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
        const page = await look(async (session) => {
          const stored = await selectPage(session, filter, after);
          return { rows: stored.map((row) => fromStored(row, session.aheadMs)), last: stored.at(-1)?.seq };
        });
        if (page.last === undefined) return;
        yield* page.rows;
        seq = page.last;
      }
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const { state, count } of await look((session) => selectCounts(session, filter))) counts[state] = count;
      return counts;
    },
    confirmedElsewhere: async (id, remoteIds) =>
      remoteIds.length === 0 ? [] : look((session) => selectConfirmedIds(session, id, remoteIds)),
    prune: (before, filter = {}) =>
      look(async (session) => {
        const serverBefore = Math.round(before + session.aheadMs);
        refuseUnfinished(await countUnfinished(session, filter, serverBefore));
        return deleteFinished(session, filter, serverBefore);
      }),
    erasePayloads: (before) => look((session) => erasePayloads(session, Math.round(before + session.aheadMs))),
    forget: (phone, now) =>
      look(async (session) => {
        const stored = await selectPerson(session, phone);
        const kept: LedgerRow[] = [];
        for (const row of stored) {
          const rest = forget(fromStored(row, session.aheadMs), now);
          if (rest === undefined) await deleteRow(session, row);
          else kept.push(rest);
        }
        await replaceRows(session, kept);
        return stored.length;
      }),
  };
}
