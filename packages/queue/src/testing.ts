import type { Lead } from '@leadwire/core';
import { type FakeTarget, type FakeTargetOptions, fakeTarget } from 'leadwire/testing';
import pg from 'pg';
import { enqueueImport } from './enqueue-import.ts';
import { startWorker, type Worker, type WorkerOptions } from './start-worker.ts';
import { type ImportStatus, status } from './status.ts';
import type { WorkerEvent } from './worker-event.ts';

export const leadsOf = (count: number, from = 0): Lead[] =>
  Array.from({ length: count }, (_, index) => ({
    phone: `+1415555${1_000 + from + index}`,
    name: `Lead ${from + index}`,
  }));

/** For `vi.waitFor`: workers look for jobs every half second. */
export const WITHIN = { timeout: 100_000, interval: 100 } as const;

/** A call that fails; its error. */
export const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

export interface TestQueue {
  readonly crm: FakeTarget;
  readonly schema: string;
  /** Of all workers. */
  readonly events: readonly WorkerEvent[];
  enqueue(rows: readonly Lead[], more?: Partial<Parameters<typeof enqueueImport>[1]>): ReturnType<typeof enqueueImport>;
  start(more?: Partial<WorkerOptions>): Promise<Worker>;
  progress(importId?: string): Promise<ImportStatus | undefined>;
  /** Jobs of one queue of pg-boss that are not finished. */
  countJobs(queue?: string): Promise<number>;
}

export interface TestQueues {
  readonly pool: pg.Pool;
  create(options?: FakeTargetOptions): TestQueue;
  stopWorkers(): Promise<void>;
  close(): Promise<void>;
}

/** Queues in schemas of one database, each with a provider in memory. */
export function createTestQueues(connectionString: string): TestQueues {
  const pool = new pg.Pool({ connectionString, max: 3 });
  // The error of an idle or a closing connection would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  const workers: Worker[] = [];
  let schemas = 0;
  return {
    pool,
    create(options = {}) {
      const schema = `queue_test_${process.pid}_${++schemas}`;
      const crm = fakeTarget({ effect: 'unguarded', ...options });
      const targets = { crm };
      const events: WorkerEvent[] = [];
      return {
        crm,
        schema,
        events,
        enqueue: (rows, more = {}) =>
          enqueueImport(rows, { connectionString, schema, importId: 'spring', to: 'crm', targets, ...more }),
        async start(more = {}) {
          const onEvent = (event: WorkerEvent) => void events.push(event);
          const retry = { baseMs: 1, capMs: 10 };
          const worker = await startWorker({ connectionString, schema, targets, onEvent, retry, ...more });
          workers.push(worker);
          return worker;
        },
        progress: async (importId = 'spring') =>
          (await status({ connectionString, schema })).find((one) => one.importId === importId),
        async countJobs(queue = 'leads') {
          const { rows } = await pool.query<{ count: number }>(
            `select count(*)::integer as count from ${schema}_jobs.job where name = $1 and state < 'completed'`,
            [queue],
          );
          return rows[0]?.count ?? 0;
        },
      };
    },
    async stopWorkers() {
      await Promise.all(workers.splice(0).map((worker) => worker.stop({ timeoutMs: 1_000 })));
    },
    close: () => pool.end(),
  };
}
