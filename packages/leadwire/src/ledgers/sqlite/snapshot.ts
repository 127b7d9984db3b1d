import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { copyFile, type FileCopy } from './copy.ts';
import { isEmpty, isMissing, isNoFile } from './failure.ts';

/** Looks at a ledger file and leaves no trace: nothing beside it is made, nothing in it is changed. */
export interface Looker {
  /** One look at what is committed by now. */
  look<Value>(work: (database: DatabaseSync) => Value): Value;
  close(): void;
}

/** The snapshot is taken again when a writer changed the file in the meantime. */
const MOST_LOOKS = 20;

/** Each look opens the file anew: kept open without its locks it would be seen as it was, and with them it would block a writer. */
export function createLooker(path: string): Looker {
  let copy: (FileCopy & { readonly of: string }) | undefined;
  const forget = (): void => {
    copy?.remove();
    copy = undefined;
  };
  const lookAt = <Value>({ journal, stamp }: Seen, work: (database: DatabaseSync) => Value): Value => {
    if (journal === 'none') return closing(openUnlocked(path), work);
    if (journal === 'shared') return closing(openUri(path, { readonly_shm: '1' }), work);
    if (copy?.of !== stamp) {
      forget();
      copy = { ...copyFile(path), of: stamp };
    }
    return work(copy.database);
  };
  /** One look; undefined when a writer changed the file in the meantime. */
  const tryLook = <Value>(work: (database: DatabaseSync) => Value, isLast: boolean): { value: Value } | undefined => {
    const seen = see(path);
    const isUnchanged = (): boolean => see(path).stamp === seen.stamp;
    try {
      const value = lookAt(seen, work);
      // Its locks have kept a writer from changing what was read; without them, nothing may have changed.
      return seen.journal === 'shared' || isUnchanged() ? { value } : undefined;
    } catch (error) {
      if (isLast || isUnchanged()) throw error;
      return undefined;
    }
  };
  return {
    look(work) {
      for (let looks = 1; looks <= MOST_LOOKS; looks++) {
        const found = tryLook(work, looks === MOST_LOOKS);
        if (found !== undefined) return found.value;
      }
      throw new Error(`${path} was written during each of ${MOST_LOOKS} looks`);
    },
    close: forget,
  };
}

function closing<Value>(database: DatabaseSync, work: (database: DatabaseSync) => Value): Value {
  try {
    return work(database);
  } finally {
    database.close();
  }
}

interface Seen {
  /** Where the last commit is: in the file, in a journal that a writer shares, or in one whose index is gone and that is read from a copy. */
  readonly journal: 'none' | 'shared' | 'alone';
  /** Another one: the file was written to. */
  readonly stamp: string;
}

function see(path: string): Seen {
  const [file, journal, index] = ['', '-wal', '-shm'].map((ending) =>
    statSync(`${path}${ending}`, { bigint: true, throwIfNoEntry: false }),
  );
  if (file === undefined) throw isMissing(path);
  refuseNonFile(path, file);
  if (file.size === 0n) throw isEmpty(path);
  const kind = journalKind(journal?.size ?? 0n, index !== undefined);
  const stamps = [file, journal].map((one) => (one === undefined ? '' : `${one.ino} ${one.size} ${one.mtimeNs}`));
  return { journal: kind, stamp: [kind, ...stamps].join('\n') };
}

function journalKind(bytes: bigint, hasIndex: boolean): Seen['journal'] {
  if (bytes === 0n) return 'none';
  return hasIndex ? 'shared' : 'alone';
}

/** What cannot be a ledger: a device takes whatever is written, and keeps nothing. */
export function refuseNonFile(path: string, found: { isFile(): boolean; isDirectory(): boolean }): void {
  if (found.isDirectory()) throw isNoFile(path, 'a folder');
  if (!found.isFile()) throw isNoFile(path, 'a device or a pipe');
}

/** The file as it is: takes no lock, sees no journal beside it and makes none. Right only while no process writes. */
export const openUnlocked = (path: string): DatabaseSync => openUri(path, { immutable: '1' });

/** @see https://www.sqlite.org/uri.html */
function openUri(path: string, parameters: Readonly<Record<string, string>>): DatabaseSync {
  const url = pathToFileURL(path);
  for (const [name, value] of Object.entries({ mode: 'ro', ...parameters })) url.searchParams.set(name, value);
  return new DatabaseSync(url, { readOnly: true, timeout: 5_000 });
}
