import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueImport, startWorker } from '@leadwire/queue';
import { benchTarget, leadsOf } from './bench-target.ts';
import type { Database } from './overhead.ts';
import type { Load } from './server-load.ts';

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

/** Leads through 1, 2 and 4 worker processes after each other, with 50 ms a request and no limiter. */
export async function runForReal(database: Database, leads: number): Promise<RealRun> {
  const { connectionString, load } = database;
  const schemas = [SCHEMA, `${SCHEMA}_queue`, `${SCHEMA}_jobs`];
  const options = { connectionString, schema: SCHEMA, targets: { bench: benchTarget() }, to: 'bench' } as const;
  const enqueue = await load.of(() => enqueueImport(leadsOf(leads), { ...options, importId: 'run', batchSize: 200 }));
  const bytesEnqueued = await load.bytesOf(schemas);
  const phases: Phase[] = [];
  const done = async () => Number(await load.value(`select count(*) from ${SCHEMA}.effect where state = 'confirmed'`));
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
  for (const { stdin } of processes) stdin?.end();
  await Promise.all(processes.map((child) => once(child, 'close')));
  return { workers, leads: now - from, perSecond: (now - from) / seconds };
}

async function startProcess(connectionString: string): Promise<ChildProcess> {
  const args = ['--conditions=leadwire-source', import.meta.filename, connectionString];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

const [, program, connectionString = ''] = process.argv;
if (program === import.meta.filename) {
  const target = benchTarget({ onRequest: () => sleep(LATENCY_MS) });
  const shared = { connectionString, schema: SCHEMA, targets: { bench: target } };
  const worker = await startWorker({ ...shared, concurrency: CONCURRENCY, jobs: 1 });
  console.log('working');
  process.stdin.resume().once('end', async () => {
    await worker.stop();
    process.exit();
  });
}
