import { enqueueImport, sharedLimiter, startWorker } from '@leadwire/queue';
import { benchTarget, leadsOf } from './bench-target.ts';
import type { Load, ServerLoad } from './server-load.ts';

export interface Overhead {
  readonly name: string;
  readonly leads: number;
  readonly enqueue: Load;
  readonly work: Load;
}

export interface Database {
  readonly connectionString: string;
  readonly load: ServerLoad;
}

/** What the ledger and the jobs cost a lead, at batches of 200. */
export async function measureOverhead(
  { connectionString, load }: Database,
  { bulk, leads }: { readonly bulk: number | undefined; readonly leads: number },
): Promise<Overhead> {
  const schema = `overhead_${bulk ?? 1}`;
  const shared = { connectionString, schema, targets: { bench: benchTarget({ bulk }) } };
  const source = { ...shared, to: 'bench', batchSize: 200 } as const;
  await enqueueImport([], { ...source, importId: 'makes the tables' });
  const enqueue = await load.of(() => enqueueImport(leadsOf(leads), { ...source, importId: 'overhead' }));
  const done = Promise.withResolvers<void>();
  let ended = 0;
  const work = await load.of(async () => {
    const worker = await startWorker({
      ...shared,
      onEvent: (event) => {
        if (event.type === 'job.end') ended += event.leads;
        if (ended >= leads) done.resolve();
      },
    });
    await done.promise;
    await worker.stop();
  });
  const confirmed = Number(await load.value(`select count(*) from ${schema}.effect where state = 'confirmed'`));
  if (confirmed !== leads) throw new Error(`${confirmed} of ${leads} leads were confirmed`);
  return { name: bulk === undefined ? 'one lead a request' : `${bulk} leads a request`, leads, enqueue, work };
}

/** What a slot of the shared limiter costs, where each request waits for its own. */
export async function measureLimiter({ connectionString, load }: Database, slots: number): Promise<Load> {
  const limiter = sharedLimiter({ connectionString, schema: 'limiter' });
  const wait = { maxWaitMs: 60_000, signal: new AbortController().signal };
  const rates = [{ limit: 100_000, perMs: 1_000 }];
  await limiter.acquire('bench', rates, wait);
  const cost = await load.of(async () => {
    for (let slot = 0; slot < slots; slot++) await limiter.acquire('bench', rates, wait);
  });
  await limiter.close();
  return cost;
}
