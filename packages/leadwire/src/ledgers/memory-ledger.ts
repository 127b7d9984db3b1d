import type { Ledger, LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import { emptyCounts, isFinished, matches, refuseUnfinished } from './ledger-filter.ts';
import { claim, complete, markSent, type RowStore, release } from './state-machine.ts';

/**
 * A ledger that lives as long as its process: for tests, and where leads are sent again from elsewhere after a crash.
 * @example const leadwire = createLeadwire({ targets, ledger: memoryLedger() })
 */
export function memoryLedger(): Ledger {
  const rowStore = createMemoryRowStore();
  return {
    claim: async (entries, options) => entries.map((entry) => claim(rowStore, entry, options)),
    markSent: async (rows, now, leaseMs) => rows.map((row) => markSent(rowStore, row, now, leaseMs)),
    complete: async (done, now) => done.map(({ row, completion }) => complete(rowStore, row, completion, now)),
    async release(rows, now, releaseOptions) {
      for (const row of rows) release(rowStore, row, now, releaseOptions);
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
    close: async () => undefined,
  };
}

interface MemoryRowStore extends RowStore {
  rows(): Iterable<LedgerRow>;
  remove(row: LedgerRow): void;
}

function createMemoryRowStore(): MemoryRowStore {
  const rows = new Map<string, LedgerRow>();
  const subjects = new Map<string, Set<string>>();
  const nameOf = ({ provider, account, key }: LedgerId) => `${provider}\0${account}\0${key}`;
  const subjectOf = ({ provider, account, subject }: LedgerEntry) =>
    subject === undefined ? undefined : `${provider}\0${account}\0${subject}`;
  const unlink = (row: LedgerRow | undefined) => {
    const subject = row && subjectOf(row);
    if (row === undefined || subject === undefined) return;
    const names = subjects.get(subject);
    names?.delete(nameOf(row));
    if (names?.size === 0) subjects.delete(subject);
  };
  const put = (row: LedgerRow) => {
    const name = nameOf(row);
    const before = rows.get(name);
    rows.set(name, row);
    if (before?.subject === row.subject && before !== undefined) return;
    unlink(before);
    const subject = subjectOf(row);
    if (subject === undefined) return;
    const names = subjects.get(subject) ?? new Set();
    subjects.set(subject, names.add(name));
  };
  return {
    get: (id) => rows.get(nameOf(id)),
    bySubject(entry) {
      const names = subjects.get(subjectOf(entry) ?? '') ?? [];
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
