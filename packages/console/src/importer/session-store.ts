import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { RowEdit } from '@leadwire/files';
import { type FileFlags, makeLedgerFolder } from '@leadwire/importer';
import type { DestinationChoice } from '../api.ts';
import { keepUpload } from './local-files.ts';

/** An import of the page, kept so that a new start goes on where the last one was ended. It holds no credential. */
export interface Session {
  readonly version: 1;
  readonly path: string;
  readonly name: string;
  readonly isUpload: boolean;
  /** Of the file: row numbers mean nothing in another one. */
  readonly bytes: number;
  readonly changedAt: number;
  read: Omit<FileFlags, 'edits' | 'profile'>;
  edits: [row: number, edit: RowEdit][];
  destination?: DestinationChoice | undefined;
  /** `sending`: rows may be under way. */
  progress: 'preparing' | 'sending' | 'finished';
}

/** Keeps the import of the page beside the ledgers, for its owner alone. */
export class SessionStore {
  readonly folder: string;
  readonly #path: string;

  constructor(ledgerFolder: string) {
    this.folder = join(makeLedgerFolder(ledgerFolder), 'console');
    this.#path = join(this.folder, 'session.json');
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /** The import that was not finished; undefined where there is none, or its file has changed since. */
  load(): Session | undefined {
    try {
      const session = JSON.parse(readFileSync(this.#path, 'utf8')) as Session;
      const { size, mtimeMs } = statSync(session.path);
      const isSame = session.version === 1 && session.bytes === size && session.changedAt === mtimeMs;
      if (isSame && session.progress !== 'finished') return session;
      this.discard(session);
    } catch {
      this.discard(undefined);
    }
    return undefined;
  }

  save(session: Session): void {
    const next = `${this.#path}.new`;
    writeFileSync(next, JSON.stringify(session), { mode: 0o600 });
    renameSync(next, this.#path);
  }

  /** Forgets the import and the copy of its upload. */
  discard(session: Session | undefined): void {
    rmSync(this.#path, { force: true });
    if (session?.isUpload === true && dirname(dirname(session.path)) === this.folder)
      rmSync(dirname(session.path), { recursive: true, force: true });
  }

  begin(path: string, isUpload: boolean): Session {
    const { size, mtimeMs } = statSync(path);
    const file = { path, name: basename(path), isUpload, bytes: size, changedAt: mtimeMs };
    return { version: 1, ...file, read: {}, edits: [], progress: 'preparing' };
  }

  async receive(name: string, bytes: Readable): Promise<Session> {
    return this.begin(await keepUpload(join(this.folder, `upload-${randomUUID()}`), name, bytes), true);
  }
}
