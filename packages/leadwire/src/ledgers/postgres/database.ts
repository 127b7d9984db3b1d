import type { Pool, PoolClient, QueryResult } from 'pg';
import { describeFailure, isClosed } from './failure.ts';
import { migrate } from './schema.ts';
import { aheadMs, SERVER_TIME } from './server-clock.ts';

/** What a transaction is for: a `step` looks rows up by their keys, a `view` may read all of them. */
export type Purpose = 'step' | 'view';

/** @param aheadMs - how far the clock of the server is ahead of this machine's */
export type Work<Value> = (client: PoolClient, aheadMs: number) => Promise<Value>;

// What was committed before a lock was given must be seen behind it. All that is stored is on the disk before anybody builds on it: a
// claim that a crash of the server took back would be given to another worker under the same fence.
const SETTINGS =
  "begin isolation level read committed; set local synchronous_commit = on; set local lock_timeout = '30s'";

// The planner knows nothing of a table that was filled a minute ago, and would read all of it for every batch.
const BY_KEY = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

const BEGIN: Record<Purpose, string> = {
  step: `${SETTINGS}; ${BY_KEY}; select ${SERVER_TIME} as now`,
  view: `${SETTINGS}; select ${SERVER_TIME} as now`,
};

/** Deadlock and serialisation failure: nothing was stored, and the same again will do. */
const TRY_AGAIN = ['40P01', '40001'];

export type Database = ReturnType<typeof createDatabase>;

/** Transactions on a pool, the schema brought up to date before the first. */
export function createDatabase(pool: Pool, schema: string, end: () => Promise<void>) {
  let migrated: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  const underWay = new Set<Promise<unknown>>();

  const attempt = async <Value>(purpose: Purpose, work: Work<Value>): Promise<Value> => {
    migrated ??= withClient(pool, (client) => migrate(client, schema));
    await migrated.catch((error) => {
      migrated = undefined;
      throw error;
    });
    return withClient(pool, (client) => inTransaction(client, purpose, work));
  };
  return {
    async transaction<Value>(purpose: Purpose, work: Work<Value>): Promise<Value> {
      for (let tries = 1; ; tries++) {
        try {
          return await attempt(purpose, work);
        } catch (error) {
          if (tries < 5 && TRY_AGAIN.includes((error as { code?: string }).code ?? '')) continue;
          throw describeFailure(error);
        }
      }
    },
    /** A call that `close` waits for: a pool that is ended forgets who waits for a connection. */
    async during<Value>(call: () => Promise<Value>): Promise<Value> {
      if (closed !== undefined) throw isClosed();
      const ends = call();
      underWay.add(ends);
      try {
        return await ends;
      } finally {
        underWay.delete(ends);
      }
    },
    close(): Promise<void> {
      closed ??= Promise.allSettled(underWay).then(end);
      return closed;
    },
  };
}

async function withClient<Value>(pool: Pool, work: (client: PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error; // between two queries: the next one says so
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    await client.query('rollback').catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function inTransaction<Value>(client: PoolClient, purpose: Purpose, work: Work<Value>): Promise<Value> {
  const before = Date.now();
  const begun = (await client.query(BEGIN[purpose])) as unknown as QueryResult<{ now: string }>[];
  const ahead = aheadMs(Number(begun.at(-1)?.rows[0]?.now), { before, after: Date.now() });
  const value = await work(client, ahead);
  await client.query('commit');
  return value;
}
