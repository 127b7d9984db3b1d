import { openPostgres, type TestDatabase } from '@leadwire/testing';
import { fakeTarget } from 'leadwire/testing';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createTestQueues, leadsOf, WITHIN } from './testing.ts';

const started = await openPostgres();

describe.skipIf('missing' in started)('who comes first', () => {
  const postgres = started as TestDatabase;
  const { connectionString } = postgres;
  const queues = createTestQueues(connectionString);
  const { create } = queues;
  afterEach(queues.stopWorkers);
  afterAll(async () => {
    await queues.close();
    await postgres.stop();
  });

  test('an account whose requests hang leaves places for the imports of another', async () => {
    const { enqueue, progress, start } = create();
    const held = Promise.withResolvers<void>();
    const slow = fakeTarget({ account: 'slow', onRequest: () => held.promise });
    const fast = fakeTarget({ account: 'fast' });
    const targets = { slow, fast };
    await enqueue(leadsOf(200), { importId: 'slow', to: 'slow' as never, targets: targets as never, batchSize: 10 });
    await enqueue(leadsOf(20), { importId: 'fast', to: 'fast' as never, targets: targets as never, batchSize: 10 });
    await start({ targets, jobs: 3, concurrency: 2 });
    await vi.waitFor(async () => expect((await progress('fast'))?.states.confirmed).toBe(20), WITHIN);
    expect(slow.received.length).toBe(0);
    held.resolve();
  });

  test('imports that come one after another take turns: none waits for the end of an earlier one', async () => {
    const { crm, enqueue, progress, start } = create();
    for (const [place, importId] of ['first', 'second', 'third'].entries())
      await enqueue(leadsOf(40, place * 100), { importId, batchSize: 10 });
    await start({ jobs: 1, concurrency: 1 });
    await vi.waitFor(async () => expect((await progress('third'))?.open).toBe(0), WITHIN);
    // Its last batch of four comes before what is left of the others: at most one batch of each.
    const order = crm.received.map(({ name }) => Math.floor(Number(name?.split(' ')[1]) / 100));
    expect(order.slice(0, 30).filter((place) => place === 2).length).toBe(10);
  });
});
