import { createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export const CREDENTIAL_SCHEMA = `
  create table if not exists credential (hash text primary key, seen_at integer not null) strict;
  create table if not exists salt (value blob not null) strict;`;

/** Keyed hashes of the credentials that were used with a ledger, to notice a change. The key is a random salt of its file. */
export class SeenCredentials {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** `first`: no credential was used yet. */
  knows(credential: string): 'first' | 'known' | 'unseen' {
    const { count } = this.#database.prepare('select count(*) as count from credential').get() as { count: number };
    if (count === 0) return 'first';
    const found = this.#database.prepare('select 1 from credential where hash = ?').get(this.#hash(credential));
    return found === undefined ? 'unseen' : 'known';
  }

  remember(credential: string, now: number): void {
    this.#database.prepare('insert or ignore into credential values (?, ?)').run(this.#hash(credential), now);
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
