import type { LedgerEntry } from '@leadwire/core';
import type { ClientBase } from 'pg';

/** Claims of one account run one after another: two keys of one person must not be leased at once, and there is no row yet to lock. */
export async function lockAccounts(client: ClientBase, entries: readonly LedgerEntry[]): Promise<void> {
  const accounts = [...new Set(entries.map(({ provider, account }) => `${provider} ${account}`))].sort();
  for (const account of accounts)
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 5570118011))', [account]);
}
