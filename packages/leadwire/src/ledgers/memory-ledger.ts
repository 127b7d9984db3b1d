import type { Ledger, LedgerRow } from '@leadwire/core';
import { checkArguments } from './check-arguments.ts';
import { claim } from './claim-row.ts';
import { dedupeKeyOf } from './dedupe-key.ts';
import { emptyCounts, holdsPayload, isFinished, matches, mentionsPhone, refuseUnfinished } from './ledger-filter.ts';
import { isSetAside, type RowStore } from './row-facts.ts';
import { createRowMap } from './row-map.ts';
import { complete, forget, markSent, release } from './state-machine.ts';

/**
 * A ledger in memory, which ends with its process: for tests, and for senders that keep their own record.
 * @example const leadwire = createLeadwire({ targets, ledger: memoryLedger() })
 */
export function memoryLedger(): Ledger {
  const map = createRowMap();
  const rowStore: RowStore = { ...map, add: map.put, replace: map.put };
  return checkArguments({
    claim: async (entries, options) => entries.map((entry) => claim(rowStore, entry, options)),
    markSent: async (rows, now, leaseMs) => rows.map((row) => markSent(rowStore, row, now, leaseMs)),
    complete: async (done, now) => done.map(({ row, completion }) => complete(rowStore, row, completion, now)),
    async release(rows, now, options) {
      for (const row of rows) release(rowStore, row, now, options);
    },
    get: async (id) => rowStore.get(id),
    async *list(filter = {}) {
      for (const row of map.rows()) if (matches(row, filter)) yield row;
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const row of map.rows()) if (matches(row, filter)) counts[row.state]++;
      return counts;
    },
    async prune(before, filter = {}) {
      const old = [...map.rows()].filter((row) => row.updatedAt < before && matches(row, filter));
      refuseUnfinished(old.filter((row) => !isFinished(row.state)).length);
      for (const row of old) map.remove(row);
      return old.length;
    },
    async confirmedElsewhere({ provider, account, key }, remoteIds) {
      const ids = new Set(remoteIds);
      const rows = [...map.rows()].filter((row) => matches(row, { provider, account, states: ['confirmed'] }));
      return rows.flatMap((row) => (row.key !== key && ids.has(row.remoteId ?? '') ? [row.remoteId ?? ''] : []));
    },
    async erasePayloads(before) {
      const old = [...map.rows()].filter((row) => row.updatedAt < before && holdsPayload(row));
      for (const row of old)
        rowStore.put({ ...row, payload: undefined, detail: isSetAside(row) ? row.detail : undefined });
      return old.length;
    },
    async forget(phone, now) {
      const hashOf = ({ provider, account, importId }: LedgerRow) =>
        dedupeKeyOf({ provider, account, phone, importId });
      const rows = await Promise.all(
        [...map.rows()].map(async (row) => ({ row, isPerson: row.dedupeKey === (await hashOf(row)) })),
      );
      const found = rows.filter(({ row, isPerson }) => isPerson || mentionsPhone(row, phone)).map(({ row }) => row);
      const kept = found.map((row) => forget(row, now));
      found.forEach((row, index) => {
        const rest = kept[index];
        if (rest === undefined) map.remove(row);
        else rowStore.replace(rest);
      });
      return found.length;
    },
    close: async () => undefined,
  });
}
