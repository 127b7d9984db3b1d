import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand, testStateHome } from '../../testing.ts';

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token', AUTOCALLS_API_KEY: 'key' };

let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-undo-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, count: number): Promise<string> {
  const rows = Array.from({ length: count }, (_, index) => `Lead ${index},+9198765432${10 + index}`);
  await writeFile(join(folder, name), ['Name,Mobile', ...rows, ''].join('\n'));
  return join(folder, name);
}

const command = (...argv: readonly string[]) => runCommand([...argv, '--json'], { env: ENV });
const toPulsecrm = () => ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm];
const importTo = (path: string, ...more: readonly string[]) =>
  command('import', path, ...toPulsecrm(), '--rate', 'off', ...more);
const active = () => simulators.pulsecrm.leads.all().filter((lead) => !lead.archived);

test('undo removes what the import of this file created, and leaves what an earlier import created', async () => {
  await importTo(await file('first.csv', 2));
  const path = await file('second.csv', 5);
  await importTo(path);
  const { code, json } = await command('undo', path, '--yes');
  expect([code, json.at(-1)]).toEqual([0, { type: 'summary', rows: 3, removed: 3, failed: 0 }]);
  expect(active()).toHaveLength(2);
});

test('undo asks before it removes: in a pipe it removes nothing and names --yes', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path);
  const { code, stderr } = await command('undo', path);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Add --yes')]);
  expect(active()).toHaveLength(2);
});

test('what was removed is not removed again', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path);
  await command('undo', path, '--yes');
  const { code, stderr } = await command('undo', path, '--yes');
  expect([code, stderr]).toEqual([1, expect.stringContaining('created nothing that could be removed')]);
});

test('forget erases a person from the ledger, and a second import still sends nobody twice', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path);
  const { code, json } = await command('forget', '98765 43210', '--country', 'IN');
  expect([code, json.at(-1)]).toEqual([0, { type: 'summary', ledgers: 1, rows: 1 }]);
  const state = join(testStateHome(), 'leadwire');
  for (const name of await readdir(state))
    expect((await readFile(join(state, name))).includes('9876543210')).toBe(false);
  await importTo(path);
  expect(simulators.pulsecrm.leads.all()).toHaveLength(2);
});

test('a forgotten person is not sent again with --on-existing update, and the row says so', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path);
  await command('forget', '98765 43210', '--country', 'IN');
  const before = simulators.requests.length;
  const { json } = await importTo(path, '--on-existing', 'update');
  expect(json).toContainEqual(
    expect.objectContaining({
      outcome: 'rejected',
      reason: expect.stringMatching(/erased with forget, nothing was sent$/),
    }),
  );
  expect(simulators.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('the import of an undone file sends nothing and rejects its rows as removed, until --retry-rejected', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path);
  await command('undo', path, '--yes');
  const { code, json } = await importTo(path, '--on-existing', 'update');
  expect([code, json.at(-1)]).toEqual([1, expect.objectContaining({ created: 0, rejected: 2 })]);
  expect(json).toContainEqual(
    expect.objectContaining({ outcome: 'rejected', reason: 'removed by undo; --import-id sends it again' }),
  );
  const status = await command('status', path);
  expect(status.json.at(-1)).toMatchObject({ created: 0, rejected: 2 });
  expect(active()).toHaveLength(0);
  await importTo(path, '--retry-rejected');
  expect(active()).toHaveLength(2);
});

test('a person who was forgotten after undo is not sent again', async () => {
  const path = await file('leads.csv', 1);
  await importTo(path);
  await command('undo', path, '--yes');
  await command('forget', '98765 43210', '--country', 'IN');
  await importTo(path, '--on-existing', 'update', '--retry-rejected');
  expect(active()).toHaveLength(0);
});

test('--check-existing finds a lead that somebody else made, and does not make it twice', async () => {
  const path = await file('leads.csv', 3);
  await importTo(path, '--limit', '1');
  const known = simulators.pulsecrm.leads.all().length;
  const { json } = await importTo(path, '--ledger', join(folder, 'other.leadwire'), '--check-existing');
  expect(json.at(-1)).toMatchObject({ rows: 3, existed: known, created: 3 - known });
  expect(simulators.pulsecrm.leads.all()).toHaveLength(3);
});

test('doctor says what is right, and what the ledger holds', async () => {
  await importTo(await file('leads.csv', 2));
  const { code, json } = await command('doctor', ...toPulsecrm());
  expect(json.filter((line) => line.status !== 'ok')).toEqual([
    expect.objectContaining({ type: 'summary', failed: 0 }),
  ]);
  expect(code).toBe(0);
  expect(json).toContainEqual(
    expect.objectContaining({ name: 'credentials', text: expect.stringContaining('PULSECRM_TOKEN') }),
  );
  expect(json).toContainEqual(
    expect.objectContaining({ name: 'ledger', text: expect.stringContaining('2 confirmed') }),
  );
});

test('doctor says that an address does not respond, and exits 2', async () => {
  const to = toPulsecrm();
  await simulators.close();
  const { code, json } = await command('doctor', ...to);
  expect(code).toBe(2);
  expect(json).toContainEqual(expect.objectContaining({ name: 'address', status: 'failed', hint: expect.any(String) }));
});

test('doctor changes nothing at the provider', async () => {
  await command('doctor', '--to', 'autocalls', '--campaign-id', '1', '--base-url', server.urls.autocalls);
  expect(simulators.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('doctor FILE says, too, whether the file can be read and which column is the phone', async () => {
  const path = await file('leads.csv', 2);
  const good = await command('doctor', path, ...toPulsecrm());
  expect(good.json.find(({ name }) => name === 'file')).toMatchObject({
    status: 'ok',
    text: expect.stringMatching(/phone from Mobile\. leadwire check .* --to pulsecrm shows every row\./),
  });
  const missing = await command('doctor', join(folder, 'no.csv'), ...toPulsecrm());
  expect([missing.code, missing.json.find(({ name }) => name === 'file')?.status]).toEqual([2, 'failed']);
});

test('doctor says on which side the clocks differ', async () => {
  const { json } = await command('doctor', ...toPulsecrm());
  expect(String(json.find(({ name }) => name === 'clock')?.text)).not.toMatch(/-\d+ s/);
});
