import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
const DOWN = '\u001b[B';
let folder = '';
let leads = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-resolve-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
  leads = join(folder, 'leads.csv');
  await writeFile(leads, 'Name,Mobile\nAsha,+919876543210\nRavi,+919876543211\nMeera,+919876543212\n');
  const fault = { fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create' } as const;
  simulators.fail({ ...fault, nth: 1, times: 1 });
  simulators.fail({ ...fault, nth: 3, times: 1 });
  const to = ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm, '--rate', 'off'];
  await runCommand(['import', leads, ...to, '--concurrency', '1', '--json'], { env: ENV });
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

/** Runs `resolve` in a terminal and answers its questions in turn. */
async function answer(...keys: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const left = [...keys];
  let asked = 0;
  return runCommand(['resolve', leads], {
    env: ENV,
    terminal: true,
    stdin,
    onStderr: (text) => {
      if (!text.includes(`${asked + 1} of 2:`)) return;
      asked++;
      const next = left.shift();
      setImmediate(() => stdin.write(next ?? ''));
    },
  });
}

const counts = async () => (await runCommand(['status', leads, '--json'])).json.at(-1);

test('resolve without rows asks a terminal about each parked row, and records the answers', async () => {
  expect(await counts()).toMatchObject({ created: 1, parked: 2 });
  const { code, stderr } = await answer(`${DOWN}\r`, `${DOWN}${DOWN}${DOWN}\r`);
  expect(code).toBe(0);
  expect(stderr).toContain('1 of 2: Row 2');
  expect(stderr).not.toContain('9876543210');
  expect(await counts()).toMatchObject({ created: 2, rejected: 1, parked: 0 });
});

test('a row that is left for later stays parked', async () => {
  expect((await answer('\r', '\r')).code).toBe(0);
  expect(await counts()).toMatchObject({ parked: 2 });
});

test('Ctrl+C at the second question keeps the first answer, says so and exits 3', async () => {
  const { code, stderr } = await answer(`${DOWN}\r`, '\u0003');
  expect(code).toBe(3);
  expect(stderr).toContain('Stopped. One answer is recorded.');
  expect(await counts()).toMatchObject({ created: 2, parked: 1 });
});

test('resolve without rows in a pipe exits 2 and says how to see them', async () => {
  const { code, stderr } = await runCommand(['resolve', leads]);
  expect(code).toBe(2);
  expect(stderr).toContain(`leadwire parked ${leads}`);
});
