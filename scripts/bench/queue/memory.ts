import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ENTRY = fileURLToPath(new URL('./enqueue-process.ts', import.meta.url));

export interface EnqueueMemory {
  /** Fewer than asked for where the machine is slow. */
  readonly rows: number;
  readonly seconds: number;
  readonly seen: readonly { readonly rows: number; readonly heapMiB: number; readonly rssMiB: number }[];
}

/** The memory of a process that enqueues so many rows. */
export async function measureEnqueueMemory(connectionString: string, rows: number): Promise<EnqueueMemory> {
  const flags = ['--expose-gc', '--conditions=leadwire-source', ENTRY];
  const env = { ...process.env, DATABASE_URL: connectionString, BENCH_ROWS: String(rows) };
  const { stdout } = await promisify(execFile)(process.execPath, flags, { env });
  return JSON.parse(stdout) as EnqueueMemory;
}
