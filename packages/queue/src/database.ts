import { LeadwireError } from '@leadwire/core';
import { aheadMs, checkSchema, createPool, describeFailure, migrateLedger, SERVER_TIME } from 'leadwire/queue';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { PgBoss } from 'pg-boss';
import { migrateQueue } from './schema.ts';

export interface QueueOptions {
  /** `postgres://user:password@host:5432/database` */
  readonly connectionString: string;
  /** Schema of the ledger; the queue's own tables are in `<schema>_queue`, those of pg-boss in `<schema>_jobs`. @default 'leadwire' */
  readonly schema?: string | undefined;
  /** Most connections of the ledger and the queue's own tables; pg-boss has as many again. @default 4 */
  readonly maxConnections?: number | undefined;
}

/** The database of one queue: its pool, its jobs, and the names of its schemas as SQL takes them. */
export interface QueueDatabase {
  readonly pool: Pool;
  readonly boss: PgBoss;
  readonly ledgerSchema: string;
  readonly queueSchema: string;
  /** @param aheadMs - how far the server's clock is ahead of this machine's */
  transaction<Value>(work: (client: PoolClient, aheadMs: number) => Promise<Value>): Promise<Value>;
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** Batches of leads. */
export const LEADS = 'leads';
/** Batches that broke their workers; they are split down to the lead that does. */
export const POISON = 'leads-poison';

/** A worker that is gone is noticed when its heartbeat is missing for this long; pg-boss takes no less. */
const HEARTBEAT_SECONDS = 10;

/**
 * Connects, and creates or migrates all three schemas.
 * @param role - a worker keeps the jobs in order; who only enqueues or looks leaves that to workers
 * @throws LeadwireError `misconfigured` or `ledger-unavailable`, with what to do next
 */
export async function openDatabase(options: QueueOptions, role: 'worker' | 'client'): Promise<QueueDatabase> {
  const name = options.schema ?? 'leadwire';
  const ledgerSchema = checkSchema(name);
  const queueSchema = checkSchema(`${name}_queue`);
  const pool = createPool(options);
  const boss = new PgBoss({
    connectionString: options.connectionString,
    schema: `${name}_jobs`,
    max: options.maxConnections ?? 4,
    application_name: 'leadwire-queue',
    supervise: role === 'worker',
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', () => undefined); // a query that failed says so itself
  const close = async ({ timeoutMs = 30_000 }: { readonly timeoutMs?: number } = {}): Promise<void> => {
    await boss.stop({ graceful: timeoutMs > 0, timeout: Math.max(1_000, timeoutMs) }).catch(() => undefined);
    await pool.end();
  };
  try {
    await withClient(pool, async (client) => {
      await refuseOldServer(client);
      await migrateLedger(client, ledgerSchema);
      await migrateQueue(client, queueSchema);
    });
    await boss.start();
    const policy = { retryLimit: 20, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 };
    await boss.createQueue(POISON, policy);
    await boss.createQueue(LEADS, {
      ...policy,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 3_600,
      deadLetter: POISON,
    });
  } catch (error) {
    await close({ timeoutMs: 0 });
    throw describeFailure(error);
  }
  return {
    pool,
    boss,
    ledgerSchema,
    queueSchema,
    transaction: (work) => withClient(pool, (client) => inTransaction(client, work)).catch(rethrow),
    close,
  };
}

const rethrow = (error: unknown): never => {
  throw describeFailure(error);
};

async function withClient<Value>(pool: Pool, work: (client: PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function inTransaction<Value>(
  client: PoolClient,
  work: (client: PoolClient, aheadMs: number) => Promise<Value>,
): Promise<Value> {
  const before = Date.now();
  const begun = (await client.query(
    `begin isolation level read committed; set local statement_timeout = 30000; select ${SERVER_TIME} as now`,
  )) as unknown as QueryResult<{ now: string }>[];
  const ahead = aheadMs(Number(begun.at(-1)?.rows[0]?.now), { before, after: Date.now() });
  const value = await work(client, ahead);
  await client.query('commit');
  return value;
}

/** pg-boss's view of an open transaction: its jobs are committed with what else is written there. */
export const jobsIn = (client: PoolClient): JobsDatabase => ({
  executeSql: (text, values = []) => client.query(text, values),
});

interface JobsDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

async function refuseOldServer(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
  const version = Number(rows[0]?.version ?? 0);
  if (version >= 130_000) return;
  throw new LeadwireError('misconfigured', `PostgreSQL ${Math.floor(version / 10_000)} is too old for the queue`, {
    code: 'database-version',
    hint: 'Use PostgreSQL 13 or newer.',
  });
}
