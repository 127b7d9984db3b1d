import { closeSync, existsSync, lstatSync, openSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import { readVersion } from './schema.ts';
import { openUnlocked, refuseOthers } from './snapshot.ts';

export const lockPath = (path: string): string => `${path}.lock`;

/** Opens a file to write, whatever its name: a relative `:memory:` or `file:leads` would mean something else to SQLite. */
export const openFile = (path: string, options: DatabaseSyncOptions): DatabaseSync =>
  new DatabaseSync(resolve(path), options);

/** The file itself, where a link leads to it: its lock and its journal are beside it, whatever it is called by. */
export const placeOf = (path: string): string =>
  existsSync(path) && lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;

/**
 * Makes the file of a ledger where it is not there, in a folder that is: a mistyped path must not begin an empty ledger. What is there
 * and is no ledger is refused before a lock is put beside it.
 * @returns the file itself, see {@link placeOf}
 */
export function makePlace(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    closeSync(openSync(path, 'a', 0o600)); // it holds phone numbers until leads are confirmed
    return placeOf(path);
  }
  refuseOthers(path, found);
  const place = placeOf(path);
  if (existsSync(lockPath(place))) return place; // with a lock beside it, it is one
  const database = openUnlocked(place);
  try {
    readVersion(database, place);
  } finally {
    database.close();
  }
  return place;
}
