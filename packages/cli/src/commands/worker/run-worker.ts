import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError, type LeadTarget, type SharedLimiter } from '@leadwire/core';
import { clientOptions, createUndiciFetch, type UndiciFetch } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import {
  type QueuedDestination,
  queuedDestinations,
  sharedLimiter,
  startWorker,
  status,
  type Worker,
  type WorkerEvent,
} from '@leadwire/queue';
import { openDestination } from '../../destinations.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { Printer } from '../../output/printer.ts';
import { type QueueDestination, type QueueFlags, queueOptions } from '../../queue-options.ts';

export interface WorkerFlags extends QueueFlags {
  readonly rate?: number | 'off' | undefined;
  readonly concurrency: number;
  readonly jobs?: number | undefined;
  readonly healthPort?: number | undefined;
  /** Seconds. */
  readonly lease: number;
  readonly drain?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** How often a worker looks for new destinations, and whether the queue is empty, in milliseconds. */
const LOOK_MS = 2_000;
/** How long requests in flight may take after a stop, in milliseconds. */
const GRACE_MS = 20_000;

/** Runs a worker until it is stopped, or until the queue is empty. A destination that is new to the queue is opened on the way. */
export async function runWorker(flags: WorkerFlags, io: Io): Promise<ExitCode> {
  const queue = queueOptions(flags, io.env);
  const rates = typeof flags.rate === 'number' ? [ratePerSecond(flags.rate)] : undefined;
  const limiter = flags.rate === 'off' ? undefined : sharedLimiter({ ...queue, rates });
  const out = new Printer(io.stdout);
  const say = (event: WorkerEvent | object, text: string): void => (flags.json ? out.json(event) : out.line(text));
  try {
    for (;;) {
      const known = await queuedDestinations(queue);
      const { concurrency } = flags;
      const { fetch, missing, targets } = await openTargets(known, { concurrency, io, limits: limiter ?? false });
      for (const [target, message] of missing)
        say({ type: 'target.missing', target, message }, `Waits for another worker: ${target}. ${message}`);
      const names = Object.keys(targets);
      const worker = await startWorker({
        ...queue,
        targets,
        jobs: flags.jobs,
        concurrency,
        deadlineMs: (flags.lease * 1000 * 5) / 3, // a lead is held for three fifths of it
        healthPort: flags.healthPort,
        onEvent: (event) => {
          if (event.type === 'job.end')
            say(event, `${event.leads} leads of ${event.importId ?? 'accepted leads'} are done`);
          if (event.type === 'lead.poison') say(event, 'A lead that breaks its worker was parked.');
        },
      });
      say({ type: 'worker.start', targets: names }, `Worker for ${names.join(', ') || 'no destination yet'}`);
      let why: Why;
      try {
        why = await untilChanged(worker, {
          queue,
          mark: JSON.stringify(known),
          drain: flags.drain === true,
          signal: io.signal,
        });
      } finally {
        await worker.stop({ timeoutMs: GRACE_MS });
        await fetch.close();
      }
      if (why !== 'changed') return await ended(why, queue);
    }
  } finally {
    await limiter?.close();
    await out.end();
  }
}

/** Over a window of at least a second: the limiter keeps a margin in each window, which would eat up a short one. */
const ratePerSecond = (rate: number) => (rate >= 1 ? { limit: rate, perMs: 1_000 } : { limit: 1, perMs: 1_000 / rate });

interface Watched {
  readonly queue: ReturnType<typeof queueOptions>;
  /** The destinations that the worker has opened. */
  readonly mark: string;
  readonly drain: boolean;
  readonly signal: AbortSignal;
}

type Why = 'stopped' | 'changed' | 'drained';

/** Waits until the worker is stopped, fails, has new destinations to open, or has nothing left to send. */
async function untilChanged(worker: Worker, { drain, mark, queue, signal }: Watched): Promise<Why> {
  const failed = worker.finished.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  for (;;) {
    if (signal.aborted) return 'stopped';
    const failure = await Promise.race([failed, sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)]);
    if (failure !== undefined) throw failure.error;
    const change = await changeOf({ drain, mark, queue });
    if (change !== undefined) return change;
  }
}

/** Nothing while the database is away: the worker waits for it, too. */
async function changeOf({ drain, mark, queue }: Omit<Watched, 'signal'>): Promise<Why | undefined> {
  try {
    if (JSON.stringify(await queuedDestinations(queue)) !== mark) return 'changed';
    return drain && (await isEmpty(queue)) ? 'drained' : undefined;
  } catch (error) {
    if (isLeadwireError(error) && error.kind === 'ledger-unavailable') return undefined;
    throw error;
  }
}

const isEmpty = async (queue: Watched['queue']): Promise<boolean> =>
  (await status(queue)).every(({ isEnqueued, open }) => isEnqueued && open === 0);

async function ended(why: Why, queue: Watched['queue']): Promise<ExitCode> {
  if (why === 'stopped') return EXIT.done;
  const imports = await status(queue);
  return imports.some(({ invalid, parked, states }) => invalid + parked + states.rejected > 0)
    ? EXIT.someRowsFailed
    : EXIT.done;
}

interface OpenedTargets {
  readonly targets: Readonly<Record<string, LeadTarget>>;
  /** Why a destination of the queue cannot be opened here, by the name of its target. */
  readonly missing: ReadonlyMap<string, string>;
  readonly fetch: UndiciFetch;
}

/** Opens every destination that something was enqueued to, with the credentials of this worker's environment. */
async function openTargets(
  known: readonly QueuedDestination[],
  { concurrency, io, limits }: { concurrency: number; io: Io; limits: false | SharedLimiter },
): Promise<OpenedTargets> {
  const fetch = createUndiciFetch({ connections: concurrency, env: io.env });
  const targets: Record<string, LeadTarget> = {};
  const missing = new Map<string, string>();
  for (const { destination, target } of known) {
    const { account, allowInsecureHttp, baseUrl, country, options, to } = destination as QueueDestination;
    const client = { ...clientOptions({ baseUrl, allowInsecureHttp, country }), account, fetch, limits };
    try {
      targets[target] = (await openDestination(to, { options, client, env: io.env, dry: false })).target;
    } catch (error) {
      if (!(error instanceof Fault || isLeadwireError(error))) throw error;
      missing.set(target, error.message);
    }
  }
  return { targets, missing, fetch };
}
