import { openTables } from './database.ts';
import type { QueueOptions } from './queue-options.ts';

/** A destination that imports were enqueued to. */
export interface QueuedDestination {
  /** Name of the target. */
  readonly target: string;
  /** What `enqueueImport` was given as `destination`. */
  readonly destination: unknown;
}

/**
 * The destinations of all imports, so that a worker can open their targets.
 * @throws LeadwireError `misconfigured`, `ledger-unavailable`
 * @example for (const { target, destination } of await queuedDestinations({ connectionString })) console.log(target, destination)
 */
export async function queuedDestinations(options: QueueOptions): Promise<QueuedDestination[]> {
  const tables = await openTables(options);
  try {
    return await tables.query<QueuedDestination>(
      `select distinct on (target) target, destination from ${tables.schemas.queue}.import
       where destination is not null order by target, enqueued_at desc`,
    );
  } finally {
    await tables.close();
  }
}
