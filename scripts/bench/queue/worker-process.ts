// One worker in a process of its own, whose provider answers after `BENCH_LATENCY_MS`: a line when it works, and its processor time at the end.
import { setTimeout as sleep } from 'node:timers/promises';
import { startWorker } from '@leadwire/queue';
import { benchTarget } from './bench-target.ts';

const { BENCH_LATENCY_MS, BENCH_CONCURRENCY, BENCH_SCHEMA, DATABASE_URL = '' } = process.env;
const target = benchTarget({ onRequest: () => sleep(Number(BENCH_LATENCY_MS)) });
const worker = await startWorker({
  connectionString: DATABASE_URL,
  schema: BENCH_SCHEMA,
  targets: { bench: target },
  concurrency: Number(BENCH_CONCURRENCY),
  jobs: 1,
});
console.log('working');
process.stdin.resume().once('end', async () => {
  await worker.stop();
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1_000_000 }));
  process.exit();
});
