import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSimulators, type Simulators } from '@leadwire/simulators';
import { startPostgres, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { IMPORT_WAYS, type ImportWay, leadsThere, stormOptions } from './import-ways.ts';

const LEADS = Number(process.env.LEADWIRE_STORM_LEADS ?? 20_000);
const SEEDS = [1, 2, 3].slice(0, Number(process.env.LEADWIRE_STORM_SEEDS ?? 3));
const WORKERS = 3;
const KILL_EVERY_MS = 300;
/** So long workers are killed; then they are let to the end. */
const MOST_KILLING_MS = 120_000;
const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/index(\.\w+)$/, 'main$1'));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));
/** Every send acts again: what the ledger does not hold back is there twice. */
const WAY = IMPORT_WAYS.find(({ to }) => to === 'pulsecrm') as ImportWay;

const started = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'leadwire-queue-storm-'));

interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Resolves when a worker has its targets and takes jobs. */
  readonly working: Promise<void>;
  isWorking: boolean;
}

function leadwire(args: readonly string[], connectionString: string): Command {
  const child = spawn(process.execPath, ['--conditions=leadwire-source', ENTRY, ...args, '--json'], {
    env: {
      ...process.env,
      ...WAY.env,
      NODE_COMPILE_CACHE: CACHE,
      XDG_STATE_HOME: folder,
      DATABASE_URL: connectionString,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise: working, resolve } = Promise.withResolvers<void>();
  const command: Command = {
    child,
    working,
    isWorking: false,
    ended: new Promise((done) => child.once('close', done)),
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.includes('"worker.start"')) return;
    command.isWorking = true;
    resolve();
  });
  return command;
}

function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

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
  const pool = new pg.Pool({ connectionString: postgres.connectionString, max: 1 });
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function storm(seed: number, simulators: Simulators, baseUrl: string) {
    const schema = `storm_${seed}`;
    const file = join(folder, `${schema}.csv`);
    const rows = Array.from({ length: LEADS }, (_, index) => `Lead ${index},+1415${2_000_000 + index * 3}`);
    writeFileSync(file, ['Name,Mobile', ...rows, ''].join('\n'));
    const queue = ['--schema', schema];
    const start = (...args: readonly string[]) => leadwire([...args, ...queue], postgres.connectionString);
    const enqueued = await start('enqueue', file, '--to', WAY.to, '--base-url', baseUrl, ...WAY.flags).ended;
    const worker = (...more: readonly string[]) =>
      start('worker', '--rate', 'off', '--concurrency', '8', '--lease', '15', ...more);
    const countOf = async (where: string): Promise<number> => {
      const { rows: counts } = await pool.query(
        `select count(*)::integer as count from ${schema}.effect where ${where}`,
      );
      return counts[0]?.count as number;
    };
    const open = () => countOf("state in ('ready', 'leased', 'sent')");
    const kills = await killWorkers(() => worker(), createChance(seed), open);
    await worker('--drain').ended;
    const states = await pool.query(`select state, count(*)::integer as count from ${schema}.effect group by state`);
    const faults = simulators.requests.filter(({ fault }) => fault !== undefined).length;
    const told = {
      seed,
      kills,
      faults,
      states: Object.fromEntries(states.rows.map(({ state, count }) => [state, count])),
    };
    console.log('queue', JSON.stringify(told));
    return { enqueued, open: await open(), ...told };
  }

  test.each(SEEDS)('with seed %i no lead is there twice or lost, and none is left open', async (seed) => {
    const simulators = createSimulators(stormOptions(WAY, seed));
    const server = await simulators.listen(0);
    try {
      const after = await storm(seed, simulators, server.urls[WAY.base]);
      const there = await leadsThere(WAY, simulators);
      expect(after.enqueued).toBe(0);
      expect(after.kills).toBeGreaterThan(2);
      expect(after.open).toBe(0);
      expect([...there].filter(([, count]) => count > 1)).toEqual([]);
      const { confirmed = 0, parked = 0, ...others } = after.states;
      expect(others).toEqual({});
      expect(confirmed + parked).toBe(LEADS);
      // Parked is only what cannot be known: an answer was lost, and the lead is not there.
      expect(there.size).toBe(confirmed);
      expect(parked).toBeLessThanOrEqual(after.faults + after.kills * 8 * 4);
    } finally {
      await server.close();
      await simulators.close();
    }
  });
});
