import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, urlOf } from '@leadwire/simulators';
import { ignoreLostConnections, startPostgres, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { mostInWindow, watchTurns } from './arrivals.ts';
import { leadsThere, stormOptions, wayOf } from './import-ways.ts';
import { createLedgerView, createQueue, until } from './queue-processes.ts';

const SEED = Number(process.env.LEADWIRE_STORM_SEED ?? 1);
const LEADS = 150;
/** The highest of the starting rates: 5 a second and 18,000 an hour. */
const WAY = wayOf('queued-upsert');
const PER_SECOND = 5;

const started = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'leadwire-queue-limit-'));

describe.skipIf('missing' in started)('the rate that all workers share', () => {
  const postgres = started as TestPostgres;
  const { connectionString } = postgres;
  const pool = ignoreLostConnections(new pg.Pool({ connectionString, max: 1 }));
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['nothing else happens', 0],
    ['the provider answers 429 and workers are killed', 0.05],
  ])(
    'four workers at the default rate never exceed it in any second at the server, while %s',
    async (what, faultRate) => {
      const simulators = createSimulators({ ...stormOptions(WAY, SEED), faultRate, faultMix: ['429'] });
      const server = await simulators.listen(0);
      const schema = faultRate === 0 ? 'limit_quiet' : 'limit_faults';
      const queue = createQueue({ folder, schema, connectionString, baseUrl: urlOf(server.urls, WAY.to), way: WAY });
      const ledger = createLedgerView(pool, schema);
      const turns = watchTurns();
      try {
        expect(await queue.enqueue(LEADS)).toBe(0);
        const workers = [1, 2, 3, 4].map(() => queue.worker(['--lease', '30']));
        if (faultRate > 0) {
          for (const share of [0.2, 0.4]) {
            await until(`${share} sent`, 300_000, async () => (await ledger.open()) < LEADS * (1 - share));
            workers.shift()?.child.kill('SIGKILL');
            workers.push(queue.worker(['--lease', '30']));
          }
        }
        await until('all sent', 600_000, async () => (await ledger.open()) === 0);
        const most = mostInWindow(simulators, turns.beats, { perMs: 1_000 });
        const times = simulators.requests.map(({ at }) => at);
        const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
        const refused = simulators.requests.filter(({ fault }) => fault !== undefined).length;
        console.log('limit', JSON.stringify({ what, seed: SEED, requests: times.length, seconds, most, refused }));
        expect(most).toBeLessThanOrEqual(PER_SECOND);
        expect((times.length - 1) / seconds).toBeLessThanOrEqual(PER_SECOND);
        expect((await leadsThere(WAY, simulators)).size).toBe(LEADS);
      } finally {
        turns.stop();
        await queue.endAll();
        await server.close();
        await simulators.close();
      }
    },
  );
});
