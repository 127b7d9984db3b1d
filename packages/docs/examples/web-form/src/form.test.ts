import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { startPostgres } from '@leadwire/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import worker from './worker.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const simulators = createSimulators({ seed: 1 });
const folder = mkdtempSync(join(tmpdir(), 'leadwire-form-'));
let baseUrl: string;

beforeAll(async () => {
  baseUrl = (await simulators.listen(0)).urls.topcalls;
});
afterAll(async () => {
  await simulators.close();
  rmSync(folder, { recursive: true, force: true });
});

const formOf = (phone: string, submission_id: string) => ({
  method: 'POST',
  body: new URLSearchParams({ name: 'Jane Doe', phone, submission_id }),
});

/** Starts the Node program and waits until it listens. */
async function startNode(): Promise<{ child: ChildProcess; exit: Promise<unknown>; origin: string }> {
  const child = spawn(process.execPath, ['--conditions=leadwire-source', join(import.meta.dirname, 'node.ts')], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LEDGER: join(folder, 'form.ledger'),
      TOPCALLS_API_KEY: 'any-key',
      TOPCALLS_BASE_URL: baseUrl,
      TOPCALLS_LIST_ID: LIST,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await Promise.race([
    once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data'),
    exit.then(([code]) => Promise.reject(new Error(`the form ended with ${code}`))),
  ])) as [Buffer];
  return { child, exit, origin: `http://127.0.0.1:${/\d+/.exec(said.toString())?.[0]}` };
}

test('on Node the form answers 202, refuses a bad number and says so, and one lead arrives however often it is submitted', async () => {
  const { child, exit, origin } = await startNode();
  try {
    const first = await fetch(`${origin}/leads`, formOf('(415) 555-2671', 's1'));
    const again = await fetch(`${origin}/leads`, formOf('(415) 555-2671', 's1'));
    const wrong = await fetch(`${origin}/leads`, formOf('12', 's2'));
    expect([first.status, again.status, wrong.status]).toEqual([202, 202, 422]);
    expect(await wrong.json()).toEqual({ error: expect.stringMatching(/^phone /) });
    await expect.poll(() => simulators.topcalls.leads.byPhone('+14155552671')).toBeDefined();
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
  expect(simulators.effects.filter(({ kind }) => kind === 'created')).toHaveLength(1);
});

test('on Workers the form records the lead in PostgreSQL, and sends it behind the response', async () => {
  const postgres = await startPostgres();
  if ('missing' in postgres) throw new Error(postgres.missing);
  try {
    const env = {
      HYPERDRIVE: { connectionString: postgres.connectionString },
      TOPCALLS_API_KEY: 'any-key',
      TOPCALLS_BASE_URL: baseUrl,
      TOPCALLS_LIST_ID: LIST,
    };
    const behind: Promise<unknown>[] = [];
    const context = { waitUntil: (work: Promise<unknown>) => void behind.push(work) };
    const response = await worker.fetch(
      new Request('https://example.com/leads', formOf('(415) 555-2672', 's3')),
      env,
      context,
    );
    expect(response.status).toBe(202);
    await Promise.all(behind);
    expect(simulators.topcalls.leads.byPhone('+14155552672')?.name).toBe('Jane Doe');
    await worker.scheduled(undefined, env);
    expect(simulators.effects.filter(({ kind }) => kind === 'created')).toHaveLength(2);
  } finally {
    await postgres.stop();
  }
});
