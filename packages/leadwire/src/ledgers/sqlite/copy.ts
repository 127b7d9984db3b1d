import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isNotCopied } from './failure.ts';

export interface FileCopy {
  readonly database: DatabaseSync;
  remove(): void;
}

/** A ledger and its journal, copied to where only this user may read them; gone from the disk as soon as they are open. */
export function copyFile(path: string): FileCopy {
  const folder = makeFolder(path);
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  let database: DatabaseSync | undefined;
  try {
    for (const ending of ['', '-wal']) copyFileSync(`${path}${ending}`, join(folder, `ledger${ending}`));
    const opened = new DatabaseSync(join(folder, 'ledger'));
    database = opened;
    opened.prepare('select count(*) from sqlite_schema').get();
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
    throw (error as { code?: unknown }).code === 'ENOSPC' ? isNotCopied(path, tmpdir(), error) : error;
  }
}

function makeFolder(path: string): string {
  try {
    return mkdtempSync(join(tmpdir(), 'leadwire-'));
  } catch (error) {
    throw isNotCopied(path, tmpdir(), error);
  }
}
