import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger, LedgerRow } from '@leadwire/core';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { ledgerKeyOf } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
let folder = '';
let path = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-status-'));
  path = join(folder, 'leads.csv');
  const rows = Array.from({ length: 10 }, (_, index) => `Lead ${index},+91987654321${index},lead${index}@example.com`);
  await writeFile(path, ['Name,Mobile,Email', ...rows, ''].join('\n'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

const importIt = (...more: readonly string[]) =>
  runCommand(
    [
      'import',
      path,
      '--to',
      'pulsecrm',
      '--skip-team-and-source',
      '--base-url',
      server.urls.pulsecrm,
      '--rate',
      'off',
      '--json',
      ...more,
    ],
    { env: ENV },
  );

/** The response to one create is lost, and nothing of it was stored. */
async function withOneParked(...more: readonly string[]) {
  simulators.fail({ fault: 'cut-before', provider: 'pulsecrm', operation: 'leads.create', nth: 3, times: 1 });
  return importIt(...more);
}

/** All that is in the folder, byte for byte. */
async function contents() {
  const names = await readdir(folder);
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'base64')]));
}

test('status prints the outcome of the rows', async () => {
  await importIt();
  const { code, stdout } = await runCommand(['status', path]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/10 {2}created/);
  expect(stdout).toContain('pulsecrm');
});

test('status and parked leave the folder as it is, byte for byte', async () => {
  await withOneParked();
  const before = await contents();
  for (const command of ['status', 'parked']) {
    expect((await runCommand([command, path])).code).toBe(0);
    expect(await contents()).toEqual(before);
  }
});

test('status and parked show what a run had written down when it was killed, and leave that as it is', async () => {
  await withOneParked('--ledger', `${path}.leadwire`);
  const open = fileLedger(`${path}.leadwire`);
  const [claim] = await open.claim([{ provider: 'pulsecrm', account: 'a', key: 'late', fingerprint: 'f', ref: '99' }], {
    now: 1,
    leaseMs: 1,
  });
  if (claim === undefined) throw new Error('no claim');
  await open.markSent([claim.row], 1);
  for (const ending of ['', '-wal', '-shm'])
    await copyFile(`${path}.leadwire${ending}`, `${join(folder, 'killed.csv')}.leadwire${ending}`);
  await open.close();
  const before = await contents();
  const status = await runCommand(['status', join(folder, 'killed.csv')]);
  expect(status.stdout).toMatch(/9 {2}created\n.*1 {2}parked.*\n.*\n.*\n.*1 {2}not sent or not finished/);
  const parked = await runCommand(['parked', join(folder, 'killed.csv')]);
  expect(parked.stdout).toContain('2 to look up');
  expect(parked.stdout).toContain('run the import again, which looks it up');
  expect(await contents()).toEqual(before);
});

test('status --json has an object a row, named by its row number, and a summary', async () => {
  await importIt();
  const { json } = await runCommand(['status', path, '--json']);
  expect(json).toHaveLength(11);
  expect(json[0]).toMatchObject({
    type: 'row',
    provider: 'pulsecrm',
    state: 'confirmed',
    outcome: 'created',
    id: expect.anything(),
  });
  expect(new Set(json.slice(0, 10).map((line) => line.ref))).toEqual(
    new Set(Array.from({ length: 10 }, (_, index) => String(index + 2))),
  );
  expect(json.at(-1)).toMatchObject({ type: 'summary', rows: 10, created: 10, unfinished: 0 });
});

test('parked shows what a person must look up, masked unless it is asked for', async () => {
  const { code, json } = await withOneParked();
  expect([code, json.at(-1)]).toEqual([1, expect.objectContaining({ created: 9, parked: 1 })]);
  const hidden = await runCommand(['parked', path]);
  expect(hidden.code).toBe(0);
  expect(hidden.stdout).toMatch(/row \d+ {2}pulsecrm/);
  expect(hidden.stdout).toContain('+91******');
  expect(hidden.stdout).not.toContain('98765');
  expect((await runCommand(['parked', path, '--reveal'])).stdout).toContain('+9198765');
  const listed = await runCommand(['parked', path, '--json']);
  expect(listed.json.map((line) => line.type)).toEqual(['row', 'summary']);
  expect(listed.stdout).not.toContain('98765');
});

test('what a person has found out is written down, and the next import acts on it', async () => {
  await withOneParked();
  const { json } = await runCommand(['parked', path, '--json']);
  const row = String(json[0]?.ref);
  expect((await runCommand(['resolve', path, row])).code).toBe(2);
  const resolved = await runCommand(['resolve', path, row, '--not-there']);
  expect([resolved.code, resolved.stdout]).toEqual([0, `Row ${row}: not-there. The next import sends it.\n`]);
  expect((await runCommand(['parked', path])).stdout).toContain('Nothing is parked.');
  expect((await importIt()).json.at(-1)).toMatchObject({ created: 10, parked: 0 });
  expect(simulators.pulsecrm.leads.all()).toHaveLength(10);
});

test.each([['status'], ['parked']])('%s without a ledger says so', async (command) => {
  expect(await runCommand([command, path])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${path} was not imported with a default ledger.`),
  });
  expect(await runCommand([command])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nothing was imported yet'),
  });
});

test('status without a ledger says how what was enqueued is shown, where a database is named', async () => {
  const env = { DATABASE_URL: 'postgres://u:secret@localhost:5432/d' };
  for (const argv of [['status'], ['status', path]]) {
    const { code, stderr } = await runCommand(argv, { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--database-url "$DATABASE_URL"')]);
    expect(stderr).not.toContain('secret');
  }
});

test.each([['status'], ['parked'], ['resolve']])('%s says what is wrong with the path of a ledger', async (command) => {
  const ledger = join(folder, 'empty.leadwire');
  await writeFile(ledger, '');
  const more = command === 'resolve' ? ['1', '--ignore'] : [];
  const before = await contents();
  for (const [given, code, words] of [
    [[ledger], 'ledger-empty', `The ledger ${ledger} is empty: nothing has been sent with it`],
    [[path, '--ledger', folder], 'not-a-ledger', `The ledger cannot be ${folder}: it is a folder`],
    [[path, '--ledger', path], 'not-a-ledger', `The ledger cannot be ${path}: it is a file of another kind`],
    [[path, '--ledger', join(path, 'l')], 'ledger-not-found', `There is no ledger ${join(path, 'l')}`],
    [[path, '--ledger', join(folder, 'no', 'l')], 'ledger-not-found', `There is no ledger ${join(folder, 'no', 'l')}`],
  ] as const) {
    const [file = '', ...options] = given;
    const { code: exit, stderr, json } = await runCommand([command, file, ...more, ...options, '--json']);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(json).toEqual([{ type: 'error', kind: 'misconfigured', code, message: words, hints: [expect.any(String)] }]);
  }
  expect(await contents()).toEqual(before);
});

test('status of an import without rows says so', async () => {
  await writeFile(path, 'Name,Mobile\n');
  await importIt();
  expect((await runCommand(['status', path])).stdout).toContain('no rows yet');
});

test('status --rows names rows and ids', async () => {
  await importIt();
  expect((await runCommand(['status', path, '--rows'])).stdout).toMatch(/created +row 2 {2}id \d+/);
});

test('status counts every row of the file once, whichever run sent it, and the rows that were not sent yet', async () => {
  await importIt('--limit', '3');
  await importIt('--only', '8-9');
  const { stdout, json } = await runCommand(['status', path, '--json']);
  expect(json.at(-1)).toMatchObject({ rows: 10, created: 5, open: 5, unfinished: 5 });
  expect(json.slice(0, -1).map(({ ref, outcome }) => `${ref} ${outcome ?? 'open'}`)).toEqual(
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((row) => `${row} ${[2, 3, 4, 8, 9].includes(row) ? 'created' : 'open'}`),
  );
  expect(stdout).not.toContain('98765');
  const shown = await runCommand(['status', path]);
  expect(shown.stdout).toMatch(/10 {2}rows\n +5 {2}created\n +5 {2}not sent or not finished/);
});

test('status shows rows that were in flight when the run was killed as not finished', async () => {
  await importIt('--limit', '3', '--ledger', `${path}.leadwire`);
  const open = fileLedger(`${path}.leadwire`);
  const [sent] = await readRows(open);
  const key = await ledgerKeyOf({ provider: 'pulsecrm', account: sent?.account ?? '', phone: '+919876543215' });
  const entry = { provider: 'pulsecrm', account: sent?.account ?? '', key, fingerprint: 'f', ref: '7' };
  const [claim] = await open.claim([entry], { now: Date.now(), leaseMs: 60_000 });
  if (claim === undefined) throw new Error('no claim');
  await open.markSent([claim.row], Date.now());
  await open.close();
  const { stdout } = await runCommand(['status', path, '--rows', '--ledger', `${path}.leadwire`]);
  expect(stdout).toMatch(/not finished \(sent\) +row 7\n +not sent yet +row 8/);
  expect(stdout).toMatch(/10 {2}rows\n +3 {2}created\n +7 {2}not sent or not finished/);
});

test('status says of each row what import said of it last, and what was decided since', async () => {
  await importIt();
  const lines = (await readFile(path, 'utf8')).split('\n');
  lines[1] = 'Another Name,+919876543210,lead0@example.com';
  lines[3] = 'Lead 2,12,';
  await writeFile(path, lines.join('\n'));
  const imported = await importIt();
  const said = imported.json.filter(({ type }) => type === 'row').map(({ row, outcome }) => `${row} ${outcome}`);
  const { json } = await runCommand(['status', path, '--json']);
  expect(json.slice(0, -1).map(({ ref, outcome }) => `${ref} ${outcome}`)).toEqual(
    said.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
  );
  expect(json.at(-1)).toMatchObject({ rows: 10, rejected: 1 });
});

test('an import that was declined leaves no trace in status', async () => {
  await writeFile(path, `Name,Mobile,Do not call\nAsha,+919876543210,yes\n`);
  expect((await importIt()).code).toBe(2);
  expect((await runCommand(['status', path])).stderr).toContain('was not imported');
});

async function readRows(ledger: Ledger): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for await (const row of ledger.list()) rows.push(row);
  return rows;
}
