import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Where in a file each phone number came first. Kept in a temporary database, so that memory does not grow with the file. */
export class FirstSeen {
  #database: DatabaseSync | undefined;
  #insert: StatementSync | undefined;

  /** The row that had it before; undefined the first time. */
  see(e164: string, row: number): number | undefined {
    const phone = Number(e164);
    this.#insert ??= this.#open().prepare('insert into seen values (?, ?) on conflict do nothing');
    if (this.#insert.run(phone, row).changes === 1) return undefined;
    const found = this.#database?.prepare('select row from seen where phone = ?').get(phone);
    return found?.row as number | undefined;
  }

  close(): void {
    this.#database?.close();
  }

  #open(): DatabaseSync {
    // Loaded with the first row: Node 22 calls it experimental, with a warning on every run.
    this.#database = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(''); // an unnamed file, which SQLite removes
    this.#database.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -8192;
      create table seen (phone integer primary key, row integer not null) strict; begin`);
    return this.#database;
  }
}
