import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fixture, runCommand } from '../../testing.ts';

// What each flag of an import does, judged by what the server received.

const ENV = {
  PULSECRM_ACCOUNT_ID: '1',
  PULSECRM_TOKEN: 'token',
  TOPCALLS_API_KEY: 'key',
  AUTOCALLS_API_KEY: 'key',
  TELECRM_ENTERPRISE_ID: 'e1',
  TELECRM_SYNC_TOKEN: 'sync',
};
let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-flags-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

async function file(text: string, name = 'leads.csv'): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const toPulsecrm = () => ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm];
const command = (...argv: readonly string[]) => runCommand([...argv, '--json'], { env: ENV });
const importFile = (path: string, ...more: readonly string[]) =>
  command('import', path, ...toPulsecrm(), '--rate', 'off', ...more);
const dialled = () =>
  simulators.pulsecrm.leads
    .all()
    .map(({ phone }) => String(phone))
    .toSorted();

/** Ten numbers, the first `wrong` of them possible and in no range that the United States have given out. */
const withDoubtful = (wrong: number): string =>
  Array.from({ length: 10 }, (_, index) => `+1415${index < wrong ? '155' : '555'}267${index}`).join('\n');

test('more than 10 % of numbers in no known range stop a pipe with exit 2, and --yes sends them', async () => {
  const path = await file(`Phone\n${withDoubtful(2)}\n`);
  const stopped = await importFile(path);
  expect([stopped.code, dialled()]).toEqual([2, []]);
  expect(stopped.stderr).toContain('20 % of the phone numbers (2 of 10)');
  await importFile(path, '--yes');
  expect(dialled()).toHaveLength(10);
});

test('10 % of numbers in no known range stop nothing', async () => {
  expect((await importFile(await file(`Phone\n${withDoubtful(1)}\n`))).code).toBe(0);
});

test('--yes never answers a doubt', async () => {
  const path = await file('Phone,DoNotCall\n+919876543210,1\n+919876543211,\n');
  const { code, stderr } = await importFile(path, '--yes');
  expect([code, dialled()]).toEqual([2, []]);
  expect(stderr).toContain('--ignore-do-not-call');
});

test('--sheet names the sheet of a workbook, and one that is not there is exit 2', async () => {
  await importFile(fixture('real.xlsx'), '--country', 'IN', '--sheet', 'Leads');
  expect(dialled()).toHaveLength(4);
  const { code, stderr } = await importFile(fixture('real.xlsx'), '--country', 'IN', '--sheet', 'Lead');
  expect([code, stderr]).toEqual([2, expect.stringContaining('Leads')]);
});

test('--skip-lines skips the lines above the header', async () => {
  const path = await file('Phone,Name\nApril,\nPhone,Name\n+919876543210,Asha\n');
  await importFile(path, '--skip-lines', '2');
  expect(dialled()).toEqual(['+919876543210']);
});

test('--country-column gives the country of each row', async () => {
  const path = await file('Phone,Origin\n98765 43210,IN\n(415) 555-2671,US\n');
  await importFile(path, '--country-column', 'Origin');
  expect(dialled()).toEqual(['+14155552671', '+919876543210']);
});

test("--map 'fields.*' sends all other columns as the provider's own fields", async () => {
  const path = await file('Phone,Budget,Area\n+919876543210,5000,Pune\n');
  const { stdout } = await runCommand(['check', path, '--map', 'fields.*']);
  expect(stdout).toMatch(/fields\.Budget +← Budget .*\n +fields\.Area +← Area/);
  const to = ['--to', 'autocalls', '--campaign-id', '1', '--base-url', server.urls.autocalls, '--rate', 'off'];
  expect((await command('import', path, ...to, '--map', 'fields.*')).code).toBe(0);
  expect(JSON.stringify(simulators.autocalls.leads.all())).toMatch(/"Budget":"5000".*"Area":"Pune"/);
});

test('--rejected holds the rejected rows in the form of the file: mended and sent again, all people are there once', async () => {
  const path = await file('Name;Mobile\nAsha;+919876543210\nRavi;12\nMeera;+919876543212;late;extra\n');
  const out = join(folder, 'rejected.csv');
  const first = await importFile(path, '--rejected', out);
  expect([first.code, first.json.at(-1)]).toMatchObject([1, { created: 1, rejected: 2 }]);
  const text = await readFile(out, 'utf8');
  expect(text).toBe('Name;Mobile\nRavi;12\nMeera;+919876543212;late;extra\n');
  await writeFile(out, text.replace('12\n', '+919876543211\n').replace(';late;extra', ''));
  const second = await importFile(out);
  expect([second.code, second.json.at(-1)]).toMatchObject([0, { rows: 2, created: 2 }]);
  expect(dialled()).toEqual(['+919876543210', '+919876543211', '+919876543212']);
});

test('--report of a file with tabs is a CSV with commas and a byte order mark, and keeps extra cells', async () => {
  const path = await file('Name\tMobile\nAsha\t+919876543210\nRavi\t+919876543211\tx\ty\n', 'leads.tsv');
  await importFile(path, '--report', join(folder, 'report.csv'));
  const text = await readFile(join(folder, 'report.csv'), 'utf8');
  expect(text).toMatch(/^\uFEFFrow,outcome,id,reason,phone_used,Name,Mobile\r\n/);
  expect(text).not.toContain('\t');
  expect(text).toContain(',Ravi,+919876543211,x,y\r\n');
});

test('--save-profile and then --profile send a second file the same way, with no other flag', async () => {
  const profile = join(folder, 'profile.json');
  const first = await file('Name,A,B\nAsha,98765 43210,98765 43219\n', 'may.csv');
  await importFile(first, '--map', 'phone=B', '--country', 'IN', '--save-profile', profile);
  const second = await file('Name,A,B\nRavi,98765 43211,98765 43218\n', 'june.csv');
  const { code } = await command('import', second, '--profile', profile, '--base-url', server.urls.pulsecrm);
  expect([code, dialled()]).toEqual([0, ['+919876543218', '+919876543219']]);
});

test('resolve takes a range and all', async () => {
  const rows = Array.from({ length: 6 }, (_, index) => `Lead ${index},+91987654321${index}`);
  const path = await file(['Name,Phone', ...rows, ''].join('\n'));
  for (const nth of [1, 2, 3, 4])
    simulators.fail({ fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create', nth, times: 1 });
  const { json } = await importFile(path, '--concurrency', '1');
  expect(json.at(-1)).toMatchObject({ parked: 4, created: 2 });
  const range = await command('resolve', path, '2-3', '--ignore');
  expect(range.json.map(({ ref }) => ref).toSorted()).toEqual(['2', '3']);
  const all = await command('resolve', path, 'all', '--not-there');
  expect(all.json.map(({ ref }) => ref).toSorted()).toEqual(['4', '5']);
  expect((await importFile(path)).json.at(-1)).toMatchObject({ created: 4, rejected: 2, parked: 0 });
});

async function importAndUndo(name: string, ...flags: readonly string[]) {
  const path = await file('Name,Phone\nAsha,+919876543210\n');
  await command('import', path, '--to', name, ...flags, '--rate', 'off');
  return command('undo', path, '--yes');
}

test('undo deletes the leads that an import created in a campaign of Autocalls', async () => {
  const { code, json } = await importAndUndo('autocalls', '--campaign-id', '1', '--base-url', server.urls.autocalls);
  expect([code, json.at(-1)]).toMatchObject([0, { rows: 1, removed: 1, failed: 0 }]);
  expect(simulators.autocalls.leads.all()).toHaveLength(0);
});

test('undo says that telecrm has no way to remove leads', async () => {
  const { code, stderr } = await importAndUndo('telecrm', '--base-url', server.urls.telecrm);
  expect([code, stderr]).toEqual([2, expect.stringContaining('no way to remove leads')]);
});

test('--check-existing at HubSpot finds a contact that has the phone already, and makes no second one', async () => {
  const path = await file('Name,Phone\nAsha,+919876543210\n');
  const flags = ['--to', 'hubspot', '--base-url', server.urls.hubspot, '--rate', 'off'];
  const send = (...more: readonly string[]) =>
    runCommand(['import', path, ...flags, '--json', ...more], { env: { HUBSPOT_ACCESS_TOKEN: 'token' } });
  expect((await send()).json.at(-1)).toMatchObject({ created: 1 });
  const again = await send('--check-existing', '--import-id', 'again');
  expect(again.json.at(-1)).toMatchObject({ existed: 1, created: 0 });
});

test.each([
  ['at night', '2026-05-04T18:00:00Z', [], 'It is night for people in IN: --not-before 09:00 waits until then.'],
  ['during the day', '2026-05-04T08:00:00Z', [], undefined],
  [
    'at night of the time that it waits for',
    '2026-05-04T18:00:00Z',
    ['--not-before', '2026-05-04T17:00:00Z'],
    'At the time of --not-before it is night for people in IN.',
  ],
] as const)('a provider that calls at once is said to, and %s so is the night', async (_, now, flags, warning) => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
  try {
    const path = await file('Name,Phone\nAsha,+919876543210\n');
    const to = ['--to', 'topcalls', '--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'];
    const { stderr } = await command(
      'import',
      path,
      ...to,
      '--base-url',
      server.urls.topcalls,
      '--rate',
      'off',
      ...flags,
    );
    expect(stderr).toContain('topcalls may call people as soon as it has them.');
    expect(/^.*night.*$/m.exec(stderr)?.[0]).toBe(warning);
  } finally {
    vi.useRealTimers();
  }
});
