import {
  type Claim,
  type ClaimOptions,
  type Completion,
  LeadwireError,
  type Ledger,
  type LedgerEntry,
  type LedgerRow,
  type Release,
} from '@leadwire/core';
import pg, { type Pool, type PoolClient } from 'pg';
import { gathered } from './gather.ts';
import { createDatabase, type Database } from './postgres-database.ts';
import { openShelf } from './postgres-shelf.ts';
import { createViews } from './postgres-views.ts';
import { claim, complete, markSent, release, type Shelf } from './transitions.ts';

export interface PostgresLedgerOptions {
  /** `postgres://user:password@host:5432/database` */
  readonly connectionString: string;
  /** Schema that holds the tables; made where it is not there. Default `leadwire`. */
  readonly schema?: string | undefined;
  /** Connections at most. Default 4. */
  readonly maxConnections?: number | undefined;
}

/**
 * A ledger in PostgreSQL, for any number of workers on any number of machines.
 * @param where - where the database is, or a pool of the `pg` package, which stays yours to end
 * @example const ledger = postgresLedger({ connectionString: process.env.DATABASE_URL })
 */
export function postgresLedger(
  where: PostgresLedgerOptions | Pool,
  { schema: given }: { readonly schema?: string | undefined } = {},
): Ledger {
  const own = 'connectionString' in where && !('connect' in where);
  const schema = checkSchema(given ?? (own ? where.schema : undefined) ?? 'leadwire');
  const pool = own ? createPool(where) : (where as Pool);
  return createLedger(createDatabase(pool, schema), schema, own ? () => pool.end() : async () => undefined);
}

function createPool({ connectionString, maxConnections = 4 }: PostgresLedgerOptions): Pool {
  const pool = new pg.Pool({ connectionString, max: maxConnections });
  pool.on('error', () => undefined); // an idle connection that broke is replaced; one in use says so itself
  // One that is being closed has left the pool, and would tell of a server that goes down to nobody but the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function checkSchema(schema: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema;
  throw new LeadwireError('misconfigured', 'postgresLedger: schema must be lower-case letters, digits and _', {
    hint: 'Leave it out for `leadwire`.',
  });
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

function createLedger(database: Database, schema: string, end: () => Promise<void>): Ledger {
  const { transaction } = database;
  const claimAll = gathered((items: readonly { entry: LedgerEntry; options: ClaimOptions }[]) =>
    transaction('claim', async (client): Promise<Claim[]> => {
      const entries = items.map(({ entry }) => entry);
      await lockPlaces(client, entries);
      const shelf = await openShelf(client, schema, entries, entries);
      const claims = items.map(({ entry, options }) => claim(shelf, entry, options));
      await shelf.store();
      return claims;
    }),
  );
  /** The same for the three steps after a claim: rows read and locked, taken on, stored. */
  const step = <Item extends { readonly row: LedgerRow }, Answer>(take: (shelf: Shelf, item: Item) => Answer) =>
    gathered((items: readonly Item[]) =>
      transaction('step', async (client) => {
        const shelf = await openShelf(
          client,
          schema,
          items.map(({ row }) => row),
        );
        const answers = items.map((item) => take(shelf, item));
        await shelf.store();
        return answers;
      }),
    );
  const markAll = step((shelf, { row, now, leaseMs }: Marked) => markSent(shelf, row, now, leaseMs));
  const completeAll = step((shelf, { row, completion, now }: Completed) => complete(shelf, row, completion, now));
  const releaseAll = step((shelf, { row, now, how }: Released) => release(shelf, row, now, how));
  return {
    claim: (entries, options) => claimAll(entries.map((entry) => ({ entry, options }))),
    markSent: (rows, now, leaseMs) => markAll(rows.map((row) => ({ row, now, leaseMs }))),
    complete: (done, now) => completeAll(done.map((one) => ({ ...one, now }))),
    async release(rows, now, how) {
      await releaseAll(rows.map((row) => ({ row, now, how })));
    },
    ...createViews(database, schema),
    close: end,
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
