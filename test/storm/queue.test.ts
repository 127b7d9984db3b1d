import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulators, type Simulators, urlOf } from '@leadwire/simulators';
import { ignoreLostConnections, startPostgres, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { mostInWindow, watchTurns } from './arrivals.ts';
import { leadsThere, stormOptions } from './import-ways.ts';
import { type Command, createChance, createLedgerView, createQueue, WAY } from './queue-processes.ts';

const LEADS = Number(process.env.LEADWIRE_STORM_LEADS ?? 20_000);
const SEEDS = (process.env.LEADWIRE_STORM_SEEDS ?? '1,2,3').split(',').map(Number);
const WORKERS = 3;
const KILL_EVERY_MS = 300;
/** So long workers are killed; then they are let to the end. */
const MOST_KILLING_MS = 120_000;
/** Requests a second of all workers together: a limit that they reach. */
const RATE = 200;

const started = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'leadwire-queue-storm-'));

/** Kills a random worker that works, and starts another in its place, until little is left to do. */
async function killWorkers(start: () => Command, chance: () => number, open: () => Promise<number>): Promise<number> {
  const workers = Array.from({ length: WORKERS }, start);
  const until = performance.now() + MOST_KILLING_MS;
  let kills = 0;
  while (performance.now() < until && (await open()) > LEADS / 20) {
    await sleep(KILL_EVERY_MS);
    const place = Math.floor(chance() * WORKERS);
    const worker = workers[place] as Command;
    if (!worker.isWorking) continue;
    worker.child.kill('SIGKILL');
    kills++;
    workers[place] = start();
  }
  for (const { child } of workers) child.kill('SIGKILL');
  await Promise.all(workers.map(({ ended }) => ended));
  return kills;
}

describe.skipIf('missing' in started)('a queue under a storm of kill -9', () => {
  const postgres = started as TestPostgres;
  const { connectionString } = postgres;
  const pool = ignoreLostConnections(new pg.Pool({ connectionString, max: 1 }));
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function storm(seed: number, simulators: Simulators, baseUrl: string) {
    const schema = `storm_${seed}`;
    const queue = createQueue({ folder, schema, connectionString, baseUrl });
    const ledger = createLedgerView(pool, schema);
    const turns = watchTurns();
    try {
      const enqueued = await queue.enqueue(LEADS);
      const worker = (...more: readonly string[]) => queue.worker(['--rate', String(RATE), '--lease', '15', ...more]);
      const kills = await killWorkers(() => worker(), createChance(seed), ledger.open);
      await worker('--drain').ended;
      const faults = simulators.requests.filter(({ fault }) => fault !== undefined).length;
      const states = await ledger.states();
      const mostInASecond = mostInWindow(simulators, turns.beats, { perMs: 1_000 });
      const told = { seed, kills, faults, states, mostInASecond };
      console.log('queue', JSON.stringify(told));
      return { enqueued, open: await ledger.open(), ...told };
    } finally {
      turns.stop();
      await queue.endAll();
    }
  }

  test.each(SEEDS)(
    'with seed %i no lead is there twice or lost, none is left open, and no second has more requests than the limit',
    async (seed) => {
      const simulators = createSimulators(stormOptions(WAY, seed));
      const server = await simulators.listen(0);
      try {
        const after = await storm(seed, simulators, urlOf(server.urls, WAY.to));
        const there = await leadsThere(WAY, simulators);
        expect(after.enqueued).toBe(0);
        expect(after.kills).toBeGreaterThan(2);
        expect(after.open).toBe(0);
        expect([...there].filter(([, count]) => count > 1)).toEqual([]);
        const { confirmed = 0, parked = 0, ...others } = after.states;
        expect(others).toEqual({});
        expect(confirmed + parked).toBe(LEADS);
        // Parked is only what cannot be known: a response was lost, and the lead is not there.
        expect(there.size).toBe(confirmed);
        expect(parked).toBeLessThanOrEqual(after.faults + after.kills * 8 * 4);
        expect(after.mostInASecond).toBeLessThanOrEqual(RATE);
      } finally {
        await server.close();
        await simulators.close();
      }
    },
  );
});
