import { createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../fault.ts';

export const CREDENTIAL_SCHEMA = `
  create table if not exists credential (destination text, hash text, seen_at integer not null, primary key (destination, hash)) strict;
  create table if not exists salt (value blob not null) strict;`;

export interface CredentialCheck {
  /** As `--to` names it. */
  readonly to: string;
  readonly account: string;
  /** `--account` or LEADWIRE_ACCOUNT was given: the user has said which account it is. */
  readonly isNamed: boolean;
  readonly credential: string;
  /** What was not done where it is refused. @default 'sent' */
  readonly done?: 'sent' | 'removed' | undefined;
  /** Asks in a terminal whether it is the same account; undefined in a pipe. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/** Keyed hashes of the credentials that were used with each destination of a ledger, to notice a change. The key is a random salt of its file. */
export class SeenCredentials {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * A ledger belongs to an account, and an account outlives its keys. A key that this ledger has not seen is a new key of the
   * same account, or another account, whose leads would be taken for sent.
   * @throws Fault where it may be another account
   */
  async check({ to, account, isNamed, credential, done = 'sent', ask }: CredentialCheck): Promise<void> {
    const destination = `${to} ${account}`;
    const hash = this.#hash(credential);
    const seen = this.#database.prepare('select hash from credential where destination = ?').all(destination);
    if (seen.length > 0 && !seen.some((each) => each.hash === hash) && !isNamed) {
      const same = await ask?.(
        `The credential for ${to} is not the one that was used before. Is it a new key of the same account (yes), or another account (no)?`,
      );
      if (same !== true) throw unseen(to, account, done);
    }
    this.#database.prepare('insert or ignore into credential values (?, ?, ?)').run(destination, hash, Date.now());
  }

  #hash(credential: string): string {
    let salt = this.#database.prepare('select value from salt').get()?.value as Uint8Array | undefined;
    salt ??= this.#database.prepare('insert into salt values (?) returning value').get(randomBytes(32))
      ?.value as Uint8Array;
    return createHmac('sha256', salt).update(credential).digest('hex');
  }
}

const unseen = (to: string, account: string, done: 'sent' | 'removed'): Fault =>
  new Fault(`The credential for ${to} is not the one that was used before. Nothing was ${done}.`, {
    hints: [
      `A new key of the same account: add --account ${account}`,
      done === 'sent'
        ? 'Another account: add --account NAME, with the same name in every run; it gets its own ledger.'
        : 'Another account: use the key of the account that the leads were sent to.',
    ],
  });
