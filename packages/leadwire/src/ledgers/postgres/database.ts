import type { Pool, PoolClient, QueryResult } from 'pg';
import { createInFlightTracker } from '../../control/in-flight-tracker.ts';
import { describeFailure, isClosed, isReadOnly, isSilence, isSilent } from './failure.ts';
import { IDLE_LIMIT_MS, migrate } from './schema.ts';
import { aheadMs, SERVER_TIME } from './server-clock.ts';

/** What a transaction is for: a `step` finds rows by their keys, a `view` may read all of them. */
type Purpose = 'step' | 'view';

/** One transaction that is open. */
export interface Session {
  readonly client: PoolClient;
  /** As SQL takes it. */
  readonly schema: string;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  readonly aheadMs: number;
}

export type Work<Value> = (session: Session) => Promise<Value>;

export interface DatabaseOptions {
  readonly schema: string;
  /** Longest time for one step; a view may take four times as long. */
  readonly timeoutMs: number;
  readonly end: () => Promise<void>;
}

/** Transactions on a pool; the schema is migrated before the first. */
export interface Database {
  transaction<Value>(purpose: Purpose, work: Work<Value>): Promise<Value>;
  /** Runs a call that `close` waits for: a pool that is ended forgets who waits for a connection. */
  during<Value>(call: () => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** Deadlock and serialisation failure: nothing was stored, and the same transaction may run again. */
const RUN_AGAIN = ['40P01', '40001'];

export function createDatabase(pool: Pool, { schema, timeoutMs, end }: DatabaseOptions): Database {
  let migrated: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  const tracker = createInFlightTracker(isClosed);
  const limitOf = (purpose: Purpose): number => (purpose === 'view' ? timeoutMs * 4 : timeoutMs);

  const attempt = async <Value>(purpose: Purpose, work: Work<Value>): Promise<Value> => {
    migrated ??= withClient(pool, limitOf('view'), (client) => migrate(client, schema));
    await migrated.catch((error) => {
      migrated = undefined;
      throw error;
    });
    const limitMs = limitOf(purpose);
    return withClient(pool, limitMs, (client) =>
      inTransaction(client, beginOf(purpose, limitMs), (aheadMs) => work({ client, schema, aheadMs })),
    );
  };
  return {
    async transaction(purpose, work) {
      for (let attempts = 1; ; attempts++) {
        try {
          return await attempt(purpose, work);
        } catch (error) {
          if (attempts < 5 && RUN_AGAIN.includes((error as { code?: string }).code ?? '')) continue;
          throw describeFailure(error);
        }
      }
    },
    during: tracker.track,
    close() {
      closed ??= tracker.drain().then(() => orSilent(end(), timeoutMs).catch(() => undefined));
      return closed;
    },
  };
}

// What was committed before a lock was granted must be seen behind it. A commit is on the disk before anybody builds on it: a claim that a
// crash of the server took back would be given to another worker under the same fencing token.
const SETTINGS = 'begin isolation level read committed; set local synchronous_commit = on';

// The planner has no statistics of a table that was filled a minute ago, and would read all of it for every batch.
const BY_KEY = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off;';

const beginOf = (purpose: Purpose, limitMs: number): string =>
  `${SETTINGS}; set local lock_timeout = ${limitMs}; set local statement_timeout = ${limitMs};
   set local idle_in_transaction_session_timeout = ${IDLE_LIMIT_MS};
   ${purpose === 'step' ? BY_KEY : ''} select ${SERVER_TIME} as now`;

/** Runs work on one connection. A server that goes silent fails the work, and the connection is destroyed. */
async function withClient<Value>(
  pool: Pool,
  limitMs: number,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await connect(pool, limitMs);
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error; // between two queries: the next one tells
  };
  client.on('error', onError);
  try {
    return await orSilent(work(client), limitMs + SILENCE_MARGIN_MS);
  } catch (error) {
    if (isSilent(error) || isReadOnly(error)) broken = error;
    else await orSilent(client.query('rollback'), limitMs).catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    if (isSilent(broken)) destroySocket(client);
    client.release(broken);
  }
}

/** A caller's own pool may wait for a connection without end; one that comes too late goes back to it. */
async function connect(pool: Pool, limitMs: number): Promise<PoolClient> {
  const connecting = pool.connect();
  try {
    return await orSilent(connecting, limitMs + SILENCE_MARGIN_MS);
  } catch (error) {
    if (isSilent(error)) connecting.then((late) => late.release()).catch(() => undefined);
    throw error;
  }
}

/** The server's own timeouts come first; this one is for a server that says nothing. */
const SILENCE_MARGIN_MS = 1_000;

/** The pool would say goodbye to a silent server, and wait. */
function destroySocket(client: PoolClient): void {
  client.on('error', () => undefined);
  (client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy();
}

async function orSilent<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(isSilence()), limitMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

async function inTransaction<Value>(
  client: PoolClient,
  begin: string,
  work: (aheadMs: number) => Promise<Value>,
): Promise<Value> {
  const before = Date.now();
  const begun = (await client.query(begin)) as unknown as QueryResult<{ now: string }>[];
  const ahead = aheadMs(Number(begun.at(-1)?.rows[0]?.now), { before, after: Date.now() });
  const value = await work(ahead);
  await client.query('commit');
  return value;
}
