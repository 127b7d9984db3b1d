import type { DatabaseSync } from 'node:sqlite';
import type { LedgerFilter, LedgerId, LedgerRow, LedgerState, OutcomeKind } from '@leadwire/core';
import type { RowStore } from '../state-machine.ts';
import { createPlaces, type Place } from './accounts.ts';
import { markOf } from './schema.ts';

/** A row as SQLite keeps it. */
interface Stored {
  readonly seq: number;
  readonly place: number;
  readonly key: string;
  readonly fingerprint: string;
  readonly subject: string | null;
  readonly payload: string | null;
  readonly ref: string | null;
  readonly state: string;
  readonly fence: number;
  readonly attempts: number;
  readonly unknowns: number;
  readonly first_sent_at: number | null;
  readonly lease_until: number | null;
  readonly remote_id: string | null;
  readonly outcome: string | null;
  readonly detail: string | null;
  readonly evidence: string | null;
  readonly updated_at: number;
}

export interface SqliteRowStore extends RowStore {
  /** Rows after `seq` in the order they were made, at most `limit`. */
  page(
    seq: number,
    filter: LedgerFilter,
    limit: number,
  ): { readonly rows: readonly LedgerRow[]; readonly last: number };
  counts(filter: LedgerFilter): readonly { readonly state: LedgerState; readonly count: number }[];
  countUnfinished(before: number, filter: LedgerFilter): number;
  removeFinished(before: number, filter: LedgerFilter): number;
  /** Ends the leases of a writer that is gone. */
  endLeases(): void;
  /** Drops what was learnt in a transaction that was rolled back. */
  forget(): void;
}

const IDENTITY = ['fingerprint', 'subject', 'ref'];
const PROGRESS = [
  'payload',
  'state',
  'fence',
  'attempts',
  'unknowns',
  'first_sent_at',
  'lease_until',
  'remote_id',
  'outcome',
  'detail',
  'evidence',
  'updated_at',
];
const assign = (columns: readonly string[]): string => columns.map((column) => `${column} = ?`).join(', ');

/** The rows of one file, by prepared statements. */
export function createSqliteRowStore(database: DatabaseSync): SqliteRowStore {
  const places = createPlaces(database);
  const byKey = database.prepare('select * from effect where mark = ? and place = ? and key = ?');
  const ofSubject = database.prepare("select * from effect where place = ? and subject = ? and subject > ''");
  const columns = [...PROGRESS, 'mark', 'place', 'key', ...IDENTITY];
  const insert = database.prepare(
    `insert into effect (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  const update = database.prepare(`update effect set ${assign(PROGRESS)} where seq = ?`);
  const updateAll = database.prepare(`update effect set ${assign([...IDENTITY, ...PROGRESS])} where seq = ?`);
  const toRow = (stored: Stored): LedgerRow => fromStored(stored, places.at(stored.place));
  const find = (id: LedgerId): Stored | undefined =>
    byKey.get(markOf(id.key), places.of(id), id.key) as Stored | undefined;

  // Rows in flight are asked for again and again; there is no other writer, so what is kept here is what is stored.
  const inFlight = createFlights();
  const seqOf = (row: LedgerRow): number => {
    const seq = inFlight.at(places.of(row)).get(row.key)?.seq ?? find(row)?.seq;
    if (seq === undefined) throw new Error('a row that is not there cannot be changed');
    return seq;
  };
  const keep = (row: LedgerRow, seq: number): void => {
    const rows = inFlight.at(places.of(row));
    if (row.leaseUntil === undefined) rows.delete(row.key);
    else rows.set(row.key, { row, seq });
  };

  return {
    get(id) {
      const kept = inFlight.at(places.of(id)).get(id.key);
      if (kept !== undefined) return kept.row;
      const stored = find(id);
      return stored && toRow(stored);
    },
    bySubject(entry) {
      if (entry.subject === undefined) return [];
      const found = (ofSubject.all(places.of(entry), entry.subject) as unknown as Stored[]).map(toRow);
      const key = derivedKey(entry.subject);
      const derived = key === entry.key ? undefined : this.get({ ...entry, key });
      return derived?.subject === entry.subject ? [...found, derived] : found;
    },
    add(row) {
      const place = places.ensure(row);
      const { lastInsertRowid } = insert.run(...progressOf(row, markOf(row.key)), place, row.key, ...identityOf(row));
      keep(row, Number(lastInsertRowid));
    },
    put(row) {
      const seq = seqOf(row);
      update.run(...progressOf(row, seq));
      keep(row, seq);
    },
    replace(row) {
      const seq = seqOf(row);
      updateAll.run(...identityOf(row), ...progressOf(row, seq));
      keep(row, seq);
    },
    forget() {
      places.forget();
      inFlight.clear();
    },
    page(seq, filter, limit) {
      const { where, values } = condition(filter);
      const found = database
        .prepare(`${SELECT} where seq > ? and ${where} order by seq limit ?`)
        .all(seq, ...values, limit) as unknown as Stored[];
      return { rows: found.map(toRow), last: found.at(-1)?.seq ?? seq };
    },
    counts(filter) {
      const { where, values } = condition(filter);
      const sql = `select state, count(*) as count from effect join place on place.id = place where ${where} group by state`;
      return database.prepare(sql).all(...values) as unknown as { state: LedgerState; count: number }[];
    },
    countUnfinished(before, filter) {
      const { where, values } = condition(filter);
      const sql = `select count(*) as count from effect join place on place.id = place where updated_at < ? and ${where} and not ${FINISHED}`;
      return (database.prepare(sql).get(before, ...values) as { count: number }).count;
    },
    removeFinished(before, filter) {
      const { where, values } = condition(filter);
      const chosen = `select seq from effect join place on place.id = place where updated_at < ? and ${where} and ${FINISHED}`;
      return Number(database.prepare(`delete from effect where seq in (${chosen})`).run(before, ...values).changes);
    },
    endLeases() {
      database.exec(`update effect set state = 'ready', lease_until = null, fence = fence + 1 where state = 'leased';
        update effect set lease_until = null, fence = fence + 1, attempts = attempts + 1, unknowns = unknowns + 1
          where state = 'sent' and lease_until is not null;`);
    },
  };
}

const SELECT = 'select effect.* from effect join place on place.id = place';
const FINISHED = "state in ('confirmed', 'rejected', 'duplicate')";

function condition({ provider, account, states }: LedgerFilter): { where: string; values: string[] } {
  const parts: [string, ...string[]][] = [];
  if (provider !== undefined) parts.push(['provider = ?', provider]);
  if (account !== undefined) parts.push(['account = ?', account]);
  if (states !== undefined) parts.push([`state in (${states.map(() => '?').join(', ')})`, ...states]);
  return { where: parts.map(([sql]) => sql).join(' and ') || 'true', values: parts.flatMap(([, ...values]) => values) };
}

/** A derived key holds its subject: such a row stands in one index instead of two, and says so by an empty subject. */
const derivedKey = (subject: string): string => `lw1_${subject}`;

const toStoredSubject = ({ key, subject }: LedgerRow): string | null =>
  subject !== undefined && key === derivedKey(subject) ? '' : (subject ?? null);

const fromStoredSubject = (key: string, subject: string | null): string | undefined =>
  subject === '' ? key.slice(4) : (subject ?? undefined);

const identityOf = (row: LedgerRow) => [row.fingerprint, toStoredSubject(row), row.ref ?? null];

/** One list without a copy: this is done three times for each row. */
const progressOf = (row: LedgerRow, last: number) => [
  row.payload ?? null,
  row.state,
  row.fence,
  row.attempts,
  row.unknowns,
  row.firstSentAt ?? null,
  row.leaseUntil ?? null,
  row.remoteId ?? null,
  row.outcome ?? null,
  row.detail ?? null,
  row.evidence ?? null,
  row.updatedAt,
  last,
];

function fromStored(stored: Stored, { provider, account }: Place): LedgerRow {
  return {
    provider,
    account,
    key: stored.key,
    fingerprint: stored.fingerprint,
    subject: fromStoredSubject(stored.key, stored.subject),
    payload: stored.payload ?? undefined,
    ref: stored.ref ?? undefined,
    state: stored.state as LedgerState,
    fence: stored.fence,
    attempts: stored.attempts,
    unknowns: stored.unknowns,
    firstSentAt: stored.first_sent_at ?? undefined,
    leaseUntil: stored.lease_until ?? undefined,
    remoteId: stored.remote_id ?? undefined,
    outcome: (stored.outcome ?? undefined) as OutcomeKind | undefined,
    detail: stored.detail ?? undefined,
    evidence: stored.evidence ?? undefined,
    updatedAt: stored.updated_at,
  };
}

/** Rows by place and key: a name made of both would be a long text for each look. */
function createFlights() {
  const places = new Map<number, Map<string, { readonly row: LedgerRow; readonly seq: number }>>();
  return {
    at(place: number) {
      const rows = places.get(place) ?? new Map();
      places.set(place, rows);
      return rows;
    },
    clear: () => places.clear(),
  };
}
