import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ENV = { PATH: process.env.PATH ?? '', PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };

let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-main-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await simulators.close();
  await rm(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => { stdout: string; stderr: string };
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
}

const start = (...argv: string[]): Started => startNode([MAIN, ...argv]);

function startNode(argv: readonly string[], stdout: 'pipe' | number = 'pipe'): Started {
  const child = spawn(process.execPath, ['--conditions=leadwire-source', ...argv], {
    env: { ...ENV, XDG_STATE_HOME: folder },
    stdio: ['pipe', stdout, 'pipe'],
  });
  children.push(child);
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, output: () => text, ended };
}

async function leadFile(count: number): Promise<string> {
  const path = join(folder, 'leads.csv');
  const rows = Array.from(
    { length: count },
    (_, index) => `Lead ${index},+9198765${String(10_000 + index)},lead${index}@example.com`,
  );
  await writeFile(path, ['Name,Mobile,Email', ...rows, ''].join('\n'));
  return path;
}

const importTo = (path: string, ...more: string[]): Started =>
  start('import', path, '--to', 'pulsecrm', '--skip-team-and-source', '--rate', 'off', ...more);
const importOf = (path: string, ...more: string[]): Started =>
  importTo(path, '--base-url', server.urls.pulsecrm, '--json', ...more);

const until = (isSo: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 100_000, interval: 5 });

const stored = (): number => simulators.pulsecrm.leads.all().length;
const summaryOf = (started: Started): unknown => JSON.parse(started.output().stdout.trimEnd().split('\n').at(-1) ?? '');

/** A server in front of Pulse CRM that holds back its answers to creates from the given one on, until they are released. */
async function holdAnswers(from: number) {
  const held: (() => void)[] = [];
  let creates = 0;
  let isOpen = false;
  const proxy = createServer(async (request, response) => {
    const isCreate = request.method === 'POST' && ++creates >= from;
    const body = request.method === 'POST' ? await text(request) : undefined;
    const headers = { ...(request.headers as Record<string, string>), connection: 'close' };
    const answer = await fetch(new URL(request.url ?? '', server.urls.pulsecrm), {
      method: request.method ?? 'GET',
      headers,
      ...(body !== undefined && { body }),
    });
    const content = await answer.text();
    const reply = () => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(content);
    if (isCreate && !isOpen) held.push(reply);
    else reply();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close().closeAllConnections());
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(server.urls.pulsecrm).pathname}`,
    held: () => held.length,
    release() {
      isOpen = true;
      for (const reply of held) reply();
    },
  };
}

test('SIGINT once finishes what is in flight, says how to resume and exits 3; the next run sends the rest', async () => {
  const path = await leadFile(40);
  const answers = await holdAnswers(11);
  const state = ['--concurrency', '4', '--base-url', answers.url];
  const first = importTo(path, ...state);
  await until(() => answers.held() === 4);
  first.child.kill('SIGINT');
  await until(() => first.output().stderr.includes('then stopping'));
  answers.release();
  expect(await first.ended).toEqual({ code: 3, signal: null });
  expect(first.output().stdout).toMatch(/ 14 {2}rows[\s\S]* 14 {2}created[\s\S]*Run the command again to resume/);
  expect(stored()).toBe(14);
  const second = importTo(path, ...state, '--json');
  expect((await second.ended).code).toBe(0);
  expect(summaryOf(second)).toMatchObject({ rows: 40, created: 40 });
  expect(stored()).toBe(40);
});

test('SIGINT twice stops at once, and nothing is sent twice by the next run', async () => {
  const path = await leadFile(60);
  simulators.fail({ fault: 'stall-headers', nth: [11, 12, 13, 14] });
  const first = importOf(path, '--concurrency', '4');
  await until(() => stored() >= 14);
  first.child.kill('SIGINT');
  await until(() => first.output().stderr.includes('then stopping'));
  first.child.kill('SIGINT');
  expect((await first.ended).code).toBe(3);
  const second = importOf(path);
  expect((await second.ended).code).toBe(0);
  expect(stored()).toBe(60);
});

test('kill -9 at any moment loses nothing and sends nothing twice', async () => {
  const path = await leadFile(120);
  simulators.fail({ fault: 'slow', delayMs: 5 });
  for (let kills = 1; kills <= 2; kills++) {
    const run = importOf(path, '--concurrency', '10');
    await until(() => stored() >= kills * 40);
    run.child.kill('SIGKILL');
    await run.ended;
  }
  const last = importOf(path);
  await last.ended;
  // Pulse CRM has nothing to tell repeats by: a lead that was on its way, and is not found there, waits for a person.
  const { rows, created, parked } = summaryOf(last) as Record<string, number>;
  expect([rows, (created ?? 0) + (parked ?? 0)]).toEqual([120, 120]);
  expect(parked).toBeLessThanOrEqual(20);
  expect(new Set(simulators.pulsecrm.leads.all().map((lead) => lead.phone)).size).toBe(stored());
  expect(stored()).toBeGreaterThanOrEqual(created ?? 120);
}, 150_000);

test('a reader that goes away ends no import', async () => {
  const path = await leadFile(100);
  const run = importOf(path);
  run.child.stdout?.destroy();
  expect((await run.ended).code).toBe(0);
  expect(stored()).toBe(100);
});

test('standard input that stays open does not keep a refused run alive', async () => {
  const run = start('check', '-', '--map', 'phone=Nowhere');
  run.child.stdin?.write('Mobile\n+919876543210\n+919876543211\n');
  expect((await run.ended).code).toBe(2);
});

test.skipIf(process.platform === 'win32')('nor does a named pipe', async () => {
  const path = join(folder, 'leads.csv');
  await promisify(execFile)('mkfifo', [path]);
  const run = start('check', path, '--map', 'phone=Nowhere');
  const writer = await open(path, 'w');
  await writer.write('Mobile\n+919876543210\n+919876543211\n');
  expect((await run.ended).code).toBe(2);
  await writer.close();
});

test('a Node that is too old is told so, before anything that it cannot load', async () => {
  const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
  const run = startNode(['--import', `data:text/javascript,${encodeURIComponent(older)}`, MAIN, 'check', 'leads.csv']);
  expect((await run.ended).code).toBe(2);
  expect(run.output().stderr).toMatch(
    /^leadwire: This is Node 20\.20\.2, and leadwire needs [\d.]+ or newer\.\n {2}.*\n$/,
  );
});

test.skipIf(!existsSync('/dev/full'))('standard output on a full disk is told, and is no success', async () => {
  const path = await leadFile(3);
  const full = openSync('/dev/full', 'w');
  const run = startNode([MAIN, 'check', path], full);
  closeSync(full);
  expect((await run.ended).code).toBe(3);
  expect(run.output().stderr).toBe('leadwire: Standard output cannot be written: the disk is full.\n');
});

test('simulate serves until it is stopped', async () => {
  const run = start('simulate', '--port', '0', '--json');
  await until(() => run.output().stdout.includes('\n'));
  const { urls } = JSON.parse(run.output().stdout) as { urls: { pulsecrm: string } };
  const response = await fetch(`${urls.pulsecrm}/leads`, {
    headers: { authorization: 'Bearer x', 'x-account-id': '1' },
  });
  expect(response.status).toBe(200);
  run.child.kill('SIGINT');
  expect((await run.ended).code).toBe(0);
  expect(summaryOf(run)).toEqual({ type: 'summary', requests: 1 });
});

test('a port that is in use is named', async () => {
  const run = start('simulate', '--port', String(server.port));
  expect((await run.ended).code).toBe(2);
  expect(run.output().stderr).toContain(`Port ${server.port} is in use.`);
});
