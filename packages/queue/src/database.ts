import { createDatabase, createPool, type Database, describeFailure } from 'leadwire/queue';
import type { ClientBase, Pool, QueryConfig } from 'pg';
import { PgBoss } from 'pg-boss';
import { prepareQueues } from './jobs.ts';
import type { QueueOptions } from './queue-options.ts';
import { migrateAll, type Schemas, schemasOf } from './schema.ts';

/** The tables of one queue, without the jobs. */
export interface QueueTables {
  readonly schemas: Schemas;
  /** One statement, which no silence of the server holds up for ever. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** The database of one queue. */
export interface QueueDatabase extends Omit<QueueTables, 'close'> {
  readonly pool: Pool;
  readonly boss: PgBoss;
  readonly transaction: Database['transaction'];
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** Longest time for one statement, in milliseconds; one that counts all rows of a large ledger may take longer. */
const TIMEOUT_MS = 30_000;
const COUNT_TIMEOUT_MS = 120_000;

// Without values it may be several statements, as pg-boss writes its schema.
const runOn =
  (pool: Pool, timeoutMs = TIMEOUT_MS) =>
  async (text: string, values: readonly unknown[] = []) =>
    pool.query({ text, ...(values.length > 0 && { values: [...values] }), query_timeout: timeoutMs } as QueryConfig);

const queryOn = (run: ReturnType<typeof runOn>): QueueTables['query'] =>
  async function query<Row extends object>(text: string, values: readonly unknown[] = []) {
    try {
      return (await run(text, values)).rows as Row[];
    } catch (error) {
      throw describeFailure(error);
    }
  };

/**
 * Connects to look at the tables, and creates or migrates them; pg-boss is left alone.
 * @throws LeadwireError `misconfigured` or `ledger-unavailable`, with what to do next
 */
export async function openTables(options: QueueOptions): Promise<QueueTables> {
  const schemas = schemasOf(options.schema);
  const pool = createPool({ ...options, maxConnections: 1 });
  try {
    await migrateAll(pool, options.schema);
  } catch (error) {
    await pool.end();
    throw describeFailure(error);
  }
  return { schemas, query: queryOn(runOn(pool, COUNT_TIMEOUT_MS)), close: () => pool.end() };
}

/**
 * Connects, and creates or migrates all three schemas.
 * @param role - a worker keeps the jobs in order; who only enqueues leaves that to workers
 * @throws LeadwireError `misconfigured` or `ledger-unavailable`, with what to do next
 */
export async function openDatabase(options: QueueOptions, role: 'worker' | 'client'): Promise<QueueDatabase> {
  const schemas = schemasOf(options.schema);
  const pool = createPool({ maxConnections: 6, ...options });
  const run = runOn(pool);
  const boss = new PgBoss({
    db: { executeSql: run },
    schema: schemas.jobs.replaceAll('"', ''),
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
    await migrateAll(pool, options.schema);
    await boss.start();
    await prepareQueues(boss);
  } catch (error) {
    await close({ timeoutMs: 0 });
    throw describeFailure(error);
  }
  const end = async (): Promise<void> => undefined;
  const { transaction } = createDatabase(pool, { schema: schemas.ledger, timeoutMs: TIMEOUT_MS, end });
  return { pool, boss, schemas, transaction, query: queryOn(run), close };
}

/** pg-boss's view of an open transaction: its jobs are committed with what else is written there. */
export const jobsIn = (client: ClientBase): JobsDatabase => ({
  executeSql: (text, values = []) => client.query(text, values),
});

interface JobsDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}
