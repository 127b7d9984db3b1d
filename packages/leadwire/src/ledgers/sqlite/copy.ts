import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isNotCopied, SQLITE } from './failure.ts';

export interface FileCopy {
  readonly database: DatabaseSync;
  remove(): void;
}

/** A ledger and its journal, copied file by file. */
export const copyFile = (path: string): FileCopy =>
  copyBy(path, (copy) => {
    for (const ending of ['', '-wal']) copyFileSync(`${path}${ending}`, `${copy}${ending}`);
  });

/**
 * What a ledger that is open holds at this moment.
 * @param change - what is changed in the copy: once it is gone from the disk, SQLite only reads it
 */
export const copyDatabase = (database: DatabaseSync, path: string, change: (copy: DatabaseSync) => void): FileCopy =>
  copyBy(path, (copy) => database.prepare('vacuum into ?').run(copy), change);

/** A copy where only this user may read it; gone from the disk as soon as it is open. */
function copyBy(
  path: string,
  write: (copy: string) => void,
  change: (copy: DatabaseSync) => void = () => undefined,
): FileCopy {
  const folder = makeFolder(path);
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  let database: DatabaseSync | undefined;
  try {
    write(join(folder, 'ledger'));
    const opened = new DatabaseSync(join(folder, 'ledger'));
    database = opened;
    opened.prepare('select count(*) from sqlite_schema').get();
    change(opened);
    if (process.platform !== 'win32') removeFolder(); // there, what is open stays
    return {
      database: opened,
      remove() {
        opened.close();
        removeFolder();
      },
    };
  } catch (error) {
    database?.close();
    removeFolder();
    const { code, errcode } = error as { code?: unknown; errcode?: number };
    throw code === 'ENOSPC' || errcode === SQLITE.full ? isNotCopied(path, tmpdir(), error) : error;
  }
}

function makeFolder(path: string): string {
  try {
    return mkdtempSync(join(tmpdir(), 'leadwire-'));
  } catch (error) {
    throw isNotCopied(path, tmpdir(), error);
  }
}
