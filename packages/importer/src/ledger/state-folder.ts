import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '@leadwire/files/errors';
import type { Io } from '../io.ts';
import { Fault } from '../output/fault.ts';

export const LEDGER_ENDING = '.leadwire';

/**
 * Where default ledgers are kept: `leadwire` in the user's state folder.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function stateFolder(env: Io['env']): string {
  const base =
    env.XDG_STATE_HOME ||
    (process.platform === 'win32' ? env.LOCALAPPDATA : undefined) ||
    join(homeOf(env), '.local', 'state');
  return join(base, 'leadwire');
}

const homeOf = (env: Io['env']): string => env.HOME || env.USERPROFILE || homedir();

/** Makes the folder, readable by its owner only. */
export function makeStateFolder(env: Io['env']): string {
  const folder = stateFolder(env);
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

/** Paths of all default ledgers. */
export function defaultLedgers(env: Io['env']): string[] {
  const folder = stateFolder(env);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(LEDGER_ENDING))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Said where an earlier ledger would be expected and none is there: a container without a volume forgets what it sent. */
export function emptyStateNotice(env: Io['env'], folder: string): string | undefined {
  const isTemporary = Boolean(env.CI) || existsSync('/.dockerenv') || Boolean(env.KUBERNETES_SERVICE_HOST);
  const start = `There is no earlier ledger in ${folder}: everything in the file counts as not sent yet.`;
  return isTemporary
    ? `${start} In a container or CI, keep that folder on a volume or name a ledger with --ledger; otherwise the next run sends everything again.`
    : `${start} If you have imported to this destination before, on another machine or as another user, stop and copy its ledger here.`;
}
