import { closeSync, openSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { LeadwireError } from '@leadwire/core';
import { describeFailure } from './failure.ts';
import { fileIdentity, lockPath, openFile } from './path.ts';
import { createLooker } from './snapshot.ts';

/**
 * Keeps a second writer out. The lock is the operating system's own, on a file beside the ledger, so it ends with its process, however that
 * dies: there is no stale lock. Readers are not kept out.
 */
export function lockForWriting(path: string): { unlock(): void } {
  let lock: DatabaseSync | undefined;
  try {
    closeSync(openSync(lockPath(path), 'a', 0o600));
    lock = openFile(lockPath(path), { timeout: 0 });
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return { unlock: () => lock?.close() };
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === BUSY) throw heldBy(path, findWriter(path), error);
    throw describeFailure(lockPath(path), error, 'write');
  }
}

const BUSY = 5;

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
 * Records this process as the writer, in the file itself. A ledger that was renamed while it is written has no lock beside it: its
 * writer is found here.
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
