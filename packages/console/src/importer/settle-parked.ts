import type { Finding } from '@leadwire/console';
import type { Ledger } from '@leadwire/core';
import { createLeadwire } from 'leadwire';
import { openDestination } from '../../destinations.ts';
import type { Io } from '../../io.ts';
import { openWhenFree } from '../../ledger/open-ledger.ts';
import type { RowOutcome } from '../../rows/tally.ts';
import { clientOptions } from '../client-options.ts';
import { createUndiciFetch } from '../import/undici-fetch.ts';
import type { toImportOptions } from './import-options.ts';
import type { SentTo } from './sending.ts';

export interface SettleOptions {
  /** In the ledger. */
  readonly keys: ReadonlySet<string>;
  readonly finding: Finding;
  readonly sentTo: SentTo;
  /** How the import reached the provider, for a look-up. */
  readonly options: ReturnType<typeof toImportOptions>;
  readonly io: Io;
}

/** What the ledger says of a row after it was settled. */
export interface SettledKey {
  readonly key: string;
  readonly outcome: RowOutcome;
  readonly id: string | undefined;
}

/** Records what was found out about parked rows, or lets the provider be asked once more. */
export async function settleParked(given: SettleOptions): Promise<SettledKey[]> {
  const { keys, finding, sentTo, io } = given;
  const ledger = await openWhenFree(sentTo.ledger, io.signal, () => undefined);
  try {
    if (finding === 'look-again') await lookAgain(ledger, given);
    else await resolveAll(ledger, keys, finding);
    const settled = [...keys].map(async (key): Promise<SettledKey | undefined> => {
      const row = await ledger.get({ provider: sentTo.provider, account: sentTo.account, key });
      return row && { key, outcome: row.outcome ?? 'open', id: row.remoteId };
    });
    return (await Promise.all(settled)).filter((row) => row !== undefined);
  } finally {
    await ledger.close();
  }
}

async function lookAgain(ledger: Ledger, { keys, options: given, io }: SettleOptions): Promise<void> {
  const { to, baseUrl, account, options, ...flags } = given;
  const fetch = createUndiciFetch({ connections: flags.concurrency ?? 1, env: io.env });
  try {
    const client = { ...clientOptions({ ...flags, baseUrl }), account: account ?? 'default', fetch };
    const { target } = await openDestination(to, { options, client, env: io.env, dry: false });
    const leadwire = createLeadwire({ targets: { [to]: target }, ledger: withKeys(ledger, keys) });
    for await (const _ of leadwire.sendMany([], { to, signal: io.signal }));
  } finally {
    await fetch.close();
  }
}

async function resolveAll(ledger: Ledger, keys: ReadonlySet<string>, finding: 'arrived' | 'not-there'): Promise<void> {
  const leadwire = createLeadwire({ targets: {}, ledger });
  for (const lead of await leadwire.parked()) if (keys.has(lead.key)) await leadwire.resolve(lead, finding);
}

/** Only these rows are looked up again. */
const withKeys = (ledger: Ledger, keys: ReadonlySet<string>): Ledger => ({
  ...ledger,
  async *list(filter) {
    for await (const row of ledger.list(filter)) if (keys.has(row.key)) yield row;
  },
});
