import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { enqueueImport } from '@leadwire/queue';
import { benchTarget, leadsOf } from './bench-target.ts';

const MOST_MS = 300_000;

export interface EnqueueMemory {
  /** Fewer than asked for where the machine is slow. */
  readonly rows: number;
  readonly seconds: number;
  readonly seen: readonly { readonly rows: number; readonly heapMiB: number; readonly rssMiB: number }[];
}

/** The memory of a process that enqueues so many rows, or what it can within five minutes. */
export async function measureEnqueueMemory(connectionString: string, rows: number): Promise<EnqueueMemory> {
  const args = ['--expose-gc', '--conditions=leadwire-source', import.meta.filename, connectionString, String(rows)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as EnqueueMemory;
}

async function enqueue(connectionString: string, rows: number): Promise<EnqueueMemory> {
  const seen: EnqueueMemory['seen'][number][] = [];
  const look = (at: number): void => {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    seen.push({ rows: at, heapMiB: heapUsed / 2 ** 20, rssMiB: rss / 2 ** 20 });
  };
  const startedAt = performance.now();
  const { enqueued } = await enqueueImport(leadsOf(rows), {
    ...{ connectionString, schema: 'million', targets: { bench: benchTarget() }, to: 'bench', importId: 'million' },
    batchSize: 200,
    signal: AbortSignal.timeout(MOST_MS),
    onProgress: ({ rows: read }) => {
      if (read % (rows / 10) === 0) look(read);
    },
  });
  look(enqueued);
  return { rows: enqueued, seconds: (performance.now() - startedAt) / 1_000, seen };
}

const [, program, connectionString = '', rows] = process.argv;
if (program === import.meta.filename) console.log(JSON.stringify(await enqueue(connectionString, Number(rows))));
