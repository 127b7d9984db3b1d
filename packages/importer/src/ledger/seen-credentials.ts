import { createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../fault.ts';

export const CREDENTIAL_SCHEMA = `
  create table if not exists credential (destination text, hash text, seen_at integer not null, primary key (destination, hash)) strict;
  create table if not exists salt (value blob not null) strict;`;

/** Keyed hashes of the credentials that were used with each destination of a ledger, to notice a change. The key is a random salt of its file. */
export class SeenCredentials {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Others were used with this destination, and this one was not. */
  isUnseen(destination: string, credential: string): boolean {
    const found = this.#database.prepare('select hash from credential where destination = ?').all(destination);
    return found.length > 0 && !found.some(({ hash }) => hash === this.#hash(credential));
  }

  remember(destination: string, credential: string, now: number): void {
    this.#database
      .prepare('insert or ignore into credential values (?, ?, ?)')
      .run(destination, this.#hash(credential), now);
  }

  #hash(credential: string): string {
    let salt = this.#database.prepare('select value from salt').get()?.value as Uint8Array | undefined;
    salt ??= this.#database.prepare('insert into salt values (?) returning value').get(randomBytes(32))
      ?.value as Uint8Array;
    return createHmac('sha256', salt).update(credential).digest('hex');
  }
}

export interface CredentialCheck {
  /** As `--to` names it. */
  readonly to: string;
  readonly account: string;
  /** `--account` or LEADWIRE_ACCOUNT was given: the user has said which account it is. */
  readonly isNamed: boolean;
  readonly credential: string;
  /** Asks in a terminal whether it is the same account; undefined in a pipe. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * A ledger belongs to an account, and an account outlives its keys. A key that this ledger has not seen is a new key of the
 * same account, or another account, whose leads would be taken for sent.
 * @throws Fault where it may be another account
 */
export async function checkCredential(seen: SeenCredentials, check: CredentialCheck): Promise<void> {
  const { to, account, isNamed, credential, ask } = check;
  const destination = `${to} ${account}`;
  if (seen.isUnseen(destination, credential) && !isNamed) {
    const same = await ask?.(
      `The credential for ${to} is not the one that was used before. Is it a new key of the same account (yes), or another account (no)?`,
    );
    if (same !== true) throw unseen(to, account);
  }
  seen.remember(destination, credential, Date.now());
}

const unseen = (to: string, account: string): Fault =>
  new Fault(`The credential for ${to} is not the one that was used before. Nothing was sent.`, {
    hints: [
      `A new key of the same account: add --account ${account}`,
      'Another account: add --account NAME, with a name of its own in every run; it gets a ledger of its own.',
    ],
  });
