import type { LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import type { ClientBase } from 'pg';
import type { Shelf } from './transitions.ts';

/** A row as PostgreSQL gives it: numbers as texts where they may be large. */
interface Stored {
  readonly seq: string;
  readonly provider: string;
  readonly account: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly subject: string | null;
  readonly payload: string | null;
  readonly ref: string | null;
  readonly state: LedgerRow['state'];
  readonly fence: string;
  readonly attempts: number;
  readonly unknowns: number;
  readonly first_sent_at: string | null;
  readonly lease_until: string | null;
  readonly remote_id: string | null;
  readonly outcome: LedgerRow['outcome'] | null;
  readonly detail: string | null;
  readonly evidence: string | null;
  readonly updated_at: string;
}

const COLUMNS = {
  provider: 'text',
  account: 'text',
  key: 'text',
  fingerprint: 'text',
  subject: 'text',
  payload: 'text',
  ref: 'text',
  state: 'text',
  fence: 'bigint',
  attempts: 'integer',
  unknowns: 'integer',
  first_sent_at: 'bigint',
  lease_until: 'bigint',
  remote_id: 'text',
  outcome: 'text',
  detail: 'text',
  evidence: 'text',
  updated_at: 'bigint',
};
const NAMES = Object.keys(COLUMNS);
const RECORD = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');
const KEY = ['provider', 'account', 'key'];

/** The rows of one transaction: read and locked first, changed in memory, stored at its end. */
export interface PostgresShelf extends Shelf {
  store(): Promise<void>;
}

/**
 * Reads and locks the rows of a batch, and with `subjects` those of the same people. They are locked in one order, so that two
 * workers cannot each wait for the other.
 */
export async function openShelf(
  client: ClientBase,
  schema: string,
  batch: readonly LedgerId[],
  subjects: readonly LedgerEntry[] = [],
): Promise<PostgresShelf> {
  const people = subjects.filter((entry) => entry.subject !== undefined);
  const found = await client.query<Stored>(
    `select * from ${schema}.effect where seq = any(array(
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
  return createShelf(client, schema, found.rows.map(toRow));
}

function columnsOf<Row>(rows: readonly Row[], of: (row: Row) => [string, string, string]): string[][] {
  const texts = rows.map(of);
  return [0, 1, 2].map((column) => texts.map((text) => text[column] ?? ''));
}

const nameOf = ({ provider, account, key }: LedgerId): string => `${provider}\0${account}\0${key}`;
const personOf = ({ provider, account, subject }: LedgerEntry): string => `${provider}\0${account}\0${subject ?? ''}`;

function createShelf(client: ClientBase, schema: string, found: readonly LedgerRow[]): PostgresShelf {
  const rows = new Map(found.map((row) => [nameOf(row), row]));
  const people = new Map<string, Set<string>>();
  const link = (row: LedgerRow): void => {
    const names = people.get(personOf(row)) ?? new Set();
    people.set(personOf(row), names.add(nameOf(row)));
  };
  for (const row of found) link(row);
  const fresh = new Set<string>();
  const changed = new Set<string>();
  const put = (row: LedgerRow): void => {
    rows.set(nameOf(row), row);
    link(row);
    if (!fresh.has(nameOf(row))) changed.add(nameOf(row));
  };
  const recordsOf = (names: ReadonlySet<string>): string =>
    JSON.stringify(
      [...names]
        .map((name) => rows.get(name))
        .filter((row) => row !== undefined)
        .map(toRecord),
    );

  return {
    get: (id) => rows.get(nameOf(id)),
    bySubject: (entry) =>
      [...(people.get(personOf(entry)) ?? [])]
        .map((name) => rows.get(name))
        .filter((row) => row !== undefined)
        .filter((row) => row.subject === entry.subject),
    add(row) {
      fresh.add(nameOf(row));
      put(row);
    },
    put,
    replace: put,
    async store() {
      if (fresh.size > 0) {
        const sql = `insert into ${schema}.effect (${NAMES.join(', ')}) select ${NAMES.join(', ')} from json_to_recordset($1) as given (${RECORD})`;
        await client.query(sql, [recordsOf(fresh)]);
      }
      if (changed.size > 0) {
        const assignments = NAMES.filter((name) => !KEY.includes(name)).map((name) => `${name} = given.${name}`);
        const same = KEY.map((name) => `effect.${name} = given.${name}`);
        const sql = `update ${schema}.effect set ${assignments.join(', ')} from json_to_recordset($1) as given (${RECORD}) where ${same.join(' and ')}`;
        await client.query(sql, [recordsOf(changed)]);
      }
    },
  };
}

export function toRow(stored: Stored): LedgerRow {
  return {
    provider: stored.provider,
    account: stored.account,
    key: stored.key,
    fingerprint: stored.fingerprint,
    subject: stored.subject ?? undefined,
    payload: stored.payload ?? undefined,
    ref: stored.ref ?? undefined,
    state: stored.state,
    fence: Number(stored.fence),
    attempts: stored.attempts,
    unknowns: stored.unknowns,
    firstSentAt: toNumber(stored.first_sent_at),
    leaseUntil: toNumber(stored.lease_until),
    remoteId: stored.remote_id ?? undefined,
    outcome: stored.outcome ?? undefined,
    detail: stored.detail ?? undefined,
    evidence: stored.evidence ?? undefined,
    updatedAt: Number(stored.updated_at),
  };
}

const toNumber = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

const toRecord = (row: LedgerRow) => ({
  ...row,
  first_sent_at: row.firstSentAt,
  lease_until: row.leaseUntil,
  remote_id: row.remoteId,
  updated_at: row.updatedAt,
});

export type { Stored as StoredRow };
