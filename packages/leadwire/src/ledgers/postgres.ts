import type { Claim, ClaimOptions, Completion, Ledger, LedgerEntry, LedgerRow, Release } from '@leadwire/core';
import type { Pool, PoolClient } from 'pg';
import { gathered } from './gather.ts';
import { createDatabase, type Database } from './postgres-database.ts';
import { checkSchema, createPool, isPool, type PostgresLedgerOptions } from './postgres-pool.ts';
import { openShelf } from './postgres-shelf.ts';
import { createViews } from './postgres-views.ts';
import { claim, complete, markSent, release, type Shelf } from './transitions.ts';

export type { PostgresLedgerOptions } from './postgres-pool.ts';

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
  readonly how: Release | undefined;
}

function createLedger(database: Database, schema: string): Ledger {
  const { transaction, during } = database;
  const claimAll = gathered((items: readonly { entry: LedgerEntry; options: ClaimOptions }[]) =>
    transaction('step', async (client, aheadMs): Promise<Claim[]> => {
      const entries = items.map(({ entry }) => entry);
      await lockPlaces(client, entries);
      const shelf = await openShelf(client, schema, entries, { claimed: entries, aheadMs });
      const claims = items.map(({ entry, options }) => claim(shelf, entry, options));
      await shelf.store();
      return claims;
    }),
  );
  /** The same for the three steps after a claim: rows read and locked, taken on, stored. */
  const step = <Item extends { readonly row: LedgerRow }, Answer>(take: (shelf: Shelf, item: Item) => Answer) =>
    gathered((items: readonly Item[]) =>
      transaction('step', async (client, aheadMs) => {
        const rows = items.map(({ row }) => row);
        const shelf = await openShelf(client, schema, rows, { aheadMs });
        const answers = items.map((item) => take(shelf, item));
        await shelf.store();
        return answers;
      }),
    );
  const markAll = step((shelf, { row, now, leaseMs }: Marked) => markSent(shelf, row, now, leaseMs));
  const completeAll = step((shelf, { row, completion, now }: Completed) => complete(shelf, row, completion, now));
  const releaseAll = step((shelf, { row, now, how }: Released) => release(shelf, row, now, how));
  return {
    claim: (entries, options) => during(() => claimAll(entries.map((entry) => ({ entry, options })))),
    markSent: (rows, now, leaseMs) => during(() => markAll(rows.map((row) => ({ row, now, leaseMs })))),
    complete: (done, now) => during(() => completeAll(done.map((one) => ({ ...one, now })))),
    async release(rows, now, how) {
      await during(() => releaseAll(rows.map((row) => ({ row, now, how }))));
    },
    ...createViews(database, schema),
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
