import type { LeadTarget } from '@leadwire/core';
import { jobsIn, type QueueDatabase } from './database.ts';
import { queueOf, SINGLE, toJob } from './jobs.ts';

type Targets = Readonly<Record<string, LeadTarget>>;

/** Leads in one job of accepted leads: few, so that several workers share a burst. */
const BATCH_SIZE = 20;
const MOST_AT_ONCE = 500;

/** Makes jobs for what `leadwire.accept` recorded, in the transaction that takes its note away. @returns how many leads */
export async function enqueueAccepted(
  { boss, schemas: { queue }, transaction }: QueueDatabase,
  targets: Targets,
): Promise<number> {
  return transaction('step', async ({ client }) => {
    let count = 0;
    for (const [name, target] of Object.entries(targets)) {
      const { rows } = await client.query<{ key: string }>(
        `delete from ${queue}.accepted where id = any(array(
           select id from ${queue}.accepted where provider = $1 and account = $2 order by id
           limit ${MOST_AT_ONCE} for update skip locked
         )) returning key`,
        [target.provider, target.account],
      );
      const keys = [...new Set(rows.map(({ key }) => key))];
      const jobs = inBatches(keys, BATCH_SIZE).map((part) => toJob(target, { target: name, keys: part }));
      if (jobs.length > 0) await boss.insert(SINGLE, jobs, { db: jobsIn(client) });
      count += keys.length;
    }
    return count;
  });
}

/** A row that nothing happened to for this long, although it is open and in no lease, has lost its job or its sender. */
const FORSAKEN_MS = 300_000;
const LOCK = 5_570_118_013;

/**
 * Makes jobs for open leads that have none: their sender died without a worker, or the jobs were lost with a restored database. One worker does
 * it at a time. @returns how many leads
 */
export async function reclaimForsaken(
  { boss, schemas, transaction }: QueueDatabase,
  targets: Targets,
  forsakenMs: number = FORSAKEN_MS,
): Promise<number> {
  const { jobs, ledger } = schemas;
  return transaction('view', async ({ client }) => {
    const lock = await client.query<{ is_ours: boolean }>('select pg_try_advisory_xact_lock($1) as is_ours', [LOCK]);
    if (lock.rows[0]?.is_ours !== true) return 0;
    let count = 0;
    for (const [name, target] of Object.entries(targets)) {
      const { rows } = await client.query<{ import_id: string | null; is_update: boolean; keys: string[] }>(
        `with waiting as (
           select distinct data ->> 'importId' as import_id from ${jobs}.job
           where name in ('leads', 'leads-single', 'leads-poison') and state < 'completed' and data ->> 'target' = $4
         ), clock as (select extract(epoch from clock_timestamp()) * 1000 as now)
         select effect.import_id, state = 'sent' and remote_id is not null as is_update, array_agg(key order by seq) as keys from ${ledger}.effect, clock
         where provider = $1 and account = $2 and state in ('ready', 'leased', 'sent') and payload is not null
           and coalesce(lease_until, 0) < now and updated_at < now - $3::double precision
           and not exists (select from waiting where waiting.import_id is not distinct from effect.import_id)
         group by effect.import_id, is_update`,
        [target.provider, target.account, forsakenMs, name],
      );
      for (const row of rows) {
        const importId = row.import_id ?? undefined;
        const onExisting = row.is_update ? 'update' : undefined;
        const made = inBatches(row.keys, 100).map((keys, index) =>
          toJob(target, { importId, onExisting, target: name, keys }, { priority: -index }),
        );
        await boss.insert(queueOf({ importId }), made, { db: jobsIn(client) });
        count += row.keys.length;
      }
    }
    return count;
  });
}

const inBatches = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
