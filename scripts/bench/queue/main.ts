// `pnpm bench:queue`: a real run of the queue, then a model calibrated on it; prints both and writes the page of the documentation.
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@leadwire/testing';
import type { QueueCost } from '../page/measured.ts';
import { keepResults } from '../page/results.ts';
import { type Figures, figuresPage } from './figures.ts';
import { measureEnqueueMemory } from './memory.ts';
import { measureLimiter, measureOverhead, type Overhead } from './overhead.ts';
import { type Calibration, runMoreAccounts, runTenAccounts } from './scenario.ts';
import { MEASURED, ServerLoad } from './server-load.ts';
import { type RealRun, runForReal } from './throughput.ts';

const PAGE = fileURLToPath(new URL('../../../packages/docs/several-machines/figures.md', import.meta.url));
/** `LEADWIRE_BENCH_LEADS=10000 LEADWIRE_BENCH_ROWS=100000` for a first look. */
const LEADS = Number(process.env.LEADWIRE_BENCH_LEADS ?? 100_000);
const ROWS = Number(process.env.LEADWIRE_BENCH_ROWS ?? 1_000_000);
const SLOTS = 2_000;

type Slots = Figures['limiter'];

const postgres = await startPostgres({ settings: MEASURED });
if ('missing' in postgres) throw new Error(postgres.missing);
const { connectionString } = postgres;
const load = new ServerLoad(postgres);
try {
  await load.open();
  const database = { connectionString, load };
  const machine = {
    cores: availableParallelism(),
    node: process.versions.node,
    postgres: String(await load.value('show server_version')),
    load: loadavg()[0] ?? 0,
  };
  const overheads: Overhead[] = [];
  for (const bulk of [200, undefined]) overheads.push(await measureOverhead(database, { bulk, leads: LEADS / 10 }));
  const limiter = { slots: SLOTS, load: await measureLimiter(database, SLOTS) };
  const run = await runForReal(database, LEADS);
  const memory = await measureEnqueueMemory(connectionString, ROWS);
  const calibration = calibrate(overheads.at(-1) as Overhead, limiter);
  const model = runTenAccounts(calibration);
  const steady = [2, 8].flatMap((cores) =>
    [10, 100, 300, 1_000, 3_000].map((accounts) => ({ cores, ...runMoreAccounts(calibration, accounts, cores) })),
  );
  const page = figuresPage({ machine, overheads, limiter, run, memory, calibration, model, steady });
  console.log(page);
  writeFileSync(PAGE, page);
  keepResults({ queue: queueCost(overheads[0] as Overhead, run) });
} finally {
  await load.close();
  await postgres.stop();
}

/** What one lead of a target without bulk costs, with a slot of the limiter. */
function calibrate({ enqueue, leads, work }: Overhead, { load: slot, slots }: Slots): Calibration {
  return {
    databaseSecondsPerLead: (enqueue.serverCpuSeconds + work.serverCpuSeconds) / leads + slot.serverCpuSeconds / slots,
    workerSecondsPerLead: work.cpuSeconds / leads + slot.cpuSeconds / slots,
  };
}

/** What the page of all benchmarks says of the queue. */
function queueCost({ enqueue, leads, work }: Overhead, { phases }: RealRun): QueueCost {
  const msALead = (load: Overhead['work']) => ((load.cpuSeconds + load.serverCpuSeconds) / leads) * 1_000;
  const [one, two] = phases;
  return {
    enqueueMs: msALead(enqueue),
    workMs: msALead(work),
    twoWorkers: (two?.perSecond ?? 0) / (one?.perSecond ?? 0),
  };
}
