import { closeSync, fstatSync, openSync, readFileSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { LeadwireError } from '@leadwire/core';
import { SQLITE } from './failure.ts';
import { fileIdentity, identityOf, lockPath } from './path.ts';
import { createLooker } from './snapshot.ts';

export interface WriterLock {
  unlock(): void;
}

/** Keeps a second writer out, and no reader, by a lock of the operating system on a file beside the ledger: it ends with its process. */
export function lockForWriting(path: string): WriterLock {
  let cause: unknown;
  for (let tries = 1; tries <= MOST_TRIES && cause === undefined; tries++) {
    try {
      const lock = tryLock(lockPath(path));
      if (lock !== undefined) return lock;
    } catch (error) {
      if (!isSqlite(error, SQLITE.busy)) throw error;
      cause = error;
    }
  }
  throw heldBy(path, findWriter(path), cause);
}

/** Each further try means that another process locked and removed the file in between. */
const MOST_TRIES = 100;

/**
 * A lock counts only while the path leads to the locked file; `pin` keeps the number of that file from being given to another one.
 * @returns undefined when the file was removed before it was locked
 * @throws the SQLite error `BUSY` when another writer holds it
 */
function tryLock(file: string): WriterLock | undefined {
  // POSIX ends a lock when its process closes any descriptor of the file, so a writer in another thread is noticed before `pin` is opened.
  lockFile(file)?.close();
  const pin = openSync(file, 'a', 0o600);
  const lock = lockFile(file); // where it throws, `pin` stays open: the writer may be another thread
  const identity = identityOf(fstatSync(pin, { bigint: true }));
  const close = (): void => {
    closeSync(pin);
    lock?.close();
  };
  if (lock === undefined || fileIdentity(file) !== identity) {
    close();
    return undefined;
  }
  return {
    unlock() {
      try {
        if (fileIdentity(file) === identity) unlinkSync(file);
      } catch {
        // It stays, and the next writer takes it over: Windows does not remove an open file.
      }
      close();
    },
  };
}

/** Locks a file that is there, and makes none. */
function lockFile(file: string): DatabaseSync | undefined {
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'rw');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(url, { timeout: 0 });
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (isSqlite(error, SQLITE.cannotOpen)) return undefined;
    throw error;
  }
}

const isSqlite = (error: unknown, errcode: number): boolean => (error as { errcode?: number }).errcode === errcode;

interface Writer {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: number;
  /** The lock file of this writer; another one is another path to the ledger. */
  readonly lockFile: string | null;
  /** Start time of the process as Linux counts it, by which a process is told from a later one with the same pid. */
  readonly processStart: string | null;
}

/**
 * Records this process as the writer, in the file itself: a ledger that was renamed while it is written has no lock beside it.
 * @throws LeadwireError `misconfigured` (code `ledger-in-use`) when the recorded writer is alive and holds another lock file
 */
export function signIn(database: DatabaseSync, path: string): void {
  const lockFile = fileIdentity(lockPath(path)) ?? null;
  const before = readWriter(database);
  if (before !== undefined && before.lockFile !== lockFile && isAlive(before)) throw heldBy(path, before);
  database.exec('delete from writer');
  database
    .prepare('insert into writer (pid, host, started_at, lock_file, process_start) values (?, ?, ?, ?, ?)')
    .run(process.pid, hostname(), Math.round(Date.now() - process.uptime() * 1000), lockFile, startOf(process.pid));
  database.exec('pragma wal_checkpoint(passive)');
}

export function signOut(database: DatabaseSync): void {
  database.exec('delete from writer');
}

const readWriter = (database: DatabaseSync): Writer | undefined =>
  database
    .prepare(
      'select pid, host, started_at as startedAt, lock_file as lockFile, process_start as processStart from writer',
    )
    .get() as Writer | undefined;

function isAlive({ pid, host, lockFile, processStart }: Writer): boolean {
  if (lockFile === null || host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false;
  }
  return processStart === null || processStart === startOf(pid);
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (field 22) */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function findWriter(path: string): Writer | undefined {
  const looker = createLooker(path);
  try {
    return looker.look(readWriter);
  } catch {
    return undefined; // it holds the lock but has not signed in yet
  } finally {
    looker.close();
  }
}

function heldBy(path: string, writer: Writer | undefined, cause?: unknown): LeadwireError {
  const who =
    writer === undefined
      ? 'another process'
      : `process ${writer.pid} on ${writer.host}, started ${new Date(writer.startedAt).toISOString()}`;
  return new LeadwireError('misconfigured', `The ledger ${path} is being written by ${who}`, {
    code: 'ledger-in-use',
    hint: 'Wait until it ends, stop it, or give this run its own ledger. Several writers at once need PostgreSQL (leadwire/postgres-ledger).',
    cause,
  });
}
