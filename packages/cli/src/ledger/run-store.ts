import { createHash, createHmac, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, existsSync, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { DestinationName, DestinationOptions } from '../destinations.ts';

const SCHEMA = `
  create table if not exists run (
    id integer primary key, file_hash text, file_path text not null, provider text not null, account text not null,
    destination text not null, started_at integer not null) strict;
  create table if not exists run_row (
    run integer not null, row integer not null, key text, outcome text not null,
    replayed integer not null, undone integer not null default 0, primary key (run, row)) strict, without rowid;
  create index if not exists run_row_key on run_row (key) where key is not null;
  create table if not exists credential (hash text primary key, seen_at integer not null) strict;
  create table if not exists salt (value blob not null) strict;`;

/** So many rows are written at once: a crash loses them from this list, never from the ledger. */
const BATCH_ROWS = 200;

/** One run of an import. */
export interface Run {
  readonly id: number;
  readonly fileHash: string | undefined;
  readonly filePath: string;
  readonly provider: string;
  readonly account: string;
  /** Where it went, so that it can be undone. */
  readonly destination: RunDestination;
  readonly startedAt: number;
}

/** The flags that open a destination again; credentials come from the environment. */
export interface RunDestination {
  readonly to: DestinationName;
  readonly account: string;
  readonly options: DestinationOptions;
  readonly baseUrl?: string | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
}

export interface RunRow {
  readonly row: number;
  /** In the ledger; undefined for a row that was never sent. */
  readonly key: string | undefined;
  readonly outcome: string;
  /** Its outcome was recorded by an earlier run: this one sent nothing. */
  readonly replayed: boolean;
}

/** Where the runs of a ledger are recorded: beside it. */
export const runStorePath = (ledger: string): string => `${ledger}.runs`;

/**
 * What the ledger does not hold: which rows of which file each run sent, so that a file can be asked for by name, and a keyed
 * hash of each credential that was used, to notice a change. It may be lost: the ledger alone decides what is sent.
 */
export class RunStore {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  #held: [run: number, row: number, key: string | null, outcome: string, replayed: number][] = [];

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare(
      'insert or replace into run_row (run, row, key, outcome, replayed) values (?, ?, ?, ?, ?)',
    );
  }

  static open(ledger: string): RunStore {
    const path = resolve(runStorePath(ledger));
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    const database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec(`pragma synchronous = normal; ${SCHEMA}`);
    return new RunStore(database);
  }

  /** The runs of a ledger that has some; opening it changes nothing. */
  static openIfThere(ledger: string): RunStore | undefined {
    const path = resolve(runStorePath(ledger));
    if (!existsSync(path)) return undefined;
    const database = new DatabaseSync(path, { timeout: 5_000, readOnly: true });
    try {
      database.prepare('select 1 from run limit 1').get();
      return new RunStore(database);
    } catch {
      database.close(); // a run that was killed left a journal, which only a writer may roll back
      return RunStore.open(ledger);
    }
  }

  begin(run: Omit<Run, 'id'>): number {
    const { fileHash, filePath, provider, account, destination, startedAt } = run;
    const to = JSON.stringify(destination);
    const sql =
      'insert into run (file_hash, file_path, provider, account, destination, started_at) values (?, ?, ?, ?, ?, ?)';
    const { lastInsertRowid } = this.#database
      .prepare(sql)
      .run(fileHash ?? null, filePath, provider, account, to, startedAt);
    return Number(lastInsertRowid);
  }

  add(run: number, { row, key, outcome, replayed }: RunRow): void {
    this.#held.push([run, row, key ?? null, outcome, replayed ? 1 : 0]);
    if (this.#held.length >= BATCH_ROWS) this.#flush();
  }

  /** The newest run of a file: by what it holds, or else by its path. */
  newestRun(fileHash: string | undefined, filePath: string): Run | undefined {
    const sql = `select id, file_hash as fileHash, file_path as filePath, provider, account, destination, started_at as startedAt
      from run
      where file_hash = ? or file_path = ? order by file_hash = ? desc, id desc limit 1`;
    const found = this.#database.prepare(sql).get(fileHash ?? '', filePath, fileHash ?? '') as
      | (Omit<Run, 'destination'> & { readonly destination: string })
      | undefined;
    return found && { ...found, destination: JSON.parse(found.destination) as RunDestination };
  }

  *rows(run: number): Generator<RunRow> {
    const sql = 'select row, key, outcome, replayed from run_row where run = ? order by row';
    for (const found of this.#database.prepare(sql).iterate(run)) {
      const { row, key, outcome, replayed } = found as {
        row: number;
        key: string | null;
        outcome: string;
        replayed: number;
      };
      yield { row, key: key ?? undefined, outcome, replayed: replayed === 1 };
    }
  }

  /** The row of a run that has a key of the ledger. */
  rowOf(run: number, key: string): number | undefined {
    const found = this.#database.prepare('select row from run_row where key = ? and run = ?').get(key, run);
    return (found as { row: number } | undefined)?.row;
  }

  /** Rows that runs of the same file created and that are not undone, whichever run sent them. */
  *createdRows({ fileHash, filePath, destination }: Run): Generator<{ run: number; row: number; key: string }> {
    const sql = `select run, row, key from run_row join run on run.id = run_row.run
      where (run.file_hash = ? or (run.file_hash is null and run.file_path = ?)) and run.destination = ?
        and outcome = 'created' and replayed = 0 and undone = 0 and key is not null
      order by run, row`;
    const found = this.#database.prepare(sql).all(fileHash ?? '', filePath, JSON.stringify(destination));
    yield* found as unknown as { run: number; row: number; key: string }[];
  }

  markUndone(run: number, row: number): void {
    this.#database.prepare('update run_row set undone = 1 where run = ? and row = ?').run(run, row);
  }

  /** `first`: no credential was used yet. The hash is keyed with a random salt of this file. */
  knows(credential: string): 'first' | 'known' | 'unseen' {
    const { count } = this.#database.prepare('select count(*) as count from credential').get() as { count: number };
    if (count === 0) return 'first';
    const found = this.#database.prepare('select 1 from credential where hash = ?').get(this.#hash(credential));
    return found === undefined ? 'unseen' : 'known';
  }

  remember(credential: string, now: number): void {
    this.#database.prepare('insert or ignore into credential values (?, ?)').run(this.#hash(credential), now);
  }

  #hash(credential: string): string {
    const find = () =>
      (this.#database.prepare('select value from salt').get() as { value: Uint8Array } | undefined)?.value;
    if (find() === undefined) this.#database.prepare('insert into salt values (?)').run(randomBytes(32));
    return createHmac('sha256', find() ?? '')
      .update(credential)
      .digest('hex');
  }

  #flush(): void {
    const rows = this.#held;
    this.#held = [];
    if (rows.length === 0) return;
    this.#database.exec('begin');
    for (const row of rows) this.#insert.run(...row);
    this.#database.exec('commit');
  }

  close(): void {
    this.#flush();
    this.#database.close();
  }
}

/** SHA-256 of a file; undefined for what is not a regular file, such as a pipe. */
export async function hashFile(path: string): Promise<string | undefined> {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
