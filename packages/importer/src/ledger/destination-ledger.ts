import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { LeadTarget } from '@leadwire/core';
import { LEDGER_ENDING } from './state-folder.ts';

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
