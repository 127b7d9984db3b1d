import type { RunDestination } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import type { DestinationName } from './destinations.ts';
import type { Io } from './io.ts';

/** Flags of every command that uses a queue. */
export interface QueueFlags {
  readonly databaseUrl?: string | undefined;
  readonly schema?: string | undefined;
}

/** Where the queue is; a Fault that says how to name it. */
export function queueOptions(
  flags: QueueFlags,
  env: Io['env'],
): { connectionString: string; schema?: string | undefined } {
  const connectionString = flags.databaseUrl ?? env.DATABASE_URL;
  if (connectionString) return { connectionString, schema: flags.schema };
  throw new Fault('The database is missing.', {
    hints: ['Add --database-url postgres://user:password@host:5432/database, or set DATABASE_URL.'],
  });
}

/** What an import keeps of its destination, so that a worker can open it; credentials come from the worker's environment. */
export interface QueueDestination extends Omit<RunDestination, 'reading' | 'to'> {
  readonly to: DestinationName;
  readonly country?: string | undefined;
}

/** The name of the target in the queue: the same for every import into one list, campaign or team. */
export function targetName({ account, options, to }: QueueDestination): string {
  const flags = Object.entries(options).filter(([, value]) => value !== undefined);
  return [to, account, ...flags.map(([name, value]) => `${name}=${value}`)].join(' ');
}
