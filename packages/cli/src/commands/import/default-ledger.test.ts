import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { fixture, runCommand, testStateHome } from '../../testing.ts';

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token', TOPCALLS_API_KEY: 'key' };
const LIST = '11111111-1111-4111-8111-111111111111';
const OTHER_LIST = '22222222-2222-4222-8222-222222222222';

let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-ledger-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, count: number, first = 0): Promise<string> {
  const rows = Array.from({ length: count }, (_, index) => `Lead ${first + index},+9198765432${10 + first + index}`);
  await writeFile(join(folder, name), ['Name,Mobile', ...rows, ''].join('\n'));
  return join(folder, name);
}

const toPulsecrm = () => [
  '--to',
  'pulsecrm',
  '--skip-team-and-source',
  '--base-url',
  server.urls.pulsecrm,
  '--rate',
  'off',
];
const toTopcalls = (list: string) => [
  '--to',
  'topcalls',
  '--list-id',
  list,
  '--base-url',
  server.urls.topcalls,
  '--rate',
  'off',
];
const importTo = (
  path: string,
  to: readonly string[],
  more: readonly string[] = [],
  env: Record<string, string> = {},
) => runCommand(['import', path, ...to, ...more, '--json'], { env: { ...ENV, ...env } });
const creates = () => simulators.pulsecrm.leads.all().length;

test('three daily exports, each with the people of the days before, make one create a person', async () => {
  for (const day of [1, 2, 3]) {
    const { code } = await importTo(fixture(`FB_leads_2026-05-0${day}.csv`), toPulsecrm());
    expect(code).toBe(0);
  }
  expect(creates()).toBe(12);
});

test('a file that was renamed or moved is not sent again', async () => {
  const path = await file('leads.csv', 5);
  await importTo(path, toPulsecrm());
  await rename(path, join(folder, 'leads (1).csv'));
  const { json } = await importTo(join(folder, 'leads (1).csv'), toPulsecrm());
  expect(json.at(-1)).toMatchObject({ rows: 5, created: 5 });
  expect(creates()).toBe(5);
});

test('the report of an import is known as one: sent back, it makes no doubles, and adds who is new', async () => {
  const path = await file('leads.csv', 3);
  const report = join(folder, 'report.csv');
  await importTo(path, toPulsecrm(), ['--report', report]);
  const text = await readFile(report, 'utf8');
  await writeFile(report, `${text}5,,,,,Lead 9,+919876543299\r\n`);
  const { code, json, stderr } = await importTo(report, toPulsecrm());
  expect([code, json.at(-1)]).toMatchObject([0, { rows: 4, created: 4, duplicate: 0 }]);
  expect(stderr).toContain('is a report of an earlier run');
  expect(creates()).toBe(4);
});

test('a file that was sorted otherwise gives the same counts', async () => {
  const path = await file('leads.csv', 5);
  await importTo(path, toPulsecrm());
  const [header = '', ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await writeFile(path, [header, ...rows.reverse(), ''].join('\n'));
  expect((await importTo(path, toPulsecrm())).json.at(-1)).toMatchObject({ rows: 5, created: 5, duplicate: 0 });
});

test('each list has its own ledger', async () => {
  const path = await file('leads.csv', 3);
  await importTo(path, toTopcalls(LIST));
  const { json } = await importTo(path, toTopcalls(OTHER_LIST));
  expect(json.at(-1)).toMatchObject({ rows: 3 });
  const ledgers = (await readdir(join(testStateHome(), 'leadwire'))).filter((name) => name.endsWith('.leadwire'));
  expect(ledgers.map((name) => name.includes(LIST))).toEqual([true, false]);
});

test('the ledger and the record of runs may be read by their owner only', async () => {
  await importTo(await file('leads.csv', 1), toPulsecrm());
  const state = join(testStateHome(), 'leadwire');
  for (const name of await readdir(state)) expect((await stat(join(state, name))).mode & 0o077).toBe(0);
});

test('no lock file stays in the state folder after an import', async () => {
  await importTo(await file('leads.csv', 2), toPulsecrm());
  const names = await readdir(join(testStateHome(), 'leadwire'));
  expect(names.filter((name) => name.endsWith('.leadwire'))).toHaveLength(1);
  expect(names.filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('the ledger of an earlier version beside the file is read first, and said', async () => {
  const path = await file('leads.csv', 5);
  await importTo(path, toPulsecrm(), ['--ledger', `${path}.leadwire`]);
  const { json, stderr } = await importTo(path, toPulsecrm());
  expect(stderr).toContain(`Read ${path}.leadwire, the ledger of an earlier version: 5 rows are known from it.`);
  expect(json.at(-1)).toMatchObject({ rows: 5, created: 5 });
  expect(creates()).toBe(5);
});

test('a ledger that leadwire 0.1 kept beside the file is read first, and left as it is', async () => {
  const path = join(folder, 'leads.csv');
  await writeFile(path, 'Name,Mobile\nInvented 0,+14155550100\n');
  const bytes = await readFile(new URL('../../../../leadwire/src/fixtures/ledger-0.1.sqlite', import.meta.url));
  await writeFile(`${path}.leadwire`, bytes);
  const there = ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', 'https://crm.example'];
  const { code, json, stderr } = await importTo(path, there, [], { PULSECRM_ACCOUNT_ID: 'acme' });
  expect([code, stderr]).toEqual([0, expect.stringMatching(/an earlier version: \d+ rows are known/)]);
  expect(json.at(-1)).toMatchObject({ rows: 1, created: 1 }); // nothing was sent: there is no such host
  expect(await readFile(`${path}.leadwire`)).toEqual(bytes);
});

const ledgerPath = async (): Promise<string> => {
  const state = join(testStateHome(), 'leadwire');
  const [name = ''] = (await readdir(state)).filter((each) => each.endsWith('.leadwire'));
  return join(state, name);
};

test.each([
  ['emptied', (ledger: string) => writeFile(ledger, '')],
  ['gone', (ledger: string) => rm(ledger)],
] as const)('a ledger that is %s sends nothing again, and the import says what to do', async (_, lose) => {
  const path = await file('leads.csv', 3);
  await importTo(path, toPulsecrm());
  await lose(await ledgerPath());
  const { code, stderr } = await importTo(path, toPulsecrm());
  expect([code, stderr]).toEqual([2, expect.stringContaining('Put the ledger back')]);
  expect(creates()).toBe(3);
});

test.each([
  ['holds something else', 'no database '.repeat(500)],
  ['was cut off', undefined],
] as const)('a record of runs that %s is set aside, and nothing is sent again', async (_, content) => {
  const path = await file('leads.csv', 3);
  await importTo(path, toPulsecrm());
  const runs = `${await ledgerPath()}.runs`;
  await (content === undefined ? truncate(runs, 5_000) : writeFile(runs, content));
  const { code, json, stderr } = await importTo(path, toPulsecrm());
  expect([code, stderr]).toEqual([0, expect.stringContaining(`is now ${runs}.damaged`)]);
  expect(json.at(-1)).toMatchObject({ rows: 3, created: 3 });
  expect(creates()).toBe(3);
});

test('a parked row of an earlier ledger stays parked', async () => {
  const path = await file('leads.csv', 5);
  simulators.fail({ fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create', nth: 3, times: 1 });
  await importTo(path, toPulsecrm(), ['--ledger', `${path}.leadwire`]);
  const { json } = await importTo(path, toPulsecrm());
  expect(json.at(-1)).toMatchObject({ created: 4, parked: 1 });
  expect(creates()).toBe(4);
});

test('--import-id sends again on purpose', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path, toPulsecrm());
  await importTo(path, toPulsecrm(), ['--import-id', 'may']);
  expect(creates()).toBe(4);
  await importTo(path, toPulsecrm(), ['--import-id', 'may']);
  expect(creates()).toBe(4);
});

test('a credential that the ledger has not seen stops a pipe with --account spelled out, before anything is sent', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path, toPulsecrm());
  const sent = simulators.requests.length;
  const { code, stderr } = await importTo(await file('more.csv', 2, 5), toPulsecrm(), [], {
    PULSECRM_TOKEN: 'rotated',
  });
  expect([code, simulators.requests.length]).toEqual([2, sent]);
  expect(stderr).toContain('--account default');
  expect(stderr).toContain('--account NAME');
});

test('--account says that a new credential belongs to the same account, or names another with its own ledger', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path, toPulsecrm());
  const rotated = { PULSECRM_TOKEN: 'rotated' };
  expect((await importTo(path, toPulsecrm(), ['--account', 'default'], rotated)).json.at(-1)).toMatchObject({
    created: 2,
  });
  expect(creates()).toBe(2);
  expect((await importTo(path, toPulsecrm(), [], rotated)).code).toBe(0);
  await importTo(path, toPulsecrm(), [], { LEADWIRE_ACCOUNT: 'second' });
  expect(creates()).toBe(4);
});

test('a second run on one ledger waits for the first and names its process', async () => {
  const path = await file('leads.csv', 5);
  const ledger = join(folder, 'l');
  const holder = spawn(
    process.execPath,
    [
      ...['--conditions=leadwire-source', '--input-type=module', '-e'],
      `const { fileLedger } = await import('leadwire/file-ledger');
       const ledger = fileLedger(${JSON.stringify(ledger)});
       console.log('held');
       process.stdin.resume().once('end', () => ledger.close());`,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], cwd: import.meta.dirname },
  );
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  const notice = Promise.withResolvers<string>();
  const running = runCommand(['import', path, ...toPulsecrm(), '--ledger', ledger, '--json'], {
    env: ENV,
    onStderr: (text) => text.includes('process') && notice.resolve(text),
  });
  expect(await notice.promise).toContain(`process ${holder.pid}`);
  expect(creates()).toBe(0);
  holder.stdin.end();
  expect((await running).code).toBe(0);
  expect(creates()).toBe(5);
});

test('an empty state folder is pointed out, in a container with what to do', async () => {
  const { stderr } = await importTo(await file('leads.csv', 1), toPulsecrm(), [], { CI: 'true' });
  expect(stderr).toContain('There is no earlier ledger in');
  expect(stderr).toContain('keep that folder on a volume');
  expect((await importTo(await file('b.csv', 1), toPulsecrm(), [], { CI: 'true' })).stderr).not.toContain(
    'no earlier ledger',
  );
});

test('status, parked and resolve are asked by the file, with its own row numbers', async () => {
  await importTo(await file('first.csv', 3), toPulsecrm());
  const path = await file('second.csv', 6, 1);
  simulators.fail({ fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create', nth: 2, times: 1 });
  await importTo(path, toPulsecrm(), ['--concurrency', '1']);
  const status = await runCommand(['status', path, '--json']);
  expect(status.json.at(-1)).toMatchObject({ type: 'summary', rows: 6, created: 5, parked: 1 });
  expect(status.json.slice(0, -1).map((line) => line.ref)).toEqual(['2', '3', '4', '5', '6', '7']);
  expect((await runCommand(['parked', join(folder, 'first.csv')])).stdout).toContain('Nothing is parked.');
  const parked = await runCommand(['parked', path, '--json']);
  const row = String(parked.json[0]?.ref);
  expect((await runCommand(['resolve', path, `2-${row}`, '--arrived'])).stdout).toContain(`Row ${row}: arrived.`);
  expect((await runCommand(['status', path, '--json'])).json.at(-1)).toMatchObject({ created: 6, parked: 0 });
});

test('status says that the file has changed since it was imported', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path, toPulsecrm());
  await file('leads.csv', 4);
  const { stdout } = await runCommand(['status', path]);
  expect(stdout).toContain('has changed since');
  expect(stdout).toMatch(/2 {2}created/);
});

test('resolve reads the CSV of parked --report with its column "found" filled in', async () => {
  const path = await file('leads.csv', 6);
  simulators.fail({ fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create', nth: 2, times: 1 });
  simulators.fail({ fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create', nth: 4, times: 1 });
  await importTo(path, toPulsecrm(), ['--concurrency', '1']);
  const csv = join(folder, 'parked.csv');
  await runCommand(['parked', path, '--report', csv]);
  expect((await stat(csv)).mode & 0o777).toBe(0o600);
  const [header = '', ...rows] = (await readFile(csv, 'utf8')).trimEnd().split('\r\n');
  expect(rows).toHaveLength(2);
  await writeFile(csv, [header, `${rows[0]}not-there`, `${rows[1]}arrived 77`, ''].join('\r\n'));
  const { code, stdout } = await runCommand(['resolve', path, csv]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('arrived as 77')]);
  expect((await importTo(path, toPulsecrm())).json.at(-1)).toMatchObject({ created: 6 });
  expect(creates()).toBe(5);
});
