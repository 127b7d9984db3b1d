import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { type ImportWay, wayOf } from './import-ways.ts';

const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/index(\.\w+)$/, 'main$1'));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));
const WRONG_CLOCK = new URL('./wrong-clock.ts', import.meta.url).href;
/** So long one command may run: longer than any storm, so that one that hangs ends its test and not the time of the whole run. */
const MOST_RUNNING_MS = 1_200_000;
/** Every send acts again: what the ledger does not hold back is there twice. */
export const WAY = wayOf('unguarded');

/** One `leadwire` process. */
export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Resolves when a worker has its targets and takes jobs. */
  readonly working: Promise<void>;
  isWorking: boolean;
}

export interface QueueOptions {
  readonly folder: string;
  readonly schema: string;
  readonly connectionString: string;
  /** Of the simulator. */
  readonly baseUrl: string;
  /** @default WAY */
  readonly way?: ImportWay | undefined;
}

interface Start {
  /** In place of the database itself: through a proxy. */
  readonly connectionString?: string;
  /** How far this process's clock is ahead, in milliseconds. */
  readonly clockAheadMs?: number;
}

/** The processes of one queue. */
export function createQueue({ baseUrl, connectionString, folder, schema, way = WAY }: QueueOptions) {
  const started: Command[] = [];
  const leadwire = (args: readonly string[], given: Start = {}): Command => {
    const preload = given.clockAheadMs === undefined ? [] : ['--import', WRONG_CLOCK];
    const flags = ['--conditions=leadwire-source', ...preload, ENTRY, ...args, '--schema', schema, '--json'];
    const child = spawn(process.execPath, flags, {
      env: {
        ...process.env,
        ...way.env,
        NODE_COMPILE_CACHE: CACHE,
        XDG_STATE_HOME: folder,
        DATABASE_URL: given.connectionString ?? connectionString,
        CLOCK_AHEAD_MS: String(given.clockAheadMs ?? 0),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: MOST_RUNNING_MS,
      killSignal: 'SIGKILL',
    });
    const { promise: working, reject, resolve } = Promise.withResolvers<void>();
    working.catch(() => undefined); // most commands are not waited for in this way
    const ended = new Promise<number | null>((done) => {
      child.once('error', () => done(null));
      child.once('close', done);
    });
    void ended.then((code) => reject(new Error(`${args[0]} ended with ${code} before it worked`)));
    const command: Command = { child, working, isWorking: false, ended };
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes('"worker.start"')) return;
      command.isWorking = true;
      resolve();
    });
    started.push(command);
    return command;
  };
  return {
    /** Writes a file of so many leads and hands it to the queue. @returns the exit code */
    enqueue(leads: number): Promise<number | null> {
      const file = join(folder, `${schema}.csv`);
      const rows = Array.from({ length: leads }, (_, index) => `Lead ${index},+1415${2_000_000 + index * 3}`);
      writeFileSync(file, ['Name,Mobile', ...rows, ''].join('\n'));
      return leadwire(['enqueue', file, '--to', way.to, '--base-url', baseUrl, ...way.flags]).ended;
    },
    worker: (flags: readonly string[], given?: Start) => leadwire(['worker', '--concurrency', '8', ...flags], given),
    async endAll(): Promise<void> {
      for (const { child } of started) child.kill('SIGKILL');
      await Promise.all(started.map(({ ended }) => ended));
    },
  };
}

/** What the ledger of one queue holds. */
export function createLedgerView(pool: pg.Pool, schema: string) {
  const countOf = async (where: string): Promise<number> => {
    const { rows } = await pool.query(`select count(*)::integer as count from ${schema}.effect where ${where}`);
    return rows[0]?.count as number;
  };
  return {
    countOf,
    open: () => countOf("state in ('ready', 'leased', 'sent')"),
    async states(): Promise<Readonly<Record<string, number>>> {
      const { rows } = await pool.query(
        `select state, count(*)::integer as count from ${schema}.effect group by state`,
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}

/** Asks again and again until it is so; fails with what it waited for. */
export async function until(what: string, withinMs: number, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const at = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > at) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(200);
  }
}

export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
