import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand, testStateHome } from '../../testing.ts';

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token', AUTOCALLS_API_KEY: 'key', TOPCALLS_API_KEY: 'key' };
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const OTHER_LIST = '4c90c3cc-0d44-4b50-8888-8dd25736052a';

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

test('undo removes what an import created, also where the import updated it afterwards', async () => {
  const path = await file('leads.csv', 3);
  await importTo(path);
  const updated = await importTo(path, '--map', 'notes=Name', '--on-existing', 'update');
  expect(updated.json.at(-1)).toMatchObject({ updated: 3 });
  expect(await command('undo', path, '--yes')).toMatchObject({ code: 0 });
  expect(active()).toEqual([]);
});

test('undo under the key of another account removes nothing: to that account all leads would be gone already', async () => {
  const path = await file('leads.csv', 2);
  await importTo(path);
  const undo = (...more: readonly string[]) =>
    runCommand(['undo', path, '--yes', ...more], { env: { ...ENV, PULSECRM_TOKEN: 'another' } });
  const { code, stderr } = await undo();
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('is not the one that was used before. Nothing was removed.'),
  ]);
  expect(active()).toHaveLength(2);
  expect(await undo('--account', 'default')).toMatchObject({ code: 0 }); // a new key of the same account
  expect(active()).toEqual([]);
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

test('forget erases a person from the ledger, and a second import still sends no person twice', async () => {
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
  const { stdout } = await runCommand(['status', path, '--rows']);
  expect(stdout).toMatch(/removed by undo +row 2\n[\s\S]*2 {2}rejected {3}2 of them removed by undo/);
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

test('--check-existing finds a lead that another user made, and does not make it twice', async () => {
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

const doctorOf = async (to: 'autocalls', ...flags: readonly string[]) => {
  const { code, json } = await command('doctor', '--to', to, ...flags, '--base-url', server.urls[to]);
  return { code, place: json.find(({ name }) => name === 'place') };
};

test('doctor says of the named campaign whether it is there and active', async () => {
  const draft = await doctorOf('autocalls', '--campaign-id', '1');
  expect([draft.code, draft.place?.status]).toEqual([0, 'warning']);
  await fetch(`${server.urls.autocalls}/user/campaigns/update-status`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({ campaign_id: 1, action: 'start' }),
  });
  const started = await doctorOf('autocalls', '--campaign-id', '1');
  expect([started.code, started.place?.status]).toEqual([0, 'ok']);
  const missing = await doctorOf('autocalls', '--campaign-id', '999');
  expect(missing).toMatchObject({ code: 2, place: { status: 'failed', hint: 'Check the id in the dashboard.' } });
});

test('doctor says whether leads of the account show the named list, where the API has no call for a list', async () => {
  const doctor = async () => {
    const { code, json } = await command('doctor', ...toTopcalls(LIST));
    const { status, hint } = json.find(({ name }) => name === 'place') ?? {};
    return { code, status, hint };
  };
  expect(await doctor()).toEqual({ code: 0, status: 'warning', hint: 'Compare the id with the dashboard.' });
  await bulkTo(await nationalFile('leads.csv', 1), LIST);
  expect(await doctor()).toMatchObject({ code: 0, status: 'ok' });
});

test('doctor says that a key is refused, with what to do, and exits 2', async () => {
  await simulators.close();
  simulators = createSimulators({ tokens: { bad: ['key'] } });
  server = await simulators.listen();
  const to = ['--to', 'autocalls', '--campaign-id', '1', '--base-url', server.urls.autocalls];
  const { code, json } = await command('doctor', ...to);
  expect(code).toBe(2);
  expect(json).toContainEqual(
    expect.objectContaining({ name: 'credentials', status: 'failed', hint: expect.any(String) }),
  );
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

const toTopcalls = (list: string) => ['--to', 'topcalls', '--list-id', list, '--base-url', server.urls.topcalls];
const bulkTo = (path: string, list: string, ...more: readonly string[]) =>
  command('import', path, ...toTopcalls(list), '--country', 'IN', '--rate', 'off', ...more);
const inTopcalls = () => [...simulators.topcalls.leads].map(({ phone_number }) => phone_number);

/** Leads as people type them at home. */
async function nationalFile(name: string, count: number): Promise<string> {
  const rows = Array.from({ length: count }, (_, index) => `Lead ${index},98765 432${10 + index}`);
  await writeFile(join(folder, name), ['Name,Mobile', ...rows, ''].join('\n'));
  return join(folder, name);
}

test('leads that went out many in one request are found by phone and age, and removed', async () => {
  const path = await nationalFile('leads.csv', 5);
  await bulkTo(path, LIST);
  expect(inTopcalls()).toHaveLength(5);
  const { code, json } = await command('undo', path, '--yes');
  expect([code, json.at(-1)]).toEqual([0, { type: 'summary', rows: 5, removed: 5, failed: 0 }]);
  expect(inTopcalls()).toEqual([]);
});

test('a lead of a bulk import that was made anew since is left, and said', async () => {
  const path = await nationalFile('leads.csv', 3);
  await bulkTo(path, LIST);
  const [lead] = [...simulators.topcalls.leads];
  const remove = { method: 'DELETE', headers: { authorization: 'Bearer key' } };
  await fetch(`${server.urls.topcalls}/v1/leads/${lead?.id}`, remove);
  await simulators.clock.advance(3_600_000);
  simulators.topcalls.addLead({ phone_number: lead?.phone_number ?? '', list_id: LIST });
  const { code, json } = await command('undo', path, '--yes');
  expect([code, json.at(-1)]).toEqual([1, { type: 'summary', rows: 3, removed: 2, failed: 1 }]);
  expect(inTopcalls()).toEqual([lead?.phone_number]);
});

test('a bulk import whose file has changed since is not undone by the numbers that it holds now', async () => {
  const path = await nationalFile('leads.csv', 3);
  await bulkTo(path, LIST);
  await writeFile(path, 'Name,Mobile\nLead 0,98765 43299\n');
  const { code, stderr } = await command('undo', path, '--yes');
  expect([code, stderr]).toEqual([1, expect.stringContaining('the file does not hold them as they were sent')]);
  expect(inTopcalls()).toHaveLength(3);
});

test('of one ledger with two lists undo asks which is meant, spells out the flags, and removes from that one alone', async () => {
  const path = await nationalFile('leads.csv', 2);
  const other = await nationalFile('other.csv', 2);
  const ledger = ['--ledger', join(folder, 'one.leadwire')];
  await bulkTo(path, LIST, ...ledger);
  await command('import', path, ...toPulsecrm(), '--country', 'IN', '--rate', 'off', ...ledger);
  await bulkTo(other, OTHER_LIST, ...ledger);
  const asked = await command('undo', path, ...ledger, '--yes');
  expect([
    asked.code,
    asked.stderr.includes(`undo ${path} --ledger ${ledger[1]} --to topcalls --list-id ${LIST}`),
  ]).toEqual([2, true]);
  const { code, json } = await command('undo', path, ...ledger, '--to', 'pulsecrm', '--yes');
  expect([code, json.at(-1)]).toMatchObject([0, { removed: 2 }]);
  expect([active().length, inTopcalls().length]).toEqual([0, 2]);
});

test('a destination that a file was not imported to is refused with those that it was', async () => {
  const path = await nationalFile('leads.csv', 1);
  await bulkTo(path, LIST);
  const { code, stderr } = await command('undo', path, '--to', 'autocalls');
  expect([code, stderr]).toEqual([2, expect.stringContaining(`It was imported with --to topcalls --list-id ${LIST}`)]);
});

test('the CSV of parked rows tells leads with one key at two destinations apart', async () => {
  await simulators.close();
  simulators = createSimulators({ seed: 7, faults: 'pulsecrm leads.create: cut-before then cut-before' });
  server = await simulators.listen();
  const path = await file('leads.csv', 1);
  const ledger = ['--ledger', join(folder, 'one.leadwire')];
  for (const account of ['1', '2'])
    await runCommand(
      ['import', path, ...toPulsecrm(), ...ledger, '--account', account, '--key', 'Name', '--rate', 'off'],
      { env: { ...ENV, PULSECRM_ACCOUNT_ID: account } },
    );
  const parkedRows = async () => (await command('parked', path, ...ledger)).json.filter(({ type }) => type === 'row');
  expect((await parkedRows()).map(({ key }) => key)).toEqual(['Lead 0', 'Lead 0']);
  const csv = join(folder, 'parked.csv');
  await command('parked', path, ...ledger, '--account', '2', '--report', csv);
  await writeFile(csv, (await readFile(csv, 'utf8')).trimEnd().replace(/,$/, ',arrived 77'));
  const { code } = await command('resolve', path, csv, ...ledger, '--account', '2');
  expect([code, await parkedRows()]).toEqual([0, [expect.objectContaining({ account: expect.stringMatching(/1$/) })]]);
});
