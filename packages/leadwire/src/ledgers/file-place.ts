import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { openUnlocked, refuseOthers } from './file-look.ts';
import { readVersion } from './file-schema.ts';

export const lockPath = (path: string): string => `${path}.lock`;

/**
 * Makes the file of a ledger where it is not there, in a folder that is: a mistyped path must not begin an empty ledger. What is there
 * and is no ledger is refused before a lock is put beside it.
 */
export function makePlace(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    closeSync(openSync(path, 'a', 0o600)); // it holds phone numbers until leads are confirmed
    return;
  }
  refuseOthers(path, found);
  if (existsSync(lockPath(path))) return; // with a lock beside it, it is one
  const database = openUnlocked(path);
  try {
    readVersion(database, path);
  } finally {
    database.close();
  }
}
