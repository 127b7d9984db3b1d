import type { Lead } from '@leadwire/core';
import { openPostgres, type TestDatabase } from '@leadwire/testing';
import { createLeadwire, type ParkedLead } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { reclaimForsaken } from './accepted-leads.ts';
import { openDatabase } from './database.ts';
import { createTestQueues, leadsOf, WITHIN } from './testing.ts';

const started = await openPostgres();

describe.skipIf('missing' in started)('what workers repair', () => {
  const postgres = started as TestDatabase;
  const { connectionString } = postgres;
  const queues = createTestQueues(connectionString);
  const { create, pool } = queues;
  afterEach(queues.stopWorkers);
  afterAll(async () => {
    await queues.close();
    await postgres.stop();
  });

  /** A promise, and what ends it. */
  const hold = () => Promise.withResolvers<void>();

  test('open leads whose jobs are lost get jobs again, once they have been left alone for long enough', async () => {
    const { countJobs, crm, enqueue, progress, schema, start } = create();
    await enqueue(leadsOf(5));
    await pool.query(`delete from ${schema}_jobs.job where name = 'leads'`);
    const database = await openDatabase({ connectionString, schema }, 'client');
    try {
      expect(await reclaimForsaken(database, { crm })).toBe(0);
      expect(await reclaimForsaken(database, { crm }, -1)).toBe(5);
      expect(await reclaimForsaken(database, { crm }, -1)).toBe(0);
    } finally {
      await database.close();
    }
    expect(await countJobs()).toBe(1);
    await start();
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(5), WITHIN);
    expect(crm.received.length).toBe(5);
  });

  test('a batch that ended its workers too often becomes a dead letter, which is halved and sent', async () => {
    const { countJobs, crm, enqueue, events, progress, schema, start } = create();
    await enqueue(leadsOf(4));
    await pool.query(
      `update ${schema}_jobs.job set state = 'active', retry_limit = 1, retry_count = 1, started_on = now() - interval '1 hour',
         heartbeat_on = now() - interval '1 hour' where name = 'leads'`,
    );
    await start();
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('job.split'), WITHIN);
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(4), WITHIN);
    expect(crm.received.length).toBe(4);
    await vi.waitFor(async () => expect([await countJobs(), await countJobs('leads-poison')]).toEqual([0, 0]), WITHIN);
  });

  test.each([
    ['has no disk space left', '53100'],
    ['takes no writes after a failover', '25006'],
  ])('a worker whose server %s goes on by itself when it does again, and sends each lead once', async (_, code) => {
    const { crm, enqueue, events, progress, schema, start } = create();
    await enqueue(leadsOf(10));
    await pool.query(`create sequence ${schema}.refusals;
      create function ${schema}.refuse() returns trigger language plpgsql security definer as $$
        begin perform nextval('${schema}.refusals'); raise exception 'refused' using errcode = '${code}'; end $$;
      create trigger refuse before update on ${schema}.effect for each row when (new.state = 'sent')
        execute function ${schema}.refuse()`);
    await start();
    const refusals = `select from ${schema}.refusals where last_value > 3`; // a sequence is not rolled back
    await vi.waitFor(async () => expect((await pool.query(refusals)).rows).toHaveLength(1), WITHIN);
    expect(crm.received).toEqual([]);
    await pool.query(`drop trigger refuse on ${schema}.effect`);
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(10), WITHIN);
    expect(crm.received.length).toBe(10);
    expect(events.filter(({ type }) => type === 'worker.failed')).toEqual([]);
  });

  test('a stop whose time is up aborts what is in flight, and the next worker looks it up', async () => {
    const { crm, enqueue, progress, start } = create({
      effect: 'natural-key',
      fault: ({ index }) => (index < 3 ? 'hang-after' : undefined),
    });
    await enqueue(leadsOf(3));
    const first = await start({ deadlineMs: 5_000 });
    await vi.waitFor(() => expect(crm.requests.length).toBe(3), WITHIN);
    const startedAt = performance.now();
    await first.stop({ timeoutMs: 500 });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await start({ deadlineMs: 5_000 });
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(3), WITHIN);
    expect(crm.received.length).toBe(3);
  });

  test('what a worker sees that wakes after its lease has moved on is kept as evidence, and changes nothing', async () => {
    const frozen = hold();
    const { crm, enqueue, progress, schema, start } = create({
      effect: 'natural-key',
      onRequest: ({ index }) => (index === 0 ? frozen.promise : undefined),
    });
    await enqueue(leadsOf(1));
    await start();
    await vi.waitFor(() => expect(crm.requests.length).toBe(1), WITHIN);
    const row = async () => {
      const { rows } = await pool.query(
        `select state, outcome, fencing_token, remote_id, evidence from ${schema}.effect`,
      );
      return rows[0];
    };
    const { fencing_token: frozenToken } = await row();
    // As long silence leaves it: its lease and the heartbeat of its job are over.
    await pool.query(`update ${schema}.effect set lease_until = 1`);
    await pool.query(
      `update ${schema}_jobs.job set heartbeat_on = now() - interval '1 hour', started_on = now() - interval '1 hour' where name = 'leads'`,
    );
    await start();
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(1), WITHIN);
    const settled = await row();
    expect(Number(settled.fencing_token)).toBeGreaterThan(Number(frozenToken));
    expect(settled.evidence).toBeNull();
    frozen.resolve();
    await vi.waitFor(async () => expect((await row()).evidence).not.toBeNull(), WITHIN);
    const { evidence, ...unchanged } = await row();
    expect(evidence).toContain(`"fencingToken":${frozenToken}`);
    expect(unchanged).toEqual({ ...settled, evidence: undefined });
    expect(crm.received.length).toBe(1);
  });

  test('the health endpoint says ok, stopping and what was refused, and other paths are not found', async () => {
    const held = hold();
    const { crm, enqueue, start } = create({ onRequest: () => held.promise });
    await enqueue(leadsOf(1));
    const worker = await start({ healthPort: 0 });
    const health = async () => {
      const response = await fetch(`http://127.0.0.1:${worker.healthPort}/health`);
      return [response.status, await response.json()];
    };
    await vi.waitFor(() => expect(crm.requests.length).toBe(1), WITHIN);
    expect(await health()).toEqual([200, { status: 'ok', activeJobs: 1 }]);
    expect((await fetch(`http://127.0.0.1:${worker.healthPort}/other`)).status).toBe(404);
    const stopping = worker.stop();
    expect(await health()).toEqual([503, { status: 'stopping', activeJobs: 1 }]);
    held.resolve();
    await stopping;
    await expect(health()).rejects.toThrow();
  });

  test('what a person found missing among parked leads is sent by a worker within seconds', async () => {
    const { crm, enqueue, progress, schema, start } = create({
      fault: ({ index }) => (index === 0 ? 'lose-before' : undefined),
    });
    await enqueue(leadsOf(1));
    await start();
    await vi.waitFor(async () => expect((await progress())?.parked).toBe(1), WITHIN);
    const ledger = postgresLedger({ connectionString, schema });
    const leadwire = createLeadwire({ targets: { crm }, ledger });
    const [lead] = await leadwire.parked();
    await leadwire.resolve(lead as ParkedLead, 'not-there');
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(1), WITHIN);
    expect(crm.received.length).toBe(1);
    await leadwire.close();
  });

  test('with onExisting update, changed details of a lead that was sent before are sent by a worker', async () => {
    const { crm, enqueue, progress, start } = create();
    await enqueue(leadsOf(2));
    await start();
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(2), WITHIN);
    const [first, second] = leadsOf(2);
    const changed = [{ ...first, name: 'Another name' }, second] as Lead[];
    expect(await enqueue(changed)).toMatchObject({ enqueued: 0, known: 2 });
    expect(await enqueue(changed, { onExisting: 'update' })).toMatchObject({ enqueued: 1, known: 1 });
    await vi.waitFor(() => expect(crm.requests.filter(({ way }) => way === 'update').length).toBe(1), WITHIN);
    await vi.waitFor(async () => expect((await progress())?.states.confirmed).toBe(2), WITHIN);
    expect(crm.requests.at(-1)?.leads[0]?.name).toBe('Another name');
    expect(crm.received.length).toBe(2);
  });
});
