import { createDatabase, createPool, type Database, describeFailure } from 'leadwire/queue';
import type { ClientBase, Pool, QueryConfig } from 'pg';
import { PgBoss } from 'pg-boss';
import { prepareQueues } from './jobs.ts';
import { migrateAll, type Schemas, schemasOf } from './schema.ts';

export interface QueueOptions {
  /** `postgres://user:password@host:5432/database` */
  readonly connectionString: string;
  /** Schema of the ledger; the queue's own tables are in `<schema>_queue`, those of pg-boss in `<schema>_jobs`. @default 'leadwire' */
  readonly schema?: string | undefined;
  /** Most connections, for the ledger, the queue and pg-boss together. @default 6 */
  readonly maxConnections?: number | undefined;
}

/** The database of one queue. */
export interface QueueDatabase {
  readonly pool: Pool;
  readonly boss: PgBoss;
  readonly schemas: Schemas;
  readonly transaction: Database['transaction'];
  /** One statement, which no silence of the server holds up for ever. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** Longest time for one statement, in milliseconds. */
const TIMEOUT_MS = 30_000;

/**
 * Connects, and creates or migrates all three schemas.
 * @param role - a worker keeps the jobs in order; who only enqueues or looks leaves that to workers
 * @throws LeadwireError `misconfigured` or `ledger-unavailable`, with what to do next
 */
export async function openDatabase(options: QueueOptions, role: 'worker' | 'client'): Promise<QueueDatabase> {
  const schemas = schemasOf(options.schema);
  const pool = createPool({ maxConnections: 6, ...options });
  // Without values it may be several statements, as pg-boss writes its schema.
  const run = async (text: string, values: readonly unknown[] = []) =>
    pool.query({ text, ...(values.length > 0 && { values: [...values] }), query_timeout: TIMEOUT_MS } as QueryConfig);
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
  return {
    pool,
    boss,
    schemas,
    transaction,
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      try {
        return (await run(text, values)).rows as Row[];
      } catch (error) {
        throw describeFailure(error);
      }
    },
    close,
  };
}

/** pg-boss's view of an open transaction: its jobs are committed with what else is written there. */
export const jobsIn = (client: ClientBase): JobsDatabase => ({
  executeSql: (text, values = []) => client.query(text, values),
});

interface JobsDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}
