import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { LeadTarget } from '@leadwire/core';
import { reasonOf } from '@leadwire/files/errors';
import type { Environment } from '../destinations.ts';
import { Fault } from '../fault.ts';

const LEDGER_ENDING = '.leadwire';

/**
 * Where default ledgers are kept: `leadwire` in the user's state folder.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function stateFolder(env: Environment): string {
  const base =
    env.XDG_STATE_HOME ||
    (process.platform === 'win32' ? env.LOCALAPPDATA : undefined) ||
    join(homeOf(env), '.local', 'state');
  return join(base, 'leadwire');
}

const homeOf = (env: Environment): string => env.HOME || env.USERPROFILE || homedir();

/** Makes the folder, readable by its owner only. */
export function makeLedgerFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (cause) {
    throw new Fault(`The folder for ledgers, ${folder}, cannot be made: ${reasonOf(cause)}.`, {
      hints: ['Set XDG_STATE_HOME to a folder that you may write to, or name a ledger: --ledger leads.leadwire'],
      cause,
    });
  }
}

/** Paths of all ledgers in a folder. */
export function ledgersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(LEDGER_ENDING))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Said where an earlier ledger would be expected and none is there: a container without a volume forgets what it sent. */
export function emptyFolderNotice(env: Environment, folder: string): string {
  const isTemporary = Boolean(env.CI) || existsSync('/.dockerenv') || Boolean(env.KUBERNETES_SERVICE_HOST);
  const start = `There is no earlier ledger in ${folder}: everything in the file counts as not sent yet.`;
  return isTemporary
    ? `${start} In a container or CI, keep that folder on a volume; otherwise the next run sends everything again.`
    : `${start} If you have imported to this destination before, on another machine or as another user, stop and copy its ledger here.`;
}

/** What tells destinations apart, beside what the provider calls the place. */
export interface DestinationId {
  /** As `--to` names it. */
  readonly to: string;
  /** As `--account` names it. */
  readonly account: string;
  readonly target: Pick<LeadTarget, 'provider' | 'account'>;
}

/**
 * The file of a destination's ledger in a folder: the readable part may be the same for two destinations, the hash is not.
 * @example `topcalls_default_api.topcalls.ai-3c90c3cc-…_1f2e3d4c.leadwire`
 */
export function destinationLedgerPath(folder: string, { to, account, target }: DestinationId): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([to, account, target.provider, target.account]))
    .digest('hex');
  const readable = [to, account, target.account].map(slug).join('_');
  return join(folder, `${readable}_${hash.slice(0, 8)}${LEDGER_ENDING}`);
}

const slug = (text: string): string => text.replace(/[^\w.-]+/g, '-').slice(0, 60);

/** The ledger that earlier versions kept beside the file. */
export const earlierLedgerPath = (file: string): string =>
  basename(file).endsWith(LEDGER_ENDING) ? file : `${file}${LEDGER_ENDING}`;
