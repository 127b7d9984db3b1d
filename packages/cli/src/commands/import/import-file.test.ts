import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RunOptions, runCommand, testStateHome } from '../../testing.ts';

const LIST = '11111111-1111-4111-8111-111111111111';
const ENV = {
  TOPCALLS_API_KEY: 'key',
  AUTOCALLS_API_KEY: 'key',
  TELECRM_ENTERPRISE_ID: 'ent_1',
  TELECRM_SYNC_TOKEN: 'sync',
  TELECRM_ASYNC_TOKEN: 'async',
  PULSECRM_ACCOUNT_ID: '1',
  PULSECRM_TOKEN: 'token',
};

const until = (isSo: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 100_000, interval: 5 });

let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-import-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

const phoneOf = (index: number): string => `+9198765${String(43210 + index).padStart(5, '0')}`;

function leads(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `Lead ${index},${phoneOf(index)},lead${index}@example.com,Pune`,
  );
  return ['Name,Mobile,Email,City', ...rows, ''].join('\n');
}

async function file(text: string, name = 'leads.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const toTopcalls = () => ['--to', 'topcalls', '--list-id', LIST, '--base-url', server.urls.topcalls, '--rate', 'off'];
const toPulsecrm = () => [
  '--to',
  'pulsecrm',
  '--skip-team-and-source',
  '--base-url',
  server.urls.pulsecrm,
  '--rate',
  'off',
];
const importTo = (path: string, to: readonly string[], options: RunOptions = {}) =>
  runCommand(['import', path, ...to], { env: ENV, ...options });

type Way = readonly [
  name: string,
  to: () => readonly string[],
  outcome: string,
  stored: () => { all(): readonly unknown[] } | undefined,
];
const NONE = {
  ...{ created: 0, existed: 0, updated: 0, partial: 0, accepted: 0, duplicate: 0, rejected: 0, parked: 0 },
  ...{ skipped: 0, open: 0 },
};

test.each([
  ['topcalls', toTopcalls, 'created', () => simulators.topcalls.leads],
  [
    'autocalls',
    () => ['--to', 'autocalls', '--campaign-id', '1', '--base-url', server.urls.autocalls, '--rate', 'off'],
    'created',
    () => simulators.autocalls.leads,
  ],
  [
    'telecrm',
    () => ['--to', 'telecrm', '--base-url', server.urls.telecrm, '--rate', 'off'],
    'created',
    () => simulators.telecrm.leads,
  ],
  [
    'telecrm-async',
    () => ['--to', 'telecrm-async', '--base-url', server.urls.telecrmAsync, '--rate', 'off'],
    'accepted',
    () => undefined,
  ],
  ['pulsecrm', toPulsecrm, 'created', () => simulators.pulsecrm.leads],
] satisfies Way[] as Way[])('every row arrives at %s, once', async (_name, to, outcome, stored) => {
  const { code, json } = await importTo(await file(leads(30)), [...to(), '--json']);
  expect(code).toBe(0);
  expect(json.at(-1)).toEqual({ type: 'summary', rows: 30, ...NONE, [outcome]: 30 });
  expect(json.slice(0, -1).map((line) => [line.type, line.outcome])).toEqual(Array(30).fill(['row', outcome]));
  expect(new Set(json.slice(0, -1).map((line) => line.row))).toEqual(
    new Set(Array.from({ length: 30 }, (_, index) => index + 2)),
  );
  expect(stored()?.all().length ?? 30).toBe(30);
});

test.each([
  ['topcalls', () => ['--list-id', LIST], () => server.urls.topcalls],
  ['autocalls', () => ['--campaign-id', '1'], () => server.urls.autocalls],
  ['telecrm', () => [], () => server.urls.telecrm],
  ['telecrm-async', () => [], () => server.urls.telecrmAsync],
  ['pulsecrm', () => ['--skip-team-and-source'], () => server.urls.pulsecrm],
] satisfies [string, () => string[], () => string][])(
  'a wrong path in --base-url stops the run to %s, rejects no row, and the next run with the right one sends every row',
  async (name, where, baseUrl) => {
    const path = await file(leads(30));
    const to = (url: string) => ['--to', name, ...where(), '--base-url', url, '--rate', 'off', '--json'];
    const wrong = await importTo(path, to(`${baseUrl()}/wrong`));
    expect(wrong.code).toBe(2);
    expect(wrong.json.filter(({ type, outcome }) => type === 'row' && outcome !== 'open')).toEqual([]);
    expect(wrong.json.find(({ type }) => type === 'error')).toMatchObject({
      kind: 'misconfigured',
      hints: [expect.stringContaining('--base-url')],
    });
    const right = await importTo(path, to(baseUrl()));
    expect(right.code).toBe(0);
    expect(right.json.at(-1)).toMatchObject({ rows: 30, rejected: 0, open: 0 });
  },
);

test('run again, it sends nothing and tells the same', async () => {
  const path = await file(leads(20));
  const first = await importTo(path, [...toPulsecrm(), '--json']);
  const sent = simulators.requests.length;
  const second = await importTo(path, [...toPulsecrm(), '--json']);
  expect(second.code).toBe(0);
  expect(second.json.at(-1)).toEqual(first.json.at(-1));
  expect(simulators.requests).toHaveLength(sent);
});

test('a file that was exported anew and sorted otherwise sends only what is new', async () => {
  await importTo(await file(leads(20)), toPulsecrm());
  const rows = leads(25).trimEnd().split('\n');
  const path = await file([rows[0], ...rows.slice(1).reverse(), ''].join('\n'));
  const { code } = await importTo(path, toPulsecrm());
  expect(code).toBe(0);
  expect(simulators.pulsecrm.leads.all()).toHaveLength(25);
});

test('rows that cannot be sent are told, and the others are sent', async () => {
  const report = join(folder, 'out.csv');
  const path = await file(`${leads(3)}Excel,9.19E+11,,\nTwice,${phoneOf(0)},,\n"=cmd()",12,,\n`);
  const { code, stdout } = await importTo(path, [...toTopcalls(), '--report', report]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/6 {2}rows/);
  expect(stdout).toMatch(/3 {2}created/);
  expect(stdout).toMatch(/1 {2}duplicate/);
  expect(stdout).toMatch(/2 {2}rejected/);
  const lines = (await readFile(report, 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe('\ufeffrow,outcome,id,reason,phone_used,Name,Mobile,Email,City');
  expect(
    lines
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).join(' '))
      .sort(),
  ).toEqual(['2 created', '3 created', '4 created', '5 rejected', '6 duplicate', '7 rejected']);
  expect(lines.find((line) => line.startsWith('7,'))).toContain("'=cmd()");
});

test('nothing personal is printed', async () => {
  const path = await file(`${leads(5)}Jane Doe,+9198,jane@example.com,Pune\n`);
  simulators.fail({ fault: '503', provider: 'pulsecrm', operation: 'leads.create', nth: 2 });
  for (const more of [[], ['--json']]) {
    const { stdout, stderr } = await importTo(path, [...toPulsecrm(), ...more]);
    expect(stdout + stderr).not.toMatch(/98765|Jane|lead\d@|jane@/);
  }
});

test('--key tells rows apart: the same key with another lead is reported, and the same person is a duplicate', async () => {
  const header = 'id,Name,Mobile';
  await importTo(await file([header, `a,Ann,${phoneOf(1)}`, ''].join('\n')), [...toPulsecrm(), '--key', 'id']);
  const path = await file([header, `a,Bob,${phoneOf(2)}`, `b,Ann,${phoneOf(1)}`, ''].join('\n'));
  const { code, json } = await importTo(path, [...toPulsecrm(), '--key', 'id', '--json']);
  expect(code).toBe(1);
  expect(json.slice(0, 2).map(({ row, outcome }) => [row, outcome])).toEqual(
    expect.arrayContaining([
      [2, 'rejected'],
      [3, 'duplicate'],
    ]),
  );
  expect(simulators.pulsecrm.leads.all()).toHaveLength(1);
});

test('--on-existing update updates a lead that the provider has already', async () => {
  await importTo(await file(leads(2)), toTopcalls());
  const again = [...toTopcalls(), '--import-id', 'second', '--on-existing', 'update', '--json'];
  const { json } = await importTo(await file(leads(2)), again);
  expect(json.at(-1)).toMatchObject({ updated: 2 });
});

test('--dry-run sends nothing, needs no credentials and makes no ledger', async () => {
  const path = await file(leads(3));
  const { code, stdout } = await importTo(path, [...toTopcalls(), '--dry-run'], { env: {} });
  expect(code).toBe(0);
  expect(stdout).toMatch(/3 {2}can be sent/);
  expect(simulators.requests).toHaveLength(0);
  expect(existsSync(join(testStateHome(), 'leadwire'))).toBe(false);
});

test('standard input is read, with the ledger that is named', async () => {
  const ledger = join(folder, 'my.ledger');
  const { code } = await importTo('-', [...toTopcalls(), '--ledger', ledger], { stdin: leads(3) });
  expect(code).toBe(0);
  expect(existsSync(ledger)).toBe(true);
});

test('a stop lets what is under way end, leaves the rest, and the next run goes on', async () => {
  const path = await file(leads(300));
  const stop = new AbortController();
  simulators.fail({ fault: 'slow', delayMs: 20 });
  const running = importTo(path, [...toPulsecrm(), '--concurrency', '5', '--json'], { signal: stop.signal });
  await until(() => simulators.pulsecrm.leads.length >= 20);
  stop.abort();
  const stopped = await running;
  expect(stopped.code).toBe(3);
  const arrived = simulators.pulsecrm.leads.all().length;
  expect(arrived).toBeLessThan(100);
  expect(stopped.json.at(-1)).toEqual({ type: 'summary', rows: arrived, ...NONE, created: arrived });
  const resumed = await importTo(path, [...toPulsecrm(), '--json']);
  expect([resumed.code, resumed.json.at(-1)]).toEqual([0, { type: 'summary', rows: 300, ...NONE, created: 300 }]);
  expect(simulators.pulsecrm.leads.all()).toHaveLength(300);
});

test('a create whose response was lost is looked up, not sent again', async () => {
  simulators.fail({ fault: 'cut-after-commit', provider: 'pulsecrm', operation: 'leads.create', rate: 0.2 });
  const { code, json } = await importTo(await file(leads(50)), [...toPulsecrm(), '--json']);
  expect([code, json.at(-1)]).toEqual([0, { type: 'summary', rows: 50, ...NONE, created: 50 }]);
  expect(simulators.pulsecrm.leads.all()).toHaveLength(50);
});

test('a refused key ends the run at once, as a matter of configuration', async () => {
  await simulators.close();
  simulators = createSimulators({ tokens: { bad: ['deleted'] } });
  server = await simulators.listen();
  const { code, stderr, json } = await importTo(await file(leads(500)), [...toTopcalls(), '--json'], {
    env: { ...ENV, TOPCALLS_API_KEY: 'deleted' },
  });
  expect(code).toBe(2);
  expect(stderr).toContain('401');
  expect(json.at(-1)).toEqual({ type: 'summary', rows: 0, ...NONE });
  expect(simulators.requests.length).toBeLessThan(100);
});

test('a file that breaks off in its last row sends the rows before it and refuses that one', async () => {
  const path = await file(`${leads(5)}Jane,"${phoneOf(6)}\n`);
  const { code, json } = await importTo(path, [...toPulsecrm(), '--json']);
  expect([code, json.at(-1)]).toMatchObject([1, { type: 'summary', created: 5, rejected: 1 }]);
  expect(json.find(({ row }) => row === 7)?.reason).toBe('has a quote that opens and is not closed');
});

test('a row that was changed after it had been sent is kept, says how to send the change, and --on-existing update sends it', async () => {
  await importTo(await file(leads(2)), toPulsecrm());
  const path = await file(leads(2).replace('Lead 1', 'Lena'));
  const { code, json } = await importTo(path, [...toPulsecrm(), '--json']);
  expect([code, json.at(-1)]).toMatchObject([0, { rows: 2, created: 1, existed: 1, rejected: 0 }]);
  expect(json.find((line) => line.row === 3)?.reason).toContain('--on-existing update sends them');
  expect(JSON.stringify(simulators.pulsecrm.leads.all())).not.toContain('Lena');
  const updated = await importTo(path, [...toPulsecrm(), '--on-existing', 'update', '--json']);
  expect([updated.code, updated.json.at(-1)]).toMatchObject([0, { rows: 2, created: 1, updated: 1 }]);
  expect(JSON.stringify(simulators.pulsecrm.leads.all())).toContain('Lena');
  expect(simulators.pulsecrm.leads.all()).toHaveLength(2);
});

test('a network that is down leaves rows open, rejects none, and the run ends with exit 3', async () => {
  const to = toPulsecrm();
  await simulators.close();
  const { code, json } = await importTo(await file(leads(3)), [...to, '--json']);
  expect([code, json.at(-1)]).toEqual([3, { type: 'summary', rows: 3, ...NONE, open: 3 }]);
});

test('a file with a header and no rows exits 1 and says so', async () => {
  const { code, stdout } = await importTo(await file('Name,Mobile\n'), toPulsecrm());
  expect([code, stdout]).toEqual([1, expect.stringContaining('has no rows')]);
});

test('a provider that is gone stops the run before every row has been tried', async () => {
  const to = toPulsecrm();
  await simulators.close();
  const path = await file(leads(2_000));
  const { code, json, stdout } = await importTo(path, [...to, '--concurrency', '200', '--json']);
  expect(code).toBe(3);
  expect(json.at(-1)?.rows).toBeLessThan(1_000);
  expect(stdout).toContain('connection refused');
});

test('standard input that stays open does not keep a stopped run waiting', async () => {
  const stop = new AbortController();
  const stdin = new PassThrough();
  stdin.write(leads(30));
  const running = importTo('-', [...toPulsecrm(), '--ledger', join(folder, 'l'), '--json'], {
    stdin,
    signal: stop.signal,
  });
  await until(() => simulators.pulsecrm.leads.length >= 10);
  stop.abort();
  expect((await running).code).toBe(3);
});

test('status may look at a ledger while an import uses it', async () => {
  const path = await file(leads(200));
  const stop = new AbortController();
  simulators.fail({ fault: 'slow', delayMs: 50 });
  const first = importTo(path, [...toPulsecrm(), '--concurrency', '2'], { signal: stop.signal });
  await until(() => simulators.requests.length > 0);
  expect((await runCommand(['status', path])).code).toBe(0);
  stop.abort();
  await first;
});

test.each([
  [['--to', 'topcalls', '--list-id', LIST], {}, 'TOPCALLS_API_KEY is not set', 'account settings'],
  [['--to', 'topcalls'], ENV, '--to topcalls needs --list-id', 'the list that leads join'],
  [['--to', 'telecrm'], { TELECRM_ENTERPRISE_ID: 'e' }, 'TELECRM_SYNC_TOKEN is not set', 'type Sync'],
  [
    ['--to', 'pulsecrm'],
    { PULSECRM_ACCOUNT_ID: '1', PULSECRM_API_KEY: 'k' },
    'PULSECRM_API_SECRET is not set',
    'Settings → API Keys',
  ],
  [
    ['--to', 'topcalls', '--list-id', LIST, '--base-url', 'http://example.com'],
    ENV,
    'plain http',
    '--allow-insecure-http',
  ],
  [['--to', 'topcalls', '--list-id', LIST, '--base-url', 'nonsense'], ENV, 'not a web address', 'https://'],
  [['--to', 'topcalls', '--list-id', LIST, '--rate', '-1'], ENV, '--rate', 'above 0'],
  [[], ENV, '--to is missing', '--to topcalls | autocalls'],
  [['--to', 'topcalls', '--list-id', 'nope'], ENV, 'It must be a UUID', 'leadwire import --help'],
  [['--to', 'autocalls', '--campaign-id', '0'], ENV, 'It must be a whole number above 0', ''],
  [
    ['--to', 'telecrm', '--list-id', LIST],
    ENV,
    '--list-id is a flag of topcalls, but the leads go to telecrm',
    '--to topcalls',
  ],
  [['--to', 'topcalls', '--list-id', LIST, '--country', 'UK'], ENV, '--country UK is not a country', 'is GB'],
  [
    ['--to', 'topcalls', '--list-id', LIST, '--base-url', 'https://a:b@c.d'],
    ENV,
    'contains a user name',
    'environment',
  ],
  [
    ['--to', 'topcalls', '--list-id', LIST, '--base-url', 'https://c.d/v1?x=1'],
    ENV,
    'a query',
    '--base-url https://c.d/v1',
  ],
  [
    ['--to', 'telecrm', '--report', '/nowhere/out.csv'],
    ENV,
    '/nowhere/out.csv cannot be written: there is no',
    '--report',
  ],
  [['--to', 'telecrm', '--ledger', tmpdir()], ENV, `${tmpdir()}: it is a folder`, 'name another file'],
] as const)('%j exits 2 and says what to do', async (to, env, message, hint) => {
  const { code, stderr } = await importTo(await file(leads(1)), to, { env });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain(hint);
});
