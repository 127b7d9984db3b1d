import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RowEdit } from '@leadwire/files';
import { type FileFlags, makeLedgerFolder } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import type { DestinationChoice } from '../api/destination.ts';

/** An import of the page, kept so that a new start goes on where the last one was ended. It holds no credential. */
export interface Session {
  readonly version: 2;
  readonly path: string;
  /** Of the file: row numbers mean nothing in another one. */
  readonly bytes: number;
  readonly changedAt: number;
  read: Omit<FileFlags, 'edits' | 'profile'>;
  edits: [row: number, edit: RowEdit][];
  destination?: DestinationChoice | undefined;
  /** `sending`: rows may be under way. */
  progress: 'preparing' | 'sending' | 'finished';
}

/** A new import of a file. */
export function beginSession(path: string): Session {
  const { size, mtimeMs } = statSync(path);
  return { version: 2, path, bytes: size, changedAt: mtimeMs, read: {}, edits: [], progress: 'preparing' };
}

/** The file is as it was when it was chosen: row numbers, and what was shown, mean the same in it. */
export function isAsChosen({ path, bytes, changedAt }: Session): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.size === bytes && found.mtimeMs === changedAt;
}

/** Keeps the import of the page beside the ledgers, for its owner alone. */
export class SessionStore {
  readonly #path: string;

  constructor(ledgerFolder: string) {
    const folder = join(makeLedgerFolder(ledgerFolder), 'console');
    this.#path = join(folder, 'session.json');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /**
   * The import that was not finished; undefined where there is none.
   * @throws Fault where its file is not as it was
   */
  load(): Session | undefined {
    const session = this.#read();
    if (session === undefined || session.version !== 2 || session.progress === 'finished') {
      this.discard();
      return undefined;
    }
    if (isAsChosen(session)) return session;
    this.discard();
    throw new Fault(`The import of ${session.path} was not finished, and the file was changed or moved since.`, {
      hints: ['Choose the file again: what was sent is recorded, and is not sent again.'],
    });
  }

  #read(): Session | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as Session;
    } catch {
      return undefined; // there is none
    }
  }

  save(session: Session): void {
    const next = `${this.#path}.new`;
    writeFileSync(next, JSON.stringify(session), { mode: 0o600 });
    renameSync(next, this.#path);
  }

  discard(): void {
    rmSync(this.#path, { force: true });
  }
}
