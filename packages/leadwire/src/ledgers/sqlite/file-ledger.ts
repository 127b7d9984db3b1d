import type { DatabaseSync } from 'node:sqlite';
import { LeadwireError, type Ledger } from '@leadwire/core';
import { refuseUnfinished } from '../ledger-filter.ts';
import { claim, complete, markSent, release } from '../state-machine.ts';
import { describeFailure } from './failure.ts';
import { createGroupCommit } from './group-commit.ts';
import { lockForWriting, signIn } from './lock.ts';
import { makePlace, openFile } from './path.ts';
import { createQueries } from './queries.ts';
import { openToRead } from './read-only.ts';
import { createSqliteRowStore, type SqliteRowStore } from './row-store.ts';
import { migrate, readVersion } from './schema.ts';

export interface FileLedgerOptions {
  /**
   * Only look: takes no lock, makes no file and changes nothing, so it may be opened while an import runs, and where this user may not
   * write. Default false.
   */
  readonly readOnly?: boolean | undefined;
  /** Largest size of the file, in bytes; a full ledger stops a run like a full disk does. Default: none. */
  readonly maxBytes?: number | undefined;
}

/**
 * A ledger in one file, on `node:sqlite`: survives crashes and power cuts, one process at a time.
 * A second process gets a `misconfigured` error (code `ledger-in-use`) that names the first.
 * @param path - the file; made where it is not there, readable by its owner only. Its folder must be there
 * @throws LeadwireError `misconfigured`, with a code and a hint, where the path cannot be a ledger or may not be used
 * @example const ledger = fileLedger('leads.ledger')
 */
export function fileLedger(path: string, { readOnly = false, maxBytes }: FileLedgerOptions = {}): Ledger {
  if (path.trim() === '') throw noName();
  return readOnly ? openToRead(path) : openToWrite(path, maxBytes);
}

// Keys are hashes, so each new row dirties pages at random: checkpoints that are far apart write most of them once.
const SETTINGS = `pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
  pragma cache_size = -4000; pragma wal_autocheckpoint = 8000;`;

const noName = (): LeadwireError =>
  new LeadwireError('misconfigured', 'The ledger has no name', {
    code: 'ledger-not-found',
    hint: 'Give the path of a file, such as leads.ledger.',
  });

function openToWrite(given: string, maxBytes: number | undefined): Ledger {
  let path = given;
  let lock: ReturnType<typeof lockForWriting> | undefined;
  let database: DatabaseSync | undefined;
  try {
    path = makePlace(given);
    lock = lockForWriting(path);
    database = openFile(path, { timeout: 5_000 });
    readVersion(database, path); // before anything is written to what may be another program's file
    database.exec(SETTINGS);
    migrate(database, path);
    signIn(database);
    const rowStore = createSqliteRowStore(database);
    rowStore.endLeases();
    limitSize(database, maxBytes);
    return createLedger(path, database, rowStore, lock.unlock);
  } catch (error) {
    database?.close();
    lock?.unlock();
    throw describeFailure(path, error, 'write');
  }
}

function limitSize(database: DatabaseSync, maxBytes: number | undefined): void {
  if (maxBytes === undefined) return;
  const { page_size: pageBytes } = database.prepare('pragma page_size').get() as { page_size: number };
  database.exec(`pragma max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

function createLedger(path: string, database: DatabaseSync, rowStore: SqliteRowStore, unlock: () => void): Ledger {
  const group = createGroupCommit(database, (error) => {
    rowStore.forget();
    return describeFailure(path, error, 'write');
  });
  return {
    claim: (entries, options) => group.run('crash', () => entries.map((entry) => claim(rowStore, entry, options))),
    markSent: (rows, now, leaseMs) =>
      group.run('power-cut', () => rows.map((row) => markSent(rowStore, row, now, leaseMs))),
    // A completion lost in a power cut leaves the row `sent`, and reconcile finds the outcome again.
    complete: (done, now) =>
      group.run('crash', () => done.map(({ row, completion }) => complete(rowStore, row, completion, now))),
    release: (rows, now, releaseOptions) =>
      group.run('crash', () => {
        for (const row of rows) release(rowStore, row, now, releaseOptions);
      }),
    ...createQueries((work) => {
      group.flush();
      return work(rowStore);
    }),
    async prune(before, filter = {}) {
      const { unfinished, removed } = await group.run('crash', () => {
        const unfinished = rowStore.countUnfinished(before, filter);
        return { unfinished, removed: unfinished > 0 ? 0 : rowStore.removeFinished(before, filter) };
      });
      refuseUnfinished(unfinished); // not in there: it would take down all that is asked for at the same time
      return removed;
    },
    async close() {
      if (!database.isOpen) return;
      group.flush();
      database.close();
      unlock();
    },
  };
}
