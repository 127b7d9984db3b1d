import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { LeadwireError } from '@leadwire/core';
import { describeFailure } from './failure.ts';
import { lockPath, openFile } from './path.ts';
import { createLooker } from './snapshot.ts';

/**
 * Keeps a second writer out. The lock is the operating system's own, on a file beside the ledger, so that it ends with its process,
 * however that dies: there is no stale lock to judge. Readers are not kept out.
 */
export function lockForWriting(path: string): { unlock(): void } {
  let lock: DatabaseSync | undefined;
  try {
    lock = openFile(lockPath(path), { timeout: 0 });
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return { unlock: () => lock?.close() };
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === BUSY) throw heldBy(path, readWriter(path), error);
    throw describeFailure(lockPath(path), error, 'write');
  }
}

const BUSY = 5;

interface Writer {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: number;
}

/** Leaves word of who is writing, for the message that a second process gets. */
export function signIn(database: DatabaseSync): void {
  const startedAt = Math.round(Date.now() - process.uptime() * 1000);
  database.exec('delete from writer');
  database
    .prepare('insert into writer (pid, host, started_at) values (?, ?, ?)')
    .run(process.pid, hostname(), startedAt);
}

function readWriter(path: string): Writer | undefined {
  const looker = createLooker(path);
  try {
    const sql = 'select pid, host, started_at as startedAt from writer';
    return looker.look((database) => database.prepare(sql).get()) as Writer | undefined;
  } catch {
    return undefined; // it has the lock, but has not come to signing in yet
  } finally {
    looker.close();
  }
}

function heldBy(path: string, writer: Writer | undefined, cause: unknown): LeadwireError {
  const who =
    writer === undefined
      ? 'another process'
      : `process ${writer.pid} on ${writer.host}, started ${new Date(writer.startedAt).toISOString()}`;
  return new LeadwireError('misconfigured', `The ledger ${path} is being written by ${who}`, {
    code: 'ledger-in-use',
    hint: 'Wait for it to end, stop it, or give this run a ledger of its own. Several writers at once need PostgreSQL (leadwire/postgres-ledger).',
    cause,
  });
}
