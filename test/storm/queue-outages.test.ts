import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulators, urlOf } from '@leadwire/simulators';
import { ignoreLostConnections, startPostgres, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { leadsThere, stormOptions } from './import-ways.ts';
import { type Command, createChance, createLedgerView, createQueue, until, WAY } from './queue-processes.ts';
import { startSilentProxy } from './silent-proxy.ts';

const LEADS = Math.max(400, Number(process.env.LEADWIRE_STORM_LEADS ?? 20_000) / 10);
const SEED = Number(process.env.LEADWIRE_STORM_SEED ?? 1);
const DRAINED_MS = 300_000;
const FIVE_MINUTES_MS = 300_000;
const SILENCE_MS = 30_000;

const started = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'leadwire-queue-outages-'));

describe.skipIf('missing' in started)('a queue whose database, workers or clocks fail', () => {
  const postgres = started as TestPostgres;
  const { connectionString } = postgres;
  const pool = ignoreLostConnections(new pg.Pool({ connectionString, max: 2 }));
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A queue of leads that are enqueued, and the provider that they go to. */
  async function setUp(schema: string, leads: number, { faultRate = 0.05, latencyMs = WAY.latencyMs } = {}) {
    const simulators = createSimulators({ ...stormOptions(WAY, SEED), faultRate, latencyMs });
    const server = await simulators.listen(0);
    const baseUrl = urlOf(server.urls, WAY.to);
    const queue = createQueue({ folder, schema, connectionString, baseUrl });
    expect(await queue.enqueue(leads)).toBe(0);
    const ledger = createLedgerView(pool, schema);
    return {
      worker: queue.worker,
      ledger,
      done: (share: number) =>
        until(`${share} done`, DRAINED_MS, async () => (await ledger.open()) <= leads * (1 - share)),
      /** Each lead is there once, or a person is asked because its response was lost. */
      async settle(): Promise<Readonly<Record<string, number>>> {
        const { confirmed = 0, parked = 0, ...others } = await ledger.states();
        const there = await leadsThere(WAY, simulators);
        const faults = simulators.requests.filter(({ fault }) => fault !== undefined).length;
        console.log('queue', JSON.stringify({ test: schema, seed: SEED, leads, faults, confirmed, parked }));
        expect(others).toEqual({});
        expect(confirmed + parked).toBe(leads);
        expect([...there].filter(([, count]) => count > 1)).toEqual([]);
        expect(there.size).toBe(confirmed);
        return { faults, confirmed, parked };
      },
      async close(): Promise<void> {
        await queue.endAll();
        await server.close();
        await simulators.close();
      },
    };
  }

  const isRunning = ({ child }: Command): boolean => child.exitCode === null && child.signalCode === null;

  test('a worker that is frozen past its lease changes nothing when it wakes', async () => {
    const leads = 400;
    const storm = await setUp('frozen', leads, { faultRate: 0 });
    const flags = ['--rate', 'off', '--lease', '5'];
    const holder = await pool.connect();
    try {
      const frozen = storm.worker(flags);
      await storm.done(0.2);
      // Its outcomes wait for these locks: it is frozen while it stores them.
      await holder.query('begin');
      await holder.query("select 1 from frozen.effect where state = 'sent' for update");
      await until('a waiting outcome', 30_000, async () => {
        const { rows } = await pool.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
        return rows.length > 0;
      });
      frozen.child.kill('SIGSTOP');
      await holder.query('rollback');
      const other = storm.worker(flags);
      await storm.done(1);
      const before = await storm.ledger.states();
      frozen.child.kill('SIGCONT');
      // Whether it froze with an outcome to store depends on the moment; a late outcome is kept as evidence.
      const late = await until(
        'evidence',
        20_000,
        async () => (await storm.ledger.countOf('evidence is not null')) > 0,
      ).then(
        () => 'kept as evidence',
        () => 'none',
      );
      console.log('queue', JSON.stringify({ test: 'frozen', late }));
      expect(await storm.ledger.states()).toEqual(before);
      await storm.settle(); // a lead whose request had not left when the worker froze may be parked
      expect([isRunning(frozen), isRunning(other)]).toEqual([true, true]);
    } finally {
      holder.release(true);
      await storm.close();
    }
  });

  test('PostgreSQL restarts and crashes in the middle: no lead is lost or doubled, and the same workers go on', async () => {
    const storm = await setUp('restarted', LEADS, { faultRate: 0 });
    try {
      const workers = [1, 2].map(() => storm.worker(['--rate', 'off', '--lease', '15']));
      for (const [share, how] of [
        [0.2, 'fast'],
        [0.4, 'immediate'],
        [0.6, 'fast'],
      ] as const) {
        await storm.done(share);
        await postgres.restart(how);
      }
      await storm.done(1);
      expect(await storm.settle()).toMatchObject({ parked: 0 });
      expect(workers.map(isRunning)).toEqual([true, true]);
    } finally {
      await storm.close();
    }
  });

  test('a database that says nothing for 30 s loses and doubles no lead, and the same workers go on', async () => {
    const proxy = await startSilentProxy(connectionString);
    const storm = await setUp('silent', LEADS, { faultRate: 0 });
    try {
      const workers = [1, 2].map(() => storm.worker(['--rate', 'off', '--lease', '15'], proxy));
      await storm.done(0.3);
      proxy.fallSilent();
      await sleep(SILENCE_MS);
      proxy.speak();
      await storm.done(1);
      await storm.settle();
      expect(workers.map(isRunning)).toEqual([true, true]);
    } finally {
      await storm.close();
      await proxy.close();
    }
  });

  test.each([FIVE_MINUTES_MS, -FIVE_MINUTES_MS])(
    'a worker whose clock is %i ms ahead takes over from killed workers without a lead lost or doubled',
    async (clockAheadMs) => {
      const chance = createChance(SEED);
      const storm = await setUp(clockAheadMs > 0 ? 'clock_ahead' : 'clock_behind', LEADS);
      const flags = ['--rate', 'off', '--lease', '15'];
      try {
        const wrong = storm.worker(flags, { clockAheadMs });
        for (const share of [0.1, 0.2, 0.3, 0.4]) {
          const right = storm.worker(flags);
          await right.working;
          await storm.done(share);
          await sleep(chance() * 300);
          right.child.kill('SIGKILL');
        }
        await storm.done(1);
        const { faults = 0, parked = 0 } = await storm.settle();
        expect(parked).toBeLessThanOrEqual(faults + 4 * 8 * 4);
        expect(isRunning(wrong)).toBe(true);
      } finally {
        await storm.close();
      }
    },
  );
});
