import { isLeadwireError, type LeadTarget, type LeadwireError, type Ledger } from '@leadwire/core';
import type { Leadwire } from 'leadwire';
import { FATAL_KINDS } from 'leadwire/queue';
import type { QueueDatabase } from './database.ts';
import { type LeadsJob, queueOf, SINGLE, toJob, unknownTarget } from './jobs.ts';
import { parkLead } from './park-lead.ts';
import { withOrigin } from './request-origin.ts';
import type { WorkerEvent } from './worker-event.ts';

/** What the jobs of one worker share. */
export interface WorkerContext {
  readonly database: QueueDatabase;
  readonly ledger: Ledger;
  /** Sends the leads of imports. */
  readonly leadwire: Leadwire;
  /** Sends accepted leads. */
  readonly urgent: Leadwire;
  readonly targets: Readonly<Record<string, LeadTarget>>;
  /** Aborted when the worker is to stop: nothing more is started. */
  readonly halt: AbortSignal;
  /** Aborted when the time for that is up: requests in flight are cut. */
  readonly signal: AbortSignal;
  emit(event: WorkerEvent): void;
  /** No lead passes until a person acts. */
  fail(error: LeadwireError): void;
}

/** How long open leads wait for their next round, in seconds. */
const MAX_DELAY_S = 300;
/** How long leads wait for a worker whose credentials work, in seconds. */
const FATAL_DELAY_S = 30;
/** A batch that broke its worker is tried this often before it is halved again. */
const SPLIT_RETRIES = 3;

/** Sends the leads of one job; hands back, as a new job, what the worker has no more time for or what stays open. */
export async function runJob(context: WorkerContext, job: LeadsJob): Promise<void> {
  const { emit, halt, targets } = context;
  const { importId, keys, round = 0, target } = job;
  const destination = targets[target];
  if (destination === undefined) {
    emit({ type: 'worker.failed', error: unknownTarget(target) });
    await context.database.boss.insert(queueOf(job), [{ data: job, startAfter: FATAL_DELAY_S }]);
    return;
  }
  if (halt.aborted) return handBack(context, job, FATAL_DELAY_S);
  emit({ type: 'job.start', importId, leads: keys.length });
  try {
    const ended = await withOrigin({ isUrgent: queueOf(job) === SINGLE, importId }, () => deliver(context, job));
    if (ended === 'split') return;
    const open = await openKeys(context, destination, keys);
    if (open.length === 0) return;
    const rest = { ...job, keys: open };
    if (ended === 'fatal') return await handBack(context, rest, FATAL_DELAY_S);
    if (halt.aborted) return await handBack(context, rest, 0);
    emit({ type: 'job.open', importId, leads: open.length });
    await handBack(context, { ...rest, round: round + 1 }, Math.min(2 ** round, MAX_DELAY_S));
  } finally {
    emit({ type: 'job.end', importId, leads: keys.length });
  }
}

/** Sends the leads of a job. A lead that breaks its batch is found by halves. */
async function deliver(context: WorkerContext, job: LeadsJob): Promise<'done' | 'fatal' | 'split'> {
  const { fail, halt, signal } = context;
  const leadwire = queueOf(job) === SINGLE ? context.urgent : context.leadwire;
  try {
    await leadwire.deliver({ to: job.target, keys: job.keys, onExisting: job.onExisting, signal });
    return 'done';
  } catch (error) {
    if (isLeadwireError(error) && FATAL_KINDS.includes(error.kind)) {
      fail(error);
      return 'fatal';
    }
    if (isLeadwireError(error) && halt.aborted && error.kind === 'aborted') return 'done';
    if (isLeadwireError(error)) throw error; // the ledger is away: pg-boss gives the job out again
    await splitJob(context, job);
    return 'split';
  }
}

/** A batch that breaks its worker is halved; a lead that breaks it alone is parked. */
export async function splitJob(context: WorkerContext, job: LeadsJob): Promise<void> {
  const { database, emit, ledger, targets } = context;
  const { importId, keys, target } = job;
  const destination = targets[target];
  if (destination === undefined) throw unknownTarget(target);
  const [only] = keys;
  if (keys.length > 1) {
    const half = keys.length >> 1;
    emit({ type: 'job.split', importId, leads: keys.length });
    const halves = [keys.slice(0, half), keys.slice(half)].map((part) =>
      toJob(destination, { ...job, keys: part }, { retryLimit: SPLIT_RETRIES }),
    );
    await database.boss.insert(queueOf(job), halves);
  } else if (only !== undefined) {
    emit({ type: 'lead.poison', importId });
    await parkLead(ledger, destination, only);
  }
}

async function handBack({ database, targets }: WorkerContext, job: LeadsJob, delaySeconds: number): Promise<void> {
  const destination = targets[job.target] as LeadTarget;
  await database.boss.insert(queueOf(job), [toJob(destination, job, { startAfter: delaySeconds })]);
}

async function openKeys(
  { database: { query, schemas } }: WorkerContext,
  { provider, account }: LeadTarget,
  keys: readonly string[],
): Promise<string[]> {
  const rows = await query<{ key: string }>(
    `select key from ${schemas.ledger}.effect where key = any($3) and provider = $1 and account = $2
       and state in ('ready', 'leased', 'sent') and payload is not null order by seq`,
    [provider, account, keys],
  );
  return rows.map(({ key }) => key);
}
