import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CREDENTIAL_SCHEMA } from './seen-credentials.ts';

const SCHEMA = `
  create table if not exists run (
    id integer primary key, file_hash text, file_path text not null, provider text not null, account text not null,
    destination text not null, started_at integer not null) strict;
  create table if not exists run_row (
    run integer not null, row integer not null, key text, outcome text not null,
    replayed integer not null, undone integer not null default 0, settled_at integer not null default 0,
    primary key (run, row)) strict, without rowid;
  ${CREDENTIAL_SCHEMA}`;

/** Finds damage before it is relied on. */
function readEachTable(database: DatabaseSync): void {
  for (const table of ['run', 'run_row', 'credential', 'salt'])
    database.prepare(`select * from ${table} limit 1`).get();
}

/** @see https://www.sqlite.org/rescode.html (`SQLITE_CORRUPT`, `SQLITE_NOTADB`) */
const DAMAGE: readonly unknown[] = [11, 26];

/** SQLite says that a file is malformed, or is not a database. */
const isDamage = (error: unknown): boolean => DAMAGE.includes((error as { errcode?: number }).errcode);

/** Where the runs of a ledger are recorded: beside it. */
const runStorePath = (ledger: string): string => resolve(`${ledger}.runs`);

/** Opens the record of runs of a ledger, or makes it. One that is damaged is set aside, and said: without it the ledger still knows what was sent. */
export function openRuns(ledger: string, onNotice: (text: string) => void = () => undefined): DatabaseSync {
  const path = runStorePath(ledger);
  try {
    return openToWrite(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    renameSync(path, `${path}.damaged`);
    rmSync(`${path}-journal`, { force: true });
    onNotice(
      `${path} was damaged, and is now ${path}.damaged. It recorded the rows of each run; what was sent is in the ledger, and is not sent again.`,
    );
    return openToWrite(path);
  }
}

function openToWrite(path: string): DatabaseSync {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec(`pragma synchronous = normal; ${SCHEMA}`);
    const columns = database.prepare('select name from pragma_table_info(?)').all('run_row');
    if (!columns.some(({ name }) => name === 'settled_at'))
      database.exec('alter table run_row add column settled_at integer not null default 0');
    readEachTable(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The record of runs where a ledger has one, as it is; one that is damaged is as good as none. */
export function findRuns(ledger: string): { database: DatabaseSync; isReadOnly: boolean } | undefined {
  const path = runStorePath(ledger);
  if (!existsSync(path)) return undefined;
  const database = new DatabaseSync(path, { timeout: 5_000, readOnly: true });
  try {
    database.prepare('select settled_at from run_row limit 1').get();
    readEachTable(database);
    return { database, isReadOnly: true };
  } catch (error) {
    database.close();
    if (isDamage(error)) return undefined;
    // A run that was killed left a journal, or an earlier version its tables: only a writer may change that.
    return { database: openRuns(ledger), isReadOnly: false };
  }
}
