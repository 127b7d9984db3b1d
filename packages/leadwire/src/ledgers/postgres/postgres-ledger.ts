import type { Claim, ClaimOptions, Completion, Ledger, LedgerEntry, LedgerRow, Release } from '@leadwire/core';
import type { Pool, PoolClient } from 'pg';
import { claim, complete, markSent, type RowStore, release } from '../state-machine.ts';
import { coalesced } from './coalesce.ts';
import { createDatabase, type Database } from './database.ts';
import { checkSchema, createPool, isPool, type PostgresLedgerOptions } from './pool.ts';
import { createQueries } from './queries.ts';
import { openRowStore } from './row-store.ts';

export type { PostgresLedgerOptions } from './pool.ts';

/**
 * A ledger in PostgreSQL, for any number of workers on any number of machines. Leases are judged by the server's clock.
 * @param where - where the database is, or a pool of the `pg` package, which stays yours to end
 * @throws LeadwireError `misconfigured` where an option cannot be; later on, where the database fails (code `ledger-failed`)
 * @example const ledger = postgresLedger({ connectionString: 'postgres://user:password@host:5432/database' })
 */
export function postgresLedger(
  where: PostgresLedgerOptions | Pool,
  { schema: given }: { readonly schema?: string | undefined } = {},
): Ledger {
  if (isPool(where)) {
    const schema = checkSchema(given);
    return createLedger(
      createDatabase(where, schema, async () => undefined),
      schema,
    );
  }
  const pool = createPool(where);
  const schema = checkSchema(given ?? where.schema);
  return createLedger(
    createDatabase(pool, schema, () => pool.end()),
    schema,
  );
}

interface Marked {
  readonly row: LedgerRow;
  readonly now: number;
  readonly leaseMs: number | undefined;
}

interface Completed {
  readonly row: LedgerRow;
  readonly completion: Completion;
  readonly now: number;
}

interface Released {
  readonly row: LedgerRow;
  readonly now: number;
  readonly releaseOptions: Release | undefined;
}

function createLedger(database: Database, schema: string): Ledger {
  const { transaction, during } = database;
  const claimAll = coalesced((items: readonly { entry: LedgerEntry; options: ClaimOptions }[]) =>
    transaction('step', async (client, aheadMs): Promise<Claim[]> => {
      const entries = items.map(({ entry }) => entry);
      await lockPlaces(client, entries);
      const rowStore = await openRowStore(client, schema, entries, { claimed: entries, aheadMs });
      const claims = items.map(({ entry, options }) => claim(rowStore, entry, options));
      await rowStore.store();
      return claims;
    }),
  );
  /** The same for the three steps after a claim: rows read and locked, taken on, stored. */
  const step = <Item extends { readonly row: LedgerRow }, Answer>(take: (rowStore: RowStore, item: Item) => Answer) =>
    coalesced((items: readonly Item[]) =>
      transaction('step', async (client, aheadMs) => {
        const rows = items.map(({ row }) => row);
        const rowStore = await openRowStore(client, schema, rows, { aheadMs });
        const answers = items.map((item) => take(rowStore, item));
        await rowStore.store();
        return answers;
      }),
    );
  const markAll = step((rowStore, { row, now, leaseMs }: Marked) => markSent(rowStore, row, now, leaseMs));
  const completeAll = step((rowStore, { row, completion, now }: Completed) => complete(rowStore, row, completion, now));
  const releaseAll = step((rowStore, { row, now, releaseOptions }: Released) =>
    release(rowStore, row, now, releaseOptions),
  );
  return {
    claim: (entries, options) => during(() => claimAll(entries.map((entry) => ({ entry, options })))),
    markSent: (rows, now, leaseMs) => during(() => markAll(rows.map((row) => ({ row, now, leaseMs })))),
    complete: (done, now) => during(() => completeAll(done.map((one) => ({ ...one, now })))),
    async release(rows, now, releaseOptions) {
      await during(() => releaseAll(rows.map((row) => ({ row, now, releaseOptions }))));
    },
    ...createQueries(database, schema),
    close: database.close,
  };
}

/**
 * Claims of one place go one after the other: two keys of one person must not be leased at once, and no row is there yet to lock.
 */
async function lockPlaces(client: PoolClient, entries: readonly LedgerEntry[]): Promise<void> {
  const places = [...new Set(entries.map(({ provider, account }) => `${provider} ${account}`))].sort();
  for (const place of places)
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 5570118011))', [place]);
}
