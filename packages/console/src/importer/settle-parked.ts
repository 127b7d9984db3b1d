import type { Ledger } from '@leadwire/core';
import {
  clientOptions,
  createUndiciFetch,
  type ImportContext,
  type ImportOptions,
  openDestination,
  openWhenFree,
  type RowOutcome,
} from '@leadwire/importer';
import { createLeadwire } from 'leadwire';
import type { Finding } from '../api/send.ts';
import type { SentTo } from './sending.ts';

export interface SettleOptions {
  /** In the ledger. */
  readonly keys: ReadonlySet<string>;
  readonly finding: Finding;
  readonly sentTo: SentTo;
  /** How the import reached the provider, for a look-up. */
  readonly options: ImportOptions;
  readonly context: ImportContext;
}

/** What the ledger says of a row after it was settled. */
export interface SettledKey {
  readonly key: string;
  readonly outcome: RowOutcome;
  readonly id: string | undefined;
}

/** Records what was found out about parked rows, or lets the provider be asked once more. */
export async function settleParked(given: SettleOptions): Promise<SettledKey[]> {
  const { keys, finding, sentTo, context } = given;
  const ledger = await openWhenFree(sentTo.ledger, context.signal, () => undefined);
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

async function lookAgain(ledger: Ledger, { keys, options: given, context }: SettleOptions): Promise<void> {
  const { to, account, concurrency, options } = given;
  const { env, registry, signal } = context;
  const fetch = createUndiciFetch({ connections: concurrency, env });
  try {
    const client = { ...clientOptions(given), account: account ?? 'default', fetch };
    const { target } = await openDestination(registry, to, { options, client, env, dry: false });
    const leadwire = createLeadwire({ targets: { [to]: target }, ledger: withKeys(ledger, keys) });
    for await (const _ of leadwire.sendMany([], { to, signal }));
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
