import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startPostgres } from '@leadwire/testing';
import { type Destination, leadsAt } from './destinations.ts';
import { ENTRY, leadwire } from './leadwire-command.ts';
import { SAMPLE, type SampleRow } from './sample.ts';

/** What the workers of a queue came to. */
export interface QueueStory {
  readonly leads: number;
  readonly there: number;
  readonly twice: number;
  readonly lost: number;
}

interface WorkerProcess {
  /** Resolves when it has sent a batch or has targets to send to. */
  readonly working: Promise<void>;
  readonly ended: Promise<number | null>;
  kill(): void;
}

/**
 * The sample through a PostgreSQL queue: enqueued once, sent by several worker processes, one of which is killed on the way. The database is
 * `DATABASE_URL`, or an embedded one.
 */
export async function queueStory(
  destination: Destination,
  rows: readonly SampleRow[],
  workers: number,
): Promise<QueueStory> {
  const { DATABASE_URL } = process.env;
  const postgres =
    DATABASE_URL === undefined
      ? await startPostgres()
      : { connectionString: DATABASE_URL, stop: async () => undefined };
  if ('missing' in postgres) throw new Error(`${postgres.missing}: set DATABASE_URL`);
  const queue = ['--database-url', postgres.connectionString, '--schema', `leadwire_start_${process.pid}`];
  try {
    const { to, env } = destination;
    const flags = destination.flags.filter(
      (_, index, all) => !isSendingFlag(all[index]) && !isSendingFlag(all[index - 1]),
    );
    await leadwire(['enqueue', SAMPLE, '--to', to, '--country', 'IN', ...queue, ...flags], { env });
    console.log(
      `enqueued        ${rows.length} rows, into PostgreSQL${DATABASE_URL === undefined ? ' (embedded)' : ''}`,
    );
    const all = Array.from({ length: workers }, () => startWorker(queue, env));
    const [first, ...others] = all as [WorkerProcess, ...WorkerProcess[]];
    await first.working;
    if (others.length > 0) first.kill();
    await Promise.all(all.map(({ ended }) => ended));
    console.log(`workers         ${workers}${others.length > 0 ? ', one of them killed' : ''}`);
    return count(destination, rows);
  } finally {
    await postgres.stop();
  }
}

/** Flags that say how to send belong to the worker. */
const isSendingFlag = (flag: string | undefined): boolean => flag === '--rate' || flag === '--concurrency';

function startWorker(queue: readonly string[], env: Readonly<Record<string, string>>): WorkerProcess {
  const args = ['worker', '--drain', '--rate', 'off', '--concurrency', '4', '--lease', '15', '--json', ...queue];
  const child = spawn(process.execPath, ['--conditions=leadwire-source', ENTRY, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise: working, resolve } = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.includes('"worker.start"')) resolve();
  });
  const ended = new Promise<number | null>((done) => {
    child.once('error', () => done(null));
    child.once('close', done);
  });
  void ended.then(() => resolve());
  return { working, ended, kill: () => child.kill('SIGKILL') };
}

function count(destination: Destination, rows: readonly SampleRow[]): QueueStory {
  const wanted = [...new Set(rows.flatMap(({ digits }) => (digits === undefined ? [] : [digits])))];
  const counts = leadsAt(destination);
  const times = wanted.map((digits) => counts.get(digits) ?? 0);
  return {
    leads: wanted.length,
    there: times.filter((number) => number > 0).length,
    twice: times.filter((number) => number > 1).length,
    lost: times.filter((number) => number === 0).length,
  };
}
