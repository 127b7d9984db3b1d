import type { Finding } from '@leadwire/console';
import type { LeadTarget, Ledger } from '@leadwire/core';
import { createLeadwire } from 'leadwire';
import type { Io } from '../../io.ts';
import { openWhenFree } from '../../ledger/open-ledger.ts';
import type { RowOutcome } from '../../rows/tally.ts';
import type { SentTo } from './sending.ts';

export interface SettleOptions {
  /** In the ledger. */
  readonly keys: ReadonlySet<string>;
  readonly finding: Finding;
  readonly sentTo: SentTo;
  /** Opens the provider, for a look-up. */
  readonly openTarget: () => Promise<LeadTarget>;
  readonly io: Io;
}

/** What the ledger says of a row after it was settled. */
export interface SettledKey {
  readonly key: string;
  readonly outcome: RowOutcome;
  readonly id: string | undefined;
}

/** Records what was found out about parked rows, or lets the provider be asked once more. */
export async function settleParked(options: SettleOptions): Promise<SettledKey[]> {
  const { keys, finding, sentTo, openTarget, io } = options;
  const ledger = await openWhenFree(sentTo.ledger, io.signal, () => undefined);
  const target = finding === 'look-again' ? await openTarget() : undefined;
  const leadwire = createLeadwire({
    targets: target === undefined ? {} : { [target.name]: target },
    ledger: target === undefined ? ledger : withKeys(ledger, keys),
  });
  try {
    if (target !== undefined) for await (const _ of leadwire.sendMany([], { to: target.name, signal: io.signal }));
    else
      for (const lead of await leadwire.parked())
        if (keys.has(lead.key)) await leadwire.resolve(lead, finding as 'arrived' | 'not-there');
    const settled = [...keys].map(async (key): Promise<SettledKey | undefined> => {
      const row = await ledger.get({ provider: sentTo.provider, account: sentTo.account, key });
      return row && { key, outcome: row.outcome ?? 'open', id: row.remoteId };
    });
    return (await Promise.all(settled)).filter((row) => row !== undefined);
  } finally {
    await leadwire.close();
  }
}

/** Only these rows are looked up again. */
const withKeys = (ledger: Ledger, keys: ReadonlySet<string>): Ledger => ({
  ...ledger,
  async *list(filter) {
    for await (const row of ledger.list(filter)) if (keys.has(row.key)) yield row;
  },
});
