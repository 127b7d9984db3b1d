// Enqueues `BENCH_ROWS` rows in a process of its own, or what it can within five minutes, and prints the memory that it holds on the way.
import { enqueueImport } from '@leadwire/queue';
import { benchTarget, leadsOf } from './bench-target.ts';

const { BENCH_ROWS, DATABASE_URL = '' } = process.env;
const rows = Number(BENCH_ROWS);
const MOST_MS = 300_000;
const seen: { readonly rows: number; readonly heapMiB: number; readonly rssMiB: number }[] = [];
const look = (at: number): void => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  seen.push({ rows: at, heapMiB: heapUsed / 2 ** 20, rssMiB: rss / 2 ** 20 });
};
const startedAt = performance.now();
const report = await enqueueImport(leadsOf(rows), {
  ...{ connectionString: DATABASE_URL, schema: 'million', targets: { bench: benchTarget() }, to: 'bench' },
  importId: 'million',
  batchSize: 200,
  signal: AbortSignal.timeout(MOST_MS),
  onProgress: ({ rows: read }) => {
    if (read % (rows / 10) === 0) look(read);
  },
});
look(report.enqueued);
console.log(JSON.stringify({ rows: report.enqueued, seconds: (performance.now() - startedAt) / 1_000, seen }));
