import type { LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import type { ClientBase } from 'pg';
import type { RowStore } from '../state-machine.ts';
import { COLUMNS, type StoredRow, storable, toRow } from './row.ts';
import { createStore } from './write-rows.ts';

/** The rows of one transaction: read and locked first, changed in memory, stored at its end. */
export interface PostgresRowStore extends RowStore {
  store(): Promise<void>;
}

const WHOLE = Object.keys(COLUMNS).join(', ');
// A step after the claim must only know whether there is still something to send.
const WITHOUT_PAYLOAD = WHOLE.replace('payload', "case when payload is not null then '' end as payload");

/**
 * Reads and locks the rows of a batch; for a claim whole, and those of the same people with them. They are locked in one order, so that
 * two workers cannot each wait for the other.
 */
export async function openRowStore(
  client: ClientBase,
  schema: string,
  batch: readonly LedgerId[],
  { claimed, aheadMs }: { readonly claimed?: readonly LedgerEntry[]; readonly aheadMs: number },
): Promise<PostgresRowStore> {
  const people = (claimed ?? []).filter((entry) => entry.subject !== undefined);
  const found = await client.query<StoredRow>(
    `select ${claimed === undefined ? WITHOUT_PAYLOAD : WHOLE} from ${schema}.effect where seq = any(array(
       select seq from unnest($1::text[], $2::text[], $3::text[]) as wanted (provider, account, key)
         join ${schema}.effect using (key, provider, account)
       union all
       select seq from unnest($4::text[], $5::text[], $6::text[]) as wanted (provider, account, subject)
         join ${schema}.effect using (subject, provider, account)
     )) order by seq for update`,
    [
      ...columnsOf(batch, (row) => [row.provider, row.account, row.key]),
      ...columnsOf(people, (row) => [row.provider, row.account, row.subject ?? '']),
    ],
  );
  const rows = found.rows.map((stored) => toRow(stored, aheadMs));
  return createRowStore(rows, createStore(client, schema, aheadMs));
}

function columnsOf<Row>(rows: readonly Row[], of: (row: Row) => [string, string, string]): string[][] {
  const texts = rows.map(of);
  return [0, 1, 2].map((column) => texts.map((text) => storable(text[column] ?? '')));
}

const nameOf = ({ provider, account, key }: LedgerId): string => [provider, account, key].map(storable).join('\0');
const personOf = ({ provider, account, subject }: LedgerEntry): string =>
  [provider, account, subject ?? ''].map(storable).join('\0');

function createRowStore(found: readonly LedgerRow[], store: ReturnType<typeof createStore>): PostgresRowStore {
  const rows = new Map(found.map((row) => [nameOf(row), row]));
  const people = new Map<string, Set<string>>();
  const link = (row: LedgerRow): void => {
    const names = people.get(personOf(row)) ?? new Set();
    people.set(personOf(row), names.add(nameOf(row)));
  };
  for (const row of found) link(row);
  /** How each row is to be stored: to insert or to replace it stores all that becomes of it, too. */
  const kinds = new Map<string, 'insert' | 'replace' | 'goOn'>();
  const put = (row: LedgerRow): void => {
    const name = nameOf(row);
    rows.set(name, row);
    link(row);
    if (!kinds.has(name)) kinds.set(name, 'goOn');
  };
  const allOf = (kind: 'insert' | 'replace' | 'goOn'): LedgerRow[] =>
    [...rows].filter(([name]) => kinds.get(name) === kind).map(([, row]) => row);

  return {
    get: (id) => rows.get(nameOf(id)),
    bySubject: (entry) =>
      [...(people.get(personOf(entry)) ?? [])]
        .map((name) => rows.get(name))
        .filter((row) => row !== undefined)
        .filter((row) => row.subject === entry.subject),
    add(row) {
      kinds.set(nameOf(row), 'insert');
      put(row);
    },
    put,
    replace(row) {
      if (kinds.get(nameOf(row)) !== 'insert') kinds.set(nameOf(row), 'replace');
      put(row);
    },
    async store() {
      await store.insert(allOf('insert'));
      await store.replace(allOf('replace'));
      await store.goOn(allOf('goOn'));
    },
  };
}
