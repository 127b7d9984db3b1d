import { isLeadwireError, type LeadTarget, LeadwireError, type Ledger } from '@leadwire/core';
import { createLeadwire, type LeadRetryOptions, type Leadwire, type OnLeadEvent } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import type { Job } from 'pg-boss';
import { LEADS, openDatabase, POISON, type QueueDatabase, type QueueOptions } from './database.ts';
import type { LeadsJob } from './enqueue-import.ts';
import { type HealthServer, startHealthServer, type WorkerState } from './health.ts';
import { parkLead } from './park-lead.ts';

export interface WorkerOptions extends QueueOptions {
  /** Destinations by the names that imports were enqueued to. */
  readonly targets: Readonly<Record<string, LeadTarget>>;
  /** Jobs at once in this process. @default 2 */
  readonly jobs?: number | undefined;
  /** Most requests in flight per target. @default 50 */
  readonly concurrency?: number | undefined;
  /** See `createLeadwire`. @default 180_000 */
  readonly leaseMs?: number | undefined;
  /** See `createLeadwire`. */
  readonly retry?: LeadRetryOptions | undefined;
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
  /** Answers `GET /health` on this port, for an orchestrator; 0 picks a free one. @default none */
  readonly healthPort?: number | undefined;
}

/** What a worker does, as data; nothing personal is in it. */
export type WorkerEvent =
  | Parameters<OnLeadEvent>[0]
  | { readonly type: 'job.start' | 'job.end'; readonly importId: string; readonly leads: number }
  | { readonly type: 'job.open' | 'job.split'; readonly importId: string; readonly leads: number }
  | { readonly type: 'lead.poison'; readonly importId: string }
  | { readonly type: 'worker.failed'; readonly error: LeadwireError };

export interface Worker {
  /** The port of the health endpoint. */
  readonly healthPort: number | undefined;
  /** Rejects with the error that no lead passes until somebody acts on it; resolves when the worker was stopped. */
  readonly finished: Promise<void>;
  /**
   * Finishes the leads in flight and hands the rest back. After `timeoutMs` requests are aborted; what they did is looked up by the next
   * worker.
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** Leads of a job that are sent before the worker looks whether it is to stop. */
const STEP = 25;

/**
 * Starts a worker: it takes jobs from the queue and sends their leads, each once, whatever happens to it or to others.
 * @throws LeadwireError `misconfigured`, `ledger-unavailable`
 * @example const worker = await startWorker({ connectionString, targets: { crm } })
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const database = await openDatabase(options, 'worker');
  const ledger = postgresLedger(database.pool, { schema: options.schema });
  const { concurrency, leaseMs, retry, targets, onEvent } = options;
  const leadwire = createLeadwire({ targets, ledger, concurrency, leaseMs, retry, onEvent });
  const abort = new AbortController();
  const state: WorkerState = { isStopping: false, failure: undefined, activeJobs: 0 };
  let finish: { resolve(): void; reject(error: LeadwireError): void } | undefined;
  const finished = new Promise<void>((resolve, reject) => {
    finish = { resolve, reject };
  });
  finished.catch(() => undefined); // a caller may rely on events instead
  const context: WorkerContext = {
    ...{ database, ledger, leadwire, targets, state, signal: abort.signal },
    emit: (event) => onEvent?.(event),
    fail(error) {
      state.isStopping = true;
      state.failure = error;
      onEvent?.({ type: 'worker.failed', error });
      finish?.reject(error);
    },
  };
  const pollingIntervalSeconds = 0.5;
  const { boss } = database;
  await boss.work<LeadsJob>(LEADS, { pollingIntervalSeconds, localConcurrency: options.jobs ?? 2 }, async ([job]) => {
    if (job !== undefined) await runJob(context, job);
  });
  await boss.work<LeadsJob>(POISON, { pollingIntervalSeconds: 2 }, async ([job]) => {
    if (job !== undefined) await splitJob(context, job.data);
  });
  const health: HealthServer | undefined =
    options.healthPort === undefined ? undefined : await startHealthServer(options.healthPort, database.pool, state);
  let stopped: Promise<void> | undefined;
  const stop = async (timeoutMs: number): Promise<void> => {
    state.isStopping = true;
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    await boss.stop({ graceful: true, close: true, timeout: timeoutMs + 5_000 }).catch(() => undefined);
    clearTimeout(timer);
    await leadwire.close();
    await database.pool.end();
    await health?.close();
    finish?.resolve();
  };
  return {
    healthPort: health?.port,
    finished,
    stop({ timeoutMs = 30_000 } = {}) {
      stopped ??= stop(timeoutMs);
      return stopped;
    },
  };
}

interface WorkerContext {
  readonly database: QueueDatabase;
  readonly ledger: Ledger;
  readonly leadwire: Leadwire;
  readonly targets: WorkerOptions['targets'];
  readonly state: WorkerState;
  readonly signal: AbortSignal;
  emit(event: WorkerEvent): void;
  fail(error: LeadwireError): void;
}

/** Sends the leads of one job; hands back, as a new job, what the worker has no more time for or what stays open. */
async function runJob(context: WorkerContext, { data }: Job<LeadsJob>): Promise<void> {
  const { emit, state, targets } = context;
  const { importId, keys, round = 0, target } = data;
  const destination = targets[target];
  if (destination === undefined) throw unknownTarget(target);
  emit({ type: 'job.start', importId, leads: keys.length });
  state.activeJobs++;
  try {
    const step = destination.bulk === undefined ? STEP : keys.length;
    for (let from = 0; from < keys.length; from += step) {
      if (state.isStopping) return await handBack(context, { ...data, keys: keys.slice(from) }, 0);
      const outcome = await sendStep(context, { ...data, keys: keys.slice(from, from + step) });
      if (outcome === 'stopped') return await handBack(context, { ...data, keys: keys.slice(from) }, FATAL_DELAY_S);
    }
    const open = await openKeys(context, destination, keys);
    if (open.length === 0) return;
    emit({ type: 'job.open', importId, leads: open.length });
    await handBack(context, { ...data, keys: open, round: round + 1 }, Math.min(2 ** round, MAX_DELAY_S));
  } finally {
    state.activeJobs--;
    emit({ type: 'job.end', importId, leads: keys.length });
  }
}

/** How long open leads wait for their next round, in seconds. */
const MAX_DELAY_S = 300;
/** How long leads wait for a worker whose credentials work, in seconds. */
const FATAL_DELAY_S = 30;

const FATAL_KINDS = ['misconfigured', 'unauthorized', 'forbidden', 'quota-exceeded'];

/** Sends some leads of a job. A lead that breaks its batch is found by halves. */
async function sendStep(context: WorkerContext, job: LeadsJob): Promise<'done' | 'stopped'> {
  const { fail, leadwire, signal } = context;
  try {
    await leadwire.deliver({ to: job.target, keys: job.keys, signal });
    return 'done';
  } catch (error) {
    if (isLeadwireError(error) && FATAL_KINDS.includes(error.kind)) {
      fail(error);
      return 'stopped';
    }
    if (isLeadwireError(error)) throw error; // the ledger is away, or the worker was stopped: pg-boss gives the job out again
    await splitJob(context, job);
    return 'done';
  }
}

/** A batch that breaks its worker is halved; a lead that breaks it alone is parked. */
async function splitJob(context: WorkerContext, job: LeadsJob): Promise<void> {
  const { database, emit, ledger, targets } = context;
  const { importId, keys, target } = job;
  const destination = targets[target];
  if (destination === undefined) throw unknownTarget(target);
  const [only] = keys;
  if (keys.length > 1) {
    const half = keys.length >> 1;
    emit({ type: 'job.split', importId, leads: keys.length });
    const halves = [keys.slice(0, half), keys.slice(half)].map((part) => ({
      data: { ...job, keys: part },
      retryLimit: 3,
    }));
    await database.boss.insert(LEADS, halves);
  } else if (only !== undefined) {
    emit({ type: 'lead.poison', importId });
    await parkLead(ledger, destination, only);
  }
}

async function handBack({ database }: WorkerContext, data: LeadsJob, delaySeconds: number): Promise<void> {
  await database.boss.insert(LEADS, [{ data, startAfter: delaySeconds }]);
}

async function openKeys(
  { ledger }: WorkerContext,
  { provider, account }: LeadTarget,
  keys: readonly string[],
): Promise<string[]> {
  const rows = await Promise.all(keys.map((key) => ledger.get({ provider, account, key })));
  return rows.flatMap((row) =>
    row !== undefined && row.payload !== undefined && ['ready', 'leased', 'sent'].includes(row.state) ? [row.key] : [],
  );
}

const unknownTarget = (target: string): LeadwireError =>
  new LeadwireError('misconfigured', `startWorker: there is no target ${target}`, {
    hint: 'Give every worker all targets that imports are enqueued to.',
  });
