import type { Lead } from '@leadwire/core';
import { openPostgres, type TestDatabase } from '@leadwire/testing';
import { createLeadwire } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createTestQueues, leadsOf, WITHIN } from './testing.ts';

const started = await openPostgres();

describe.skipIf('missing' in started)('a queue on PostgreSQL', () => {
  const postgres = started as TestDatabase;
  const { connectionString } = postgres;
  const queues = createTestQueues(connectionString);
  const { create, pool } = queues;
  afterEach(queues.stopWorkers);
  afterAll(async () => {
    await queues.close();
    await postgres.stop();
  });

  test('an import is enqueued once however often it runs, sent by workers, and told by status', async () => {
    const { crm, enqueue, start, progress, countJobs } = create();
    const rows = [...leadsOf(120), { phone: 'no number' }];
    expect(await enqueue(rows, { batchSize: 50 })).toEqual({ rows: 121, enqueued: 120, known: 0, rejected: 1 });
    expect(await enqueue(rows, { batchSize: 50 })).toEqual({ rows: 121, enqueued: 0, known: 120, rejected: 1 });
    expect(await countJobs()).toBe(3);
    expect(await progress()).toMatchObject({ open: 120, invalid: 1, isEnqueued: true });
    await start();
    await vi.waitFor(async () => expect((await progress())?.open).toBe(0), WITHIN);
    expect(await progress()).toMatchObject({ parked: 0, states: { confirmed: 120 } });
    expect(new Set(crm.received.map(({ phone }) => phone)).size).toBe(120);
    expect(crm.received.length).toBe(120);
  });

  test('a lead whose response was lost is looked up, not sent again, by the worker that comes next', async () => {
    const { crm, enqueue, start, progress } = create({
      fault: ({ index }) => (index === 0 ? 'lose-after' : undefined),
    });
    await enqueue(leadsOf(5));
    await start();
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(5), WITHIN);
    expect(crm.received.length).toBe(5);
  });

  test('leads of a provider that is down are handed back and sent when it is up again', async () => {
    let isDown = true;
    const { crm, enqueue, start, progress, events } = create({ fault: () => (isDown ? 'down' : undefined) });
    await enqueue(leadsOf(3));
    await start();
    await vi.waitFor(() => expect(events.some(({ type }) => type === 'job.open')).toBe(true), WITHIN);
    expect((await progress())?.open).toBe(3);
    isDown = false;
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(3), WITHIN);
    expect(crm.received.length).toBe(3);
  });

  test('a batch that breaks its worker is bisected, its poison lead parked, and every other lead sent', async () => {
    const poison = leadsOf(10)[6] as Lead;
    const { crm, enqueue, progress, events, start } = create();
    const target = {
      ...crm,
      send: (lead: Lead, options: object) => {
        if (lead.phone === poison.phone) throw new TypeError('cannot read this lead');
        return crm.send(lead, options);
      },
    };
    await enqueue(leadsOf(10));
    await start({ targets: { crm: target }, concurrency: 1 });
    await vi.waitFor(async () => expect((await progress())?.open).toBe(0), WITHIN);
    expect(await progress()).toMatchObject({ parked: 1, states: { confirmed: 9 } });
    expect(events.filter(({ type }) => type === 'lead.poison').length).toBe(1);
    expect(crm.received.length).toBe(9);
  });

  test('a worker whose credentials are refused stops with that error, and its leads wait for another', async () => {
    const { enqueue, start, progress } = create({ fault: () => 'key' });
    await enqueue(leadsOf(3));
    const worker = await start({ healthPort: 0 });
    await expect(worker.finished).rejects.toMatchObject({ kind: 'unauthorized' });
    const response = await fetch(`http://127.0.0.1:${worker.healthPort}/health`);
    expect([response.status, await response.json()]).toMatchObject([503, { status: 'unauthorized' }]);
    await worker.stop();
    expect(await progress()).toMatchObject({ open: 3, states: { rejected: 0 } });
  });

  test('a stopped worker finishes what is in flight and hands the rest back to the next', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { crm, enqueue, start, progress } = create({ onRequest: () => held });
    await enqueue(leadsOf(60), { batchSize: 60 });
    const first = await start({ healthPort: 0 });
    await vi.waitFor(() => expect(crm.requests.length).toBeGreaterThan(0), WITHIN);
    const health = await fetch(`http://127.0.0.1:${first.healthPort}/health`);
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok', activeJobs: 1 }]);
    const stopping = first.stop();
    release();
    await stopping;
    const sent = crm.received.length;
    expect(sent).toBeLessThan(60);
    expect((await progress())?.states).toMatchObject({ confirmed: sent, leased: 0, sent: 0 });
    await start();
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(60), WITHIN);
    expect(crm.received.length).toBe(60);
  });

  test('a late import gets its turn while a large one is sent: least progress comes first', async () => {
    const { crm, enqueue, start, progress } = create();
    await enqueue(leadsOf(100), { batchSize: 10, importId: 'large' });
    const others = leadsOf(120).slice(100);
    await enqueue(others, { batchSize: 10, importId: 'small' });
    await start({ jobs: 1, concurrency: 1 });
    await vi.waitFor(async () => expect((await progress('small'))?.open).toBe(0), WITHIN);
    expect(crm.received.length).toBeLessThan(100);
  });

  test('jobs hold keys and nothing personal, so a forgotten person is nowhere in the queue', async () => {
    const { enqueue, schema, start, progress, crm } = create();
    await enqueue(leadsOf(3));
    const { rows } = await pool.query(`select data::text from ${schema}_jobs.job where name = 'leads'`);
    expect(rows.map(({ data }) => data).join()).not.toMatch(/1415555|Lead/);
    const ledger = postgresLedger({ connectionString, schema });
    await createLeadwire({ targets: { crm }, ledger }).forget('+14155551001');
    await ledger.close();
    await start();
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(2), WITHIN);
    expect(crm.received.map(({ phone }) => phone)).not.toContain('+14155551001');
  });

  test('a person twice in one import is enqueued once and counted as known', async () => {
    const { enqueue, countJobs } = create();
    const [lead] = leadsOf(1) as [Lead];
    const report = await enqueue([lead, lead, { ...lead, name: 'Another name' }]);
    expect(report).toEqual({ rows: 3, enqueued: 1, known: 2, rejected: 0 });
    expect(await countJobs()).toBe(1);
  });

  test('with duplicatesWithin account, a person of an earlier import is not sent again, and is forgotten all the same', async () => {
    const { crm, enqueue, progress, schema, start } = create();
    const account = { duplicatesWithin: 'account' } as const;
    await enqueue(leadsOf(3), { importId: 'may', ...account });
    expect(await enqueue(leadsOf(4), { importId: 'june', ...account })).toMatchObject({ enqueued: 1, known: 3 });
    await start();
    await vi.waitFor(async () => expect((await progress('june'))?.states.confirmed).toBe(1), WITHIN);
    await vi.waitFor(async () => expect((await progress('may'))?.states.confirmed).toBe(3), WITHIN);
    expect(crm.received.length).toBe(4);
    const ledger = postgresLedger({ connectionString, schema });
    expect(await createLeadwire({ targets: { crm }, ledger }).forget('+14155551001')).toBe(1);
    await ledger.close();
  });

  test('what leadwire.accept records is delivered by a worker, under an import id or none', async () => {
    const { crm, schema, start } = create();
    const ledger = postgresLedger({ connectionString, schema });
    const leadwire = createLeadwire({ targets: { crm }, ledger });
    const [first, second, third] = leadsOf(3) as [Lead, Lead, Lead];
    await leadwire.accept(first, { to: 'crm' }); // before there is a queue
    await start();
    await leadwire.accept(second, { to: 'crm' });
    await leadwire.accept(third, { to: 'crm', importId: 'form' });
    await vi.waitFor(() => expect(crm.received.length).toBe(3), WITHIN);
    await leadwire.close();
  });

  test('accepted leads overtake an import whose requests are all in flight', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { crm, enqueue, schema, start } = create({
      onRequest: ({ leads }) => (leads[0]?.name === 'Form' ? undefined : held),
    });
    await enqueue(leadsOf(100), { batchSize: 50 });
    await start({ concurrency: 5 });
    await vi.waitFor(() => expect(crm.requests.length).toBeGreaterThanOrEqual(10), WITHIN);
    const ledger = postgresLedger({ connectionString, schema });
    const leadwire = createLeadwire({ targets: { crm }, ledger });
    await leadwire.accept({ phone: '+14155559999', name: 'Form' }, { to: 'crm' });
    await vi.waitFor(() => expect(crm.received.map(({ name }) => name)).toEqual(['Form']), WITHIN);
    release();
    await leadwire.close();
  });

  test('a queue that would delete waiting jobs after two weeks is corrected when it is opened', async () => {
    const { enqueue, schema } = create();
    await enqueue(leadsOf(1));
    const retention = async (): Promise<number> => {
      const { rows } = await pool.query(
        `select retention_seconds as seconds from ${schema}_jobs.queue where name = 'leads'`,
      );
      return rows[0]?.seconds as number;
    };
    await pool.query(`update ${schema}_jobs.queue set retention_seconds = 1209600`);
    await enqueue(leadsOf(2));
    expect(await retention()).toBeGreaterThan(365 * 86_400);
  });
});
