import type { Ledger, LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import { checkArguments } from './check-arguments.ts';
import { claim } from './claim-row.ts';
import { dedupeKeyOf } from './dedupe-key.ts';
import { emptyCounts, holdsPayload, isFinished, matches, mentionsPhone, refuseUnfinished } from './ledger-filter.ts';
import type { RowStore } from './row-facts.ts';
import { complete, forget, markSent, release } from './state-machine.ts';

/**
 * A ledger in memory, which ends with its process: for tests, and for senders that keep their own record.
 * @example const leadwire = createLeadwire({ targets, ledger: memoryLedger() })
 */
export function memoryLedger(): Ledger {
  const rowStore = createMemoryRowStore();
  return checkArguments({
    claim: async (entries, options) => entries.map((entry) => claim(rowStore, entry, options)),
    markSent: async (rows, now, leaseMs) => rows.map((row) => markSent(rowStore, row, now, leaseMs)),
    complete: async (done, now) => done.map(({ row, completion }) => complete(rowStore, row, completion, now)),
    async release(rows, now, options) {
      for (const row of rows) release(rowStore, row, now, options);
    },
    get: async (id) => rowStore.get(id),
    async *list(filter = {}) {
      for (const row of rowStore.rows()) if (matches(row, filter)) yield row;
    },
    async counts(filter = {}) {
      const counts = emptyCounts();
      for (const row of rowStore.rows()) if (matches(row, filter)) counts[row.state]++;
      return counts;
    },
    async prune(before, filter = {}) {
      const old = [...rowStore.rows()].filter((row) => row.updatedAt < before && matches(row, filter));
      refuseUnfinished(old.filter((row) => !isFinished(row.state)).length);
      for (const row of old) rowStore.remove(row);
      return old.length;
    },
    async confirmedElsewhere({ provider, account, key }, remoteIds) {
      const ids = new Set(remoteIds);
      const rows = [...rowStore.rows()].filter((row) => matches(row, { provider, account, states: ['confirmed'] }));
      return rows.flatMap((row) => (row.key !== key && ids.has(row.remoteId ?? '') ? [row.remoteId ?? ''] : []));
    },
    async erasePayloads(before) {
      const old = [...rowStore.rows()].filter((row) => row.updatedAt < before && holdsPayload(row));
      for (const row of old) rowStore.put({ ...row, payload: undefined, detail: undefined });
      return old.length;
    },
    async forget(phone, now) {
      const hashOf = ({ provider, account, importId }: LedgerRow) =>
        dedupeKeyOf({ provider, account, phone, importId });
      const rows = await Promise.all(
        [...rowStore.rows()].map(async (row) => ({ row, isPerson: row.dedupeKey === (await hashOf(row)) })),
      );
      const found = rows.filter(({ row, isPerson }) => isPerson || mentionsPhone(row, phone)).map(({ row }) => row);
      const kept = found.map((row) => forget(row, now));
      found.forEach((row, index) => {
        const rest = kept[index];
        if (rest === undefined) rowStore.remove(row);
        else rowStore.replace(rest);
      });
      return found.length;
    },
    close: async () => undefined,
  });
}

interface MemoryRowStore extends RowStore {
  rows(): Iterable<LedgerRow>;
  remove(row: LedgerRow): void;
}

function createMemoryRowStore(): MemoryRowStore {
  const rows = new Map<string, LedgerRow>();
  const people = new Map<string, Set<string>>();
  const nameOf = ({ provider, account, key }: LedgerId) => `${provider}\0${account}\0${key}`;
  const personOf = ({ provider, account, dedupeKey }: LedgerEntry) =>
    dedupeKey === undefined ? undefined : `${provider}\0${account}\0${dedupeKey}`;
  const unlink = (row: LedgerRow | undefined) => {
    const dedupeKey = row && personOf(row);
    if (row === undefined || dedupeKey === undefined) return;
    const names = people.get(dedupeKey);
    names?.delete(nameOf(row));
    if (names?.size === 0) people.delete(dedupeKey);
  };
  const put = (row: LedgerRow) => {
    const name = nameOf(row);
    const before = rows.get(name);
    rows.set(name, row);
    if (before?.dedupeKey === row.dedupeKey && before !== undefined) return;
    unlink(before);
    const dedupeKey = personOf(row);
    if (dedupeKey === undefined) return;
    const names = people.get(dedupeKey) ?? new Set();
    people.set(dedupeKey, names.add(name));
  };
  return {
    get: (id) => rows.get(nameOf(id)),
    findByDedupeKey(entry) {
      const names = people.get(personOf(entry) ?? '') ?? [];
      return [...names].map((name) => rows.get(name)).filter((row) => row !== undefined);
    },
    add: put,
    put,
    replace: put,
    rows: () => rows.values(),
    remove(row) {
      unlink(row);
      rows.delete(nameOf(row));
    },
  };
}
