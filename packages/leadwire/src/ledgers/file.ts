import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LeadwireError, type Ledger } from '@leadwire/core';
import { lockForWriting, signIn } from './file-lock.ts';
import { MIGRATIONS, migrate, readVersion } from './file-schema.ts';
import { createFileShelf, type FileShelf } from './file-shelf.ts';
import { emptyCounts, refuseUnfinished } from './filter.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { claim, complete, markSent, release } from './transitions.ts';

export interface FileLedgerOptions {
  /** Only look: takes no lock and changes nothing, so it may be opened while an import runs. Default false. */
  readonly readOnly?: boolean | undefined;
  /** Largest size of the file, in bytes; a full ledger stops a run like a full disk does. Default: none. */
  readonly maxBytes?: number | undefined;
}

/**
 * A ledger in one file, on `node:sqlite`: survives crashes and power cuts, one process at a time.
 * A second process gets a `misconfigured` error (code `ledger-in-use`) that names the first.
 * @param path - the file; made where it is not there, readable by its owner only
 * @example const ledger = fileLedger('leads.ledger')
 */
export function fileLedger(path: string, { readOnly = false, maxBytes }: FileLedgerOptions = {}): Ledger {
  return readOnly ? openToRead(path) : openToWrite(path, maxBytes);
}

// Keys are hashes, so each new row dirties pages at random: checkpoints that are far apart write most of them once.
const SETTINGS = `pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
  pragma cache_size = -4000; pragma wal_autocheckpoint = 8000;`;

function openToWrite(path: string, maxBytes: number | undefined): Ledger {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600)); // it holds phone numbers until leads are confirmed
  const lock = lockForWriting(path);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 5_000 });
    readVersion(database, path); // before anything is written to what may be another program's file
    database.exec(SETTINGS);
    migrate(database, path);
    signIn(database);
    const shelf = createFileShelf(database);
    shelf.endLeases();
    limitSize(database, maxBytes);
    return createLedger(path, database, shelf, () => lock.unlock());
  } catch (error) {
    database?.close();
    lock.unlock();
    throw describeFailure(path, error);
  }
}

function limitSize(database: DatabaseSync, maxBytes: number | undefined): void {
  if (maxBytes === undefined) return;
  const { page_size: pageBytes } = database.prepare('pragma page_size').get() as { page_size: number };
  database.exec(`pragma max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

function openToRead(path: string): Ledger {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    refuseEarlier(readVersion(database, path), path);
    return createLedger(path, database, createFileShelf(database), () => undefined);
  } catch (error) {
    throw describeFailure(path, error);
  }
}

/** A reader changes nothing, so it cannot bring the file up to date either. */
function refuseEarlier(version: number, path: string): void {
  if (version === MIGRATIONS.length) return;
  throw new LeadwireError('misconfigured', `${path} was made by an earlier leadwire (version ${version})`, {
    code: 'ledger-version',
    hint: 'Run the import again: it brings the ledger up to date.',
  });
}

function createLedger(path: string, database: DatabaseSync, shelf: FileShelf, unlock: () => void): Ledger {
  const group = createGroupCommit(database, (error) => {
    shelf.forget();
    return describeFailure(path, error);
  });
  return {
    claim: (entries, options) => group.run('crash', () => entries.map((entry) => claim(shelf, entry, options))),
    markSent: (rows, now, leaseMs) =>
      group.run('power-cut', () => rows.map((row) => markSent(shelf, row, now, leaseMs))),
    // A completion lost in a power cut leaves the row `sent`, and reconcile finds the outcome again.
    complete: (done, now) =>
      group.run('crash', () => done.map(({ row, completion }) => complete(shelf, row, completion, now))),
    release: (rows, now, how) =>
      group.run('crash', () => {
        for (const row of rows) release(shelf, row, now, how);
      }),
    get: async (id) => {
      group.flush();
      return shelf.get(id);
    },
    async *list(filter = {}) {
      let seq = 0;
      for (;;) {
        group.flush();
        const page = shelf.page(seq, filter, 500);
        if (page.rows.length === 0) return;
        yield* page.rows;
        seq = page.last;
      }
    },
    async counts(filter = {}) {
      group.flush();
      const counts = emptyCounts();
      for (const { state, count } of shelf.counts(filter)) counts[state] = count;
      return counts;
    },
    prune: (before, filter = {}) => prune(group, shelf, before, filter),
    async close() {
      if (!database.isOpen) return;
      group.flush();
      database.close();
      unlock();
    },
  };
}

function prune(
  group: GroupCommit,
  shelf: FileShelf,
  before: number,
  filter: Parameters<Ledger['prune']>[1] & {},
): Promise<number> {
  return group.run('crash', () => {
    refuseUnfinished(shelf.countUnfinished(before, filter));
    return shelf.removeFinished(before, filter);
  });
}

const FULL = 13;

/** What SQLite said, as something to act on. */
function describeFailure(path: string, error: unknown): unknown {
  const { code, errcode } = error as { code?: unknown; errcode?: number };
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return error;
  if ((errcode & 0xff) === FULL) {
    return new LeadwireError('misconfigured', `The ledger ${path} cannot grow: the disk is full`, {
      code: 'ledger-full',
      hint: 'Make room, then run it again: nothing was sent that is not written down.',
      cause: error,
    });
  }
  return new LeadwireError('misconfigured', `The ledger ${path} cannot be used: ${(error as Error).message}`, {
    code: 'ledger-failed',
    hint: 'Check that the file is there, is a ledger, and may be read and written.',
    cause: error,
  });
}
