import { createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export const CREDENTIAL_SCHEMA = `
  create table if not exists credential (destination text, hash text, seen_at integer not null, primary key (destination, hash)) strict;
  create table if not exists salt (value blob not null) strict;`;

/** Keyed hashes of the credentials that were used with each destination of a ledger, to notice a change. The key is a random salt of its file. */
export class SeenCredentials {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** `first`: no credential was used there yet. */
  knows(destination: string, credential: string): 'first' | 'known' | 'unseen' {
    const found = this.#database.prepare('select hash from credential where destination = ?').all(destination);
    if (found.length === 0) return 'first';
    const hash = this.#hash(credential);
    return found.some((each) => each.hash === hash) ? 'known' : 'unseen';
  }

  remember(destination: string, credential: string, now: number): void {
    this.#database
      .prepare('insert or ignore into credential values (?, ?, ?)')
      .run(destination, this.#hash(credential), now);
  }

  #hash(credential: string): string {
    const find = () =>
      (this.#database.prepare('select value from salt').get() as { value: Uint8Array } | undefined)?.value;
    if (find() === undefined) this.#database.prepare('insert into salt values (?)').run(randomBytes(32));
    return createHmac('sha256', find() ?? '')
      .update(credential)
      .digest('hex');
  }
}
