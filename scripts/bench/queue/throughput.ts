import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { enqueueImport } from '@leadwire/queue';
import { benchTarget, leadsOf } from './bench-target.ts';
import type { Database } from './overhead.ts';
import type { Load } from './server-load.ts';

const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const SCHEMA = 'throughput';
export const LATENCY_MS = 50;
/** Requests in flight of one worker: it waits for the provider, and not for a processor. */
export const CONCURRENCY = 8;

/** Seldom: counting reads the whole table, on the processors that are measured. */
const LOOK_MS = 3_000;

interface Phase {
  readonly workers: number;
  readonly leads: number;
  readonly perSecond: number;
}

export interface RealRun {
  readonly leads: number;
  readonly enqueue: Load;
  readonly work: Load;
  readonly phases: readonly Phase[];
  readonly bytesEnqueued: number;
  readonly bytesDone: number;
}

interface WorkerProcess {
  readonly child: ChildProcess;
  readonly lines: Interface;
}

/** Leads through 1, 2 and 4 worker processes after each other, with 50 ms a request and no limiter. */
export async function runForReal(database: Database, leads: number): Promise<RealRun> {
  const { connectionString, load } = database;
  const schemas = [SCHEMA, `${SCHEMA}_queue`, `${SCHEMA}_jobs`];
  const options = { connectionString, schema: SCHEMA, targets: { bench: benchTarget() }, to: 'bench' } as const;
  const enqueue = await load.of(() => enqueueImport(leadsOf(leads), { ...options, importId: 'run', batchSize: 200 }));
  const bytesEnqueued = await load.bytesOf(schemas);
  const phases: Phase[] = [];
  const done = () => load.count(`select count(*) from ${SCHEMA}.effect where state = 'confirmed'`);
  const work = await load.of(async () => {
    for (const { share, workers } of PHASES)
      phases.push(await runPhase(connectionString, { workers, done, to: leads * share }));
  });
  return { leads, enqueue, work, phases, bytesEnqueued, bytesDone: await load.bytesOf(schemas) };
}

const PHASES = [
  { workers: 1, share: 0.1 },
  { workers: 2, share: 0.3 },
  { workers: 4, share: 1 },
] as const;

async function runPhase(
  connectionString: string,
  { done, to, workers }: { readonly workers: number; readonly to: number; readonly done: () => Promise<number> },
): Promise<Phase> {
  const processes = await Promise.all(Array.from({ length: workers }, () => startProcess(connectionString)));
  const from = await done();
  const startedAt = performance.now();
  let now = from;
  while (now < to) {
    await sleep(LOOK_MS);
    now = await done();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await Promise.all(processes.map(stopProcess));
  return { workers, leads: now - from, perSecond: (now - from) / seconds };
}

async function startProcess(connectionString: string): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--conditions=leadwire-source', WORKER], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: connectionString,
      BENCH_SCHEMA: SCHEMA,
      BENCH_LATENCY_MS: String(LATENCY_MS),
      BENCH_CONCURRENCY: String(CONCURRENCY),
    },
  });
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  return { child, lines };
}

async function stopProcess({ child }: WorkerProcess): Promise<void> {
  child.stdin?.end();
  await once(child, 'close');
}
