import { Fault } from '../fault.ts';
import type { SeenCredentials } from './seen-credentials.ts';

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
  if (seen.knows(destination, credential) === 'unseen' && !isNamed) {
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
