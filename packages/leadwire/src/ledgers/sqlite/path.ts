import { closeSync, existsSync, lstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import { LeadwireError } from '@leadwire/core';
import { SQLITE } from './failure.ts';
import { APPLICATION_ID, readVersion } from './schema.ts';
import { openUnlocked, refuseNonFile } from './snapshot.ts';

export const lockPath = (path: string): string => `${path}.lock`;

/** Opens a file for writing, whatever its name: SQLite would take a relative `:memory:` or `file:leads` for something else. */
export const openFile = (path: string, options: DatabaseSyncOptions): DatabaseSync =>
  new DatabaseSync(resolve(path), options);

/** The file that a symbolic link leads to: its lock and its journal are beside it, whatever it is called by. */
export const followLink = (path: string): string =>
  existsSync(path) && lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;

export const identityOf = ({ dev, ino }: { dev: bigint; ino: bigint }): string => `${dev}:${ino}`;

/** Identifies the file itself, whatever path leads to it; undefined when there is none. */
export function fileIdentity(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : identityOf(found);
}

/**
 * Creates the file of a ledger in a folder that is there; one that a second path leads to is refused before a lock is put beside it.
 * @returns the path of the file itself, see {@link followLink}
 */
export function ensureFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    closeSync(openSync(path, 'a', 0o600)); // it holds phone numbers until leads are confirmed
    return followLink(path);
  }
  refuseNonFile(path, found);
  const file = followLink(path);
  refuseSecondPath(file, found.nlink);
  return file;
}

/**
 * Refuses a file that is not a ledger, or one of a later version, and leaves it as it is. Its lock must be held.
 * A process that is killed in a checkpoint leaves a file that is corrupt without its journal: where its header names a ledger, it passes.
 */
export function refuseOther(path: string): void {
  refuseEmptied(path);
  const database = openUnlocked(path);
  try {
    readVersion(database, path);
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== SQLITE.corrupt || applicationIdOf(path) !== APPLICATION_ID)
      throw error;
  } finally {
    database.close();
  }
}

/** SQLite takes an empty file for a new one, and removes the journal beside it, which holds what was sent. */
function refuseEmptied(path: string): void {
  const journal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (statSync(path).size > 0 || journal === undefined || journal.size === 0) return;
  throw new LeadwireError('misconfigured', `The ledger ${path} is empty, and its journal is not`, {
    code: 'ledger-failed',
    hint: 'Put the ledger back, from a back-up or from the disk that it was on. To begin anew, remove its -wal file, too: then everything is sent again.',
  });
}

/** @see https://www.sqlite.org/fileformat.html#application_id */
function applicationIdOf(path: string): number {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(file, bytes, { position: 68 });
    return bytes.readInt32BE();
  } finally {
    closeSync(file);
  }
}

/** Lock and journal are found by path: two paths to one file would be two writers that do not see each other. */
function refuseSecondPath(path: string, links: number): void {
  if (links > 1) {
    throw new LeadwireError('misconfigured', `The ledger ${path} has ${links} hard links`, {
      code: 'ledger-linked',
      hint: 'Keep one name of the file: remove the other hard links, or make a symbolic link instead.',
    });
  }
  if (isMountPoint(path)) {
    throw new LeadwireError('misconfigured', `The ledger ${path} is mounted as a single file`, {
      code: 'ledger-mounted',
      hint: 'Mount the folder that holds the ledger: its lock and its journal are beside it.',
    });
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
export function isMountPoint(path: string, mountInfo: string = readMountInfo()): boolean {
  const decode = (text: string): string =>
    text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  const points = mountInfo.split('\n').map((line) => decode(line.split(' ')[4] ?? ''));
  return points.includes(realpathSync(path));
}

function readMountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return ''; // only Linux tells
  }
}
