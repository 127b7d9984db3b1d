import { startPostgres } from '@leadwire/testing';
import type { Destination } from './destinations.ts';
import { leadwire } from './leadwire-command.ts';

/**
 * A file through a PostgreSQL queue: enqueued once, sent by several worker processes, one of which is killed once it works.
 * The database is `DATABASE_URL`, or an embedded one.
 */
export async function queueStory({ env, flags, to }: Destination, file: string, workers: number): Promise<void> {
  const { DATABASE_URL } = process.env;
  const postgres = DATABASE_URL === undefined ? await startPostgres() : undefined;
  if (postgres !== undefined && 'missing' in postgres) throw new Error(`${postgres.missing}: set DATABASE_URL`);
  const connectionString = postgres?.connectionString ?? DATABASE_URL ?? '';
  const queue = ['--database-url', connectionString, '--schema', `leadwire_start_${process.pid}`];
  try {
    const place = flags.filter((_, at) => !isSendingFlag(flags[at]) && !isSendingFlag(flags[at - 1]));
    const { lines } = await leadwire(['enqueue', file, '--to', to, '--country', 'IN', ...queue, ...place], { env });
    const where = postgres === undefined ? '' : ' (embedded)';
    console.log(`enqueued        ${lines.at(-1)?.rows} rows, into PostgreSQL${where}`);
    const worker = ['worker', '--drain', '--rate', 'off', '--concurrency', '4', '--lease', '15', ...queue];
    const all = Array.from({ length: workers }, (_, at) =>
      leadwire(worker, { env, killAt: ({ type }) => at === 0 && workers > 1 && type === 'worker.start' }),
    );
    await Promise.all(all);
    console.log(`workers         ${workers}${workers > 1 ? ', one of them killed' : ''}`);
  } finally {
    await postgres?.stop();
  }
}

/** Flags that say how to send belong to the worker. */
const isSendingFlag = (flag: string | undefined): boolean => flag === '--rate' || flag === '--concurrency';
