import type { DatabaseSync } from 'node:sqlite';
import { LeadwireError, type Ledger } from '@leadwire/core';
import { type OptionNames, perProcess, requireKnown, requireNumbers } from '@leadwire/core/provider';
import { checkArguments } from '../check-arguments.ts';
import { claim } from '../claim-row.ts';
import { refuseUnfinished } from '../ledger-filter.ts';
import { isAcceptance } from '../row-facts.ts';
import { complete, forget, markSent, release } from '../state-machine.ts';
import { createCheckpointer } from './checkpointer.ts';
import { describeFailure, isMoved } from './failure.ts';
import { createGroupCommit } from './group-commit.ts';
import { lockForWriting, signIn, signOut, type WriterLock } from './lock.ts';
import { ensureFile, fileIdentity, openFile, refuseOther } from './path.ts';
import {
  countUnfinished,
  dedupeKeysOf,
  deleteFinished,
  deleteRow,
  endLeases,
  eraseOldPayloads,
  selectPerson,
} from './queries.ts';
import { openToRead } from './read-only.ts';
import { createSqliteRowStore } from './row-store.ts';
import { migrate } from './schema.ts';
import { createViews, type OpenFile } from './views.ts';

export interface FileLedgerOptions {
  /**
   * Only read: takes no lock, creates no file and changes nothing, so it works while an import runs, and where this user may not write.
   * @default false
   */
  readonly readOnly?: boolean | undefined;
  /** Largest size of the file, in bytes; a full ledger stops a run as a full disk does. @default unlimited */
  readonly maxBytes?: number | undefined;
}

/**
 * A ledger in one file, on `node:sqlite`: survives crashes and power cuts, one process at a time.
 * A second process gets a `misconfigured` error (code `ledger-in-use`) that names the first; opening it twice in one process shares it.
 * @param path - the file; created if it is not there, readable by its owner only. Its folder must exist
 * @throws LeadwireError `misconfigured`, with a code and a hint, when the path cannot be a ledger or may not be used
 * @example const ledger = fileLedger('leads.ledger')
 */
export function fileLedger(path: string, options: FileLedgerOptions = {}): Ledger {
  requireKnown('fileLedger', options, OPTIONS); // `readonly: true` would open it to write
  const { readOnly = false, maxBytes } = options;
  if (path.trim() === '') throw noName();
  requireNumbers('fileLedger', 1, { maxBytes });
  return readOnly ? openToRead(path) : openToWrite(path, maxBytes);
}

const OPTIONS: OptionNames<FileLedgerOptions> = { readOnly: true, maxBytes: true };

// Keys are hashes, so each new row changes random pages: `createCheckpointer` bounds what writing them costs.
const SETTINGS = `pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
  pragma cache_size = -4000; pragma wal_autocheckpoint = 8000;`;

const noName = (): LeadwireError =>
  new LeadwireError('misconfigured', 'The ledger has no name', {
    code: 'ledger-not-found',
    hint: 'Give the path of a file, such as leads.ledger.',
  });

interface Shared {
  readonly ledger: Ledger;
  handles: number;
}

/** Ledgers that this process has open, by the identity of their file: opening one twice shares it. */
const openLedgers = perProcess('open-ledgers', 1, () => new Map<string, Shared>());

function openToWrite(given: string, maxBytes: number | undefined): Ledger {
  let path = given;
  try {
    path = ensureFile(given);
  } catch (error) {
    throw describeFailure(path, error, 'write');
  }
  const identity = fileIdentity(path) ?? path;
  const shared = openLedgers.get(identity) ?? { ledger: openLocked(path, maxBytes), handles: 0 };
  openLedgers.set(identity, shared);
  shared.handles++;
  let isOpen = true;
  return {
    ...shared.ledger,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      shared.handles--;
      if (shared.handles > 0) return;
      openLedgers.delete(identity);
      await shared.ledger.close();
    },
  };
}

function openLocked(path: string, maxBytes: number | undefined): Ledger {
  let lock: WriterLock | undefined;
  let database: DatabaseSync | undefined;
  try {
    lock = lockForWriting(path);
    refuseOther(path);
    database = openFile(path, { timeout: 5_000 });
    database.exec(SETTINGS);
    migrate(database, path);
    signIn(database, path);
    const rowStore = createSqliteRowStore(database);
    endLeases(database);
    limitSize(database, maxBytes);
    return checkArguments(createLedger(path, { database, rowStore }, lock.unlock));
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

function createLedger(path: string, file: OpenFile, unlock: () => void): Ledger {
  const { database, rowStore } = file;
  const checkpointer = createCheckpointer(database);
  const identity = fileIdentity(path);
  const group = createGroupCommit(database, {
    beforeCommit() {
      if (fileIdentity(path) !== identity) throw isMoved(path);
    },
    afterCommit: checkpointer.afterCommit,
    describeFailure(error) {
      rowStore.clear();
      return describeFailure(path, error, 'write');
    },
  });
  return {
    claim: (entries, options) =>
      group.run(isAcceptance(options) ? 'power-cut' : 'crash', () =>
        entries.map((entry) => claim(rowStore, entry, options)),
      ),
    markSent: (rows, now, leaseMs) =>
      group.run('power-cut', () => rows.map((row) => markSent(rowStore, row, now, leaseMs))),
    // A completion that a power cut loses leaves the row `sent`, and reconcile finds the outcome again.
    complete: (done, now) =>
      group.run('crash', () => done.map(({ row, completion }) => complete(rowStore, row, completion, now))),
    release: (rows, now, options) =>
      group.run('crash', () => {
        for (const row of rows) release(rowStore, row, now, options);
      }),
    ...createViews((work) => {
      group.flush();
      return work(file);
    }),
    async prune(before, filter = {}) {
      const { unfinished, deleted } = await group.run('crash', () => {
        const unfinished = countUnfinished(database, before, filter);
        return { unfinished, deleted: unfinished > 0 ? 0 : deleteFinished(database, before, filter) };
      });
      refuseUnfinished(unfinished); // not inside: it would fail everything in the same transaction
      return deleted;
    },
    erasePayloads: (before) => group.run('crash', () => eraseOldPayloads(database, before)),
    async forget(phone, now) {
      const dedupeKeys = await dedupeKeysOf(database, phone);
      const find = () => selectPerson(database, phone, dedupeKeys).map(rowStore.toRow);
      for (const row of find()) forget(row, now); // refused before anything is changed
      const erased = await group.run('power-cut', () => {
        const rows = find();
        for (const row of rows) {
          const rest = forget(row, now);
          if (rest === undefined) deleteRow(database, row);
          else rowStore.replace(rest);
        }
        return rows.length;
      });
      database.exec('pragma wal_checkpoint(truncate)'); // the journal holds what the rows held
      return erased;
    },
    async close() {
      if (!database.isOpen) return;
      group.flush();
      checkpointer.stop();
      if (fileIdentity(path) === identity) signOut(database);
      database.close();
      unlock();
    },
  };
}
