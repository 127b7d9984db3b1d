import type { LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import type { RowStore } from './row-facts.ts';

/** Rows in memory, found by their id and by their person. */
export interface RowMap extends Pick<RowStore, 'get' | 'findByDedupeKey' | 'put'> {
  rows(): Iterable<LedgerRow>;
  remove(row: LedgerRow): void;
}

/** @param storable - how a table writes a text: two ids that it writes alike are the same */
export function createRowMap(storable: (text: string) => string = (text) => text): RowMap {
  const rows = new Map<string, LedgerRow>();
  const people = new Map<string, Set<string>>();
  const nameOf = ({ provider, account, key }: LedgerId): string => [provider, account, key].map(storable).join('\0');
  const personOf = ({ provider, account, dedupeKey }: LedgerEntry): string | undefined =>
    dedupeKey === undefined ? undefined : nameOf({ provider, account, key: dedupeKey });
  const unlink = (row: LedgerRow | undefined): void => {
    const person = row && personOf(row);
    if (row === undefined || person === undefined) return;
    const names = people.get(person);
    names?.delete(nameOf(row));
    if (names?.size === 0) people.delete(person);
  };
  return {
    get: (id) => rows.get(nameOf(id)),
    findByDedupeKey(entry) {
      const names = people.get(personOf(entry) ?? '') ?? [];
      return [...names].map((name) => rows.get(name)).filter((row) => row !== undefined);
    },
    put(row) {
      const name = nameOf(row);
      const before = rows.get(name);
      rows.set(name, row);
      if (before?.dedupeKey === row.dedupeKey && before !== undefined) return;
      unlink(before);
      const person = personOf(row);
      if (person !== undefined) people.set(person, (people.get(person) ?? new Set()).add(name));
    },
    rows: () => rows.values(),
    remove(row) {
      unlink(row);
      rows.delete(nameOf(row));
    },
  };
}
