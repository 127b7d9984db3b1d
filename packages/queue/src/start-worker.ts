import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError, type LeadTarget } from '@leadwire/core';
import { type OptionNames, refusal, requireKnown, requireNumbers, tell } from '@leadwire/core/provider';
import { createLeadwire, type LeadwireOptions } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { stoppable } from 'leadwire/queue';
import type { Job, WorkOptions } from 'pg-boss';
import { enqueueAccepted, reclaimForsaken } from './accepted-leads.ts';
import { openDatabase, type QueueDatabase } from './database.ts';
import { type HealthServer, startHealthServer, type WorkerState } from './health.ts';
import { LEADS, type LeadsJob, POISON, SINGLE } from './jobs.ts';
import type { QueueOptions } from './queue-options.ts';
import { runJob, splitJob, type WorkerContext } from './run-job.ts';
import { startUpkeep } from './upkeep.ts';
import type { WorkerEvent } from './worker-event.ts';

export interface WorkerOptions extends QueueOptions {
  /** Destinations by the names that imports were enqueued to. */
  readonly targets: Readonly<Record<string, LeadTarget>>;
  /** Batches of imports at once in this process; accepted leads have two more places. @default 2, or one more than accounts */
  readonly jobs?: number | undefined;
  /** Most requests in flight per job. @default 50 */
  readonly concurrency?: number | undefined;
  /** See `createLeadwire`. @default 300_000 */
  readonly deadlineMs?: number | undefined;
  /** See `createLeadwire`. */
  readonly retry?: LeadwireOptions['retry'];
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
  /** Answers `GET /health` on this port, for an orchestrator; 0 picks a free one. @default none */
  readonly healthPort?: number | undefined;
  /** Address of the health endpoint. @default all addresses */
  readonly healthHost?: string | undefined;
}

export interface Worker {
  /** The port of the health endpoint. */
  readonly healthPort: number | undefined;
  /** Rejects with the error that no lead passes until a person acts on it; resolves when the worker was stopped. */
  readonly finished: Promise<void>;
  /**
   * Finishes the leads in flight and hands the rest back. After `timeoutMs` requests are aborted; what they did is looked up by the next
   * worker. @default 30_000
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>;
}

const POLLING_SECONDS = 0.5;
/** Places for accepted leads, which no import takes. */
const SINGLE_JOBS = 2;
/** A request that was aborted ends within this time, or the worker ends without it, in milliseconds. */
const ABORT_MS = 2_000;
/** How often a worker looks for accepted leads, and for leads without a sender, in milliseconds. */
const ACCEPTED_MS = 1_000;
const FORSAKEN_MS = 300_000;

/**
 * Starts a worker: it takes jobs from the queue and sends their leads, each once, whatever happens to it or to others.
 * @throws LeadwireError `misconfigured`, `ledger-unavailable`
 * @example const worker = await startWorker({ connectionString, targets: { crm } })
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  checkOptions(options);
  const database = await openDatabase(options, 'worker');
  const ledger = postgresLedger(database.pool, { schema: options.schema });
  const { concurrency, deadlineMs, retry, targets } = options;
  const halt = new AbortController();
  const cut = new AbortController();
  const stopping = Object.fromEntries(
    Object.entries(targets).map(([name, target]) => [name, stoppable(target, halt.signal)]),
  );
  const emit = (event: WorkerEvent): void => tell(options.onEvent, event);
  const create = () => createLeadwire({ targets: stopping, ledger, concurrency, deadlineMs, retry, onEvent: emit });
  // Accepted leads have another one: in the first they would wait behind the requests of imports.
  const [leadwire, urgent] = [create(), create()];
  const state: WorkerState = { isStopping: false, failure: undefined, activeJobs: 0 };
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  finished.catch(() => undefined); // a caller may rely on events instead
  const context: WorkerContext = {
    ...{ database, ledger, leadwire, urgent, targets, halt: halt.signal, signal: cut.signal, emit },
    fail(error) {
      state.failure ??= error;
      halt.abort(error);
      for (const queue of [LEADS, SINGLE, POISON]) void database.boss.offWork(queue).catch(() => undefined);
      emit({ type: 'worker.failed', error });
      reject(error);
    },
  };
  const upkeepFailed = (error: unknown): void => {
    if (isLeadwireError(error) && error.kind !== 'ledger-unavailable') emit({ type: 'worker.failed', error });
  };
  const told = (leads: number): void => {
    if (leads > 0) emit({ type: 'leads.enqueued', leads });
  };
  await takeJobs(context, state, options);
  const upkeep = [
    startUpkeep(ACCEPTED_MS, async () => told(await enqueueAccepted(database, targets)), upkeepFailed),
    startUpkeep(FORSAKEN_MS, async () => told(await reclaimForsaken(database, targets)), upkeepFailed),
  ];
  const health = await healthOf(options, database, state);
  const stop = async (timeoutMs: number): Promise<void> => {
    state.isStopping = true;
    halt.abort();
    await Promise.all(upkeep.map((end) => end()));
    const timer = setTimeout(() => cut.abort(), timeoutMs);
    await database.boss.stop({ graceful: true, close: true, timeout: timeoutMs + ABORT_MS }).catch(() => undefined);
    clearTimeout(timer);
    await Promise.race([Promise.all([leadwire.close(), urgent.close()]), sleep(ABORT_MS, undefined, { ref: false })]);
    await database.pool.end();
    await health?.close();
    resolve();
  };
  let stopped: Promise<void> | undefined;
  return {
    healthPort: health?.port,
    finished,
    stop({ timeoutMs = 30_000 } = {}) {
      requireNumbers('stop', 0, { timeoutMs });
      stopped ??= stop(timeoutMs);
      return stopped;
    },
  };
}

const OPTIONS: OptionNames<WorkerOptions> = {
  connectionString: true,
  maxConnections: true,
  schema: true,
  targets: true,
  jobs: true,
  concurrency: true,
  deadlineMs: true,
  retry: true,
  onEvent: true,
  healthPort: true,
  healthHost: true,
};

/** Before anything is opened, so that nothing has to be closed. */
function checkOptions(options: WorkerOptions): void {
  requireKnown('startWorker', options, OPTIONS);
  const { concurrency, healthPort, jobs, deadlineMs } = options;
  requireNumbers('startWorker', 1, { jobs, concurrency, deadlineMs });
  requireNumbers('startWorker', 0, { healthPort });
  if (healthPort !== undefined && !(Number.isInteger(healthPort) && healthPort <= 65_535))
    throw refusal('misconfigured', 'startWorker', [{ path: 'healthPort', message: 'must be a port from 0 to 65535' }], {
      hint: 'Give a port, 0 for a free one, or leave it out for no health endpoint.',
    });
}

/** Takes batches of imports, accepted leads, and batches that broke their worker. */
async function takeJobs(context: WorkerContext, state: WorkerState, options: WorkerOptions): Promise<void> {
  const { boss } = context.database;
  if (Object.keys(options.targets).length === 0) return; // its jobs are for other workers
  const accounts = new Set(Object.values(options.targets).map(({ account, provider }) => `${provider}:${account}`));
  const jobs = options.jobs ?? Math.max(2, accounts.size + 1);
  const handle =
    (run: (context: WorkerContext, job: LeadsJob) => Promise<void>) =>
    async ([job]: Job<LeadsJob>[]): Promise<void> => {
      if (job === undefined) return;
      state.activeJobs++;
      try {
        await run(context, job.data);
      } finally {
        state.activeJobs--;
      }
    };
  const shared: WorkOptions = { pollingIntervalSeconds: POLLING_SECONDS };
  // An account that is slow must not take all places.
  const perAccount = Math.max(1, jobs - accounts.size + 1);
  await boss.work<LeadsJob>(
    LEADS,
    { ...shared, localConcurrency: jobs, localGroupConcurrency: perAccount },
    handle(runJob),
  );
  await boss.work<LeadsJob>(SINGLE, { ...shared, localConcurrency: SINGLE_JOBS }, handle(runJob));
  await boss.work<LeadsJob>(POISON, { pollingIntervalSeconds: 2 }, handle(splitJob));
}

async function healthOf(
  { healthHost, healthPort }: WorkerOptions,
  database: QueueDatabase,
  state: WorkerState,
): Promise<HealthServer | undefined> {
  if (healthPort === undefined) return undefined;
  return startHealthServer({ port: healthPort, host: healthHost }, database.pool, state);
}
