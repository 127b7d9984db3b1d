import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

// Questions, with standard input and standard error as terminals.

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-terminal-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

/** Imports two leads and presses these keys at the question; `end` ends the input there. */
async function importAndPress(keys: string, ...more: readonly string[]) {
  const path = join(folder, 'leads.csv');
  await writeFile(path, 'Name,Mobile,Budget\nAsha,98765 43210,5000\nRavi,98765 43211,\n');
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const to = ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm, '--country', 'IN'];
  let pressed = false;
  const stop = new AbortController();
  return runCommand(['import', path, ...to, '--rate', 'off', ...more], {
    env: ENV,
    terminal: true,
    stdin,
    signal: stop.signal,
    onStderr: (text) => {
      if (pressed || !text.includes('Send ')) return;
      pressed = true;
      setImmediate(() => {
        if (keys === 'SIGTERM') stop.abort();
        else if (keys === 'end') stdin.end();
        else stdin.write(keys);
      });
    },
  });
}

const sent = () => simulators.pulsecrm.leads.all().length;

test('a terminal shows the first rows as they will be sent, and yes sends them', async () => {
  const { code, stderr } = await importAndPress('y');
  expect(stderr).toContain('+919876543210 (IN)');
  expect([code, sent()]).toEqual([0, 2]);
});

test('no sends nothing, and exits 2', async () => {
  const { code } = await importAndPress('n');
  expect([code, sent()]).toEqual([2, 0]);
});

test('no leaves the report and the rejected rows of an earlier run as they are', async () => {
  const files = ['report.csv', 'rejected.csv'].map((name) => join(folder, name));
  for (const file of files) await writeFile(file, 'of an earlier run');
  const [report = '', rejected = ''] = files;
  const { code } = await importAndPress('n', '--report', report, '--rejected', rejected);
  expect([code, sent()]).toEqual([2, 0]);
  for (const file of files) expect(await readFile(file, 'utf8')).toBe('of an earlier run');
});

test('Ctrl+C at the question sends nothing, and exits 3', async () => {
  const { code } = await importAndPress('\u0003');
  expect([code, sent()]).toEqual([3, 0]);
});

test('Ctrl+D at the question sends nothing, and exits 3', async () => {
  const { code, stderr } = await importAndPress('\u0004');
  expect([code, sent()]).toEqual([3, 0]);
  expect(stderr).toContain('Nothing was sent.');
});

test('input that ends at the question sends nothing, and exits 3', async () => {
  const { code, stderr } = await importAndPress('end');
  expect([code, sent()]).toEqual([3, 0]);
  expect(stderr).toContain('Nothing was sent.');
});

test('a signal to stop ends the question at once, sends nothing, and exits 3', async () => {
  const { code, stderr } = await importAndPress('SIGTERM');
  expect([code, sent()]).toEqual([3, 0]);
  expect(stderr).toContain('Nothing was sent.');
});

test('a file without a row that can be sent asks nothing and exits 1', async () => {
  const { code, stdout, stderr } = await importAndPress('', '--skip', 'Name=Asha', '--skip', 'Name=Ravi');
  expect(stderr).not.toContain('Send ');
  expect([code, sent()]).toEqual([0, 0]);
  expect(stdout).toMatch(
    /1 {2}is left out by --skip Name=Asha {2}\(row 2\)\n +1 {2}is left out by --skip Name=Ravi {2}\(row 3\)/,
  );
});

test('the question names as many leads as --limit and --only leave', async () => {
  expect((await importAndPress('n', '--only', '3-9')).stderr).toContain('Send 1 lead to');
  expect((await importAndPress('n', '--limit', '1')).stderr).toContain('Send 1 lead to');
  expect((await importAndPress('n', '--limit', '50')).stderr).toContain('Send 2 leads to');
});

test('--yes asks nothing', async () => {
  const { code, stderr } = await importAndPress('', '--yes');
  expect([code, sent()]).toEqual([0, 2]);
  expect(stderr).not.toContain('Send 2 leads');
});

test('--limit and --only send a few', async () => {
  await importAndPress('', '--yes', '--limit', '1');
  expect(sent()).toBe(1);
  await importAndPress('', '--yes', '--only', '3-9');
  expect(sent()).toBe(2);
});

test('--save-profile writes what was confirmed, and --profile reads it', async () => {
  const profile = join(folder, 'profile.json');
  await importAndPress('', '--yes', '--map', 'fields.budget=Budget', '--save-profile', profile);
  expect(JSON.parse(await readFile(profile, 'utf8'))).toMatchObject({
    map: { phone: ['Mobile'], 'fields.budget': ['Budget'] },
    country: 'IN',
    destination: { to: 'pulsecrm' },
  });
  const { code } = await runCommand(['check', join(folder, 'leads.csv'), '--profile', profile]);
  expect(code).toBe(0);
});
