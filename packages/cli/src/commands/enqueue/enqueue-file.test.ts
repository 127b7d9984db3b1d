import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { openPostgres, type TestDatabase } from '@leadwire/testing';
import { createPool } from 'leadwire/queue';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixture, runCommand } from '../../testing.ts';

const started = await openPostgres();

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token', TOPCALLS_API_KEY: 'key' };
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

/** All rows of all tables of the ledger, the queue and its jobs, as text. */
async function everyRowOf({ connectionString }: TestDatabase, schema: string): Promise<unknown[]> {
  const pool = createPool({ connectionString });
  try {
    const { rows: tables } = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname::text = any($1)`,
      [[schema, `${schema}_queue`, `${schema}_jobs`]],
    );
    const found = await Promise.all(tables.map(({ name }) => pool.query(`select row::text from ${name} as row`)));
    return found.flatMap(({ rows }) => rows);
  } finally {
    await pool.end();
  }
}

describe.skipIf('missing' in started)('enqueue, worker and status on PostgreSQL', () => {
  const postgres = started as TestDatabase;
  let schemas = 0;
  let schema = '';
  let folder = '';
  let path = '';
  let simulators: Simulators;
  let server: SimulatorServer;
  beforeEach(async () => {
    schema = `cli_test_${process.pid}_${++schemas}`;
    folder = await mkdtemp(join(tmpdir(), 'leadwire-enqueue-'));
    path = join(folder, 'leads.csv');
    const rows = Array.from(
      { length: 20 },
      (_, index) => `Lead ${index},+9198765432${10 + index},l${index}@example.com`,
    );
    await writeFile(path, ['Name,Mobile,Email', ...rows, 'Nobody,12,', ''].join('\n'));
    simulators = createSimulators({ seed: 7 });
    server = await simulators.listen();
  });
  afterEach(async () => {
    await server.close();
    await simulators.close();
    await rm(folder, { recursive: true });
  });
  afterAll(() => postgres.stop());

  const queue = () => ['--database-url', postgres.connectionString, '--schema', schema, '--json'];
  const enqueue = (...more: readonly string[]) =>
    runCommand(
      [
        'enqueue',
        path,
        '--to',
        'pulsecrm',
        '--skip-team-and-source',
        '--base-url',
        server.urls.pulsecrm,
        ...queue(),
        ...more,
      ],
      { env: ENV },
    );

  test('a file is handed over once, sent by a worker, and told by status', async () => {
    const first = await enqueue('--rejected', join(folder, 'rejected.csv'));
    expect([first.code, first.json.at(-1)]).toMatchObject([1, { rows: 21, enqueued: 20, known: 0, rejected: 1 }]);
    expect(await readFile(join(folder, 'rejected.csv'), 'utf8')).toContain('Nobody,12,');
    expect((await enqueue()).json.at(-1)).toMatchObject({ enqueued: 0, known: 20, rejected: 1 });
    expect(simulators.pulsecrm.leads.length).toBe(0);

    const worker = await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    expect(worker.code).toBe(0);
    expect(simulators.pulsecrm.leads.length).toBe(20);
    const { json } = await runCommand(['status', ...queue()]);
    expect(json).toMatchObject([
      { type: 'import', importId: expect.stringContaining('leads.csv'), open: 0, states: { confirmed: 20 } },
      { type: 'summary', imports: 1, confirmed: 20, open: 0, parked: 0 },
    ]);
  });

  test('a person of an earlier file is not handed over again, unless the import has its own name', async () => {
    await enqueue();
    await writeFile(path, 'Name,Mobile,Email\nLead 0,+919876543210,l0@example.com\n');
    expect((await enqueue()).json.at(-1)).toMatchObject({ enqueued: 0, known: 1 });
    expect((await enqueue('--import-id', 'june')).json.at(-1)).toMatchObject({ importId: 'june', enqueued: 1 });
  });

  test('two files under one import id are refused with the next step, and nothing is handed over', async () => {
    await enqueue('--import-id', 'june');
    await writeFile(path, 'Name,Mobile\nAnother,+919876543277\n');
    const { code, stderr } = await enqueue('--import-id', 'june');
    expect([code, stderr]).toEqual([2, expect.stringContaining('import june was made from another file')]);
    expect(stderr).toContain('Give this file another import id');
    expect((await runCommand(['status', ...queue()])).json.at(-1)).toMatchObject({ imports: 1, open: 20 });
  });

  test('--report has every row: handed over at first, and how far it is when it is run again', async () => {
    const report = join(folder, 'report.csv');
    const rows = async () => (await readFile(report, 'utf8')).split('\n').filter((line) => line.includes('Lead 1,'));
    await enqueue('--report', report);
    expect(await rows()).toEqual([expect.stringMatching(/open.*handed to the workers/)]);
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    await rm(report);
    await enqueue('--report', report);
    expect(await rows()).toEqual([expect.stringMatching(/created.*in the ledger already/)]);
    expect((await readFile(report, 'utf8')).trim().split('\n').length).toBe(22);
  });

  test('--on-existing update hands over changed details of a lead that was sent before', async () => {
    await enqueue('--import-id', 'june');
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    const changed = join(folder, 'changed.csv');
    await writeFile(changed, 'Name,Mobile,Email\nNew Name,+919876543210,l0@example.com\n');
    path = changed;
    expect((await enqueue('--on-existing', 'keep')).json.at(-1)).toMatchObject({ enqueued: 1 });
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    await writeFile(changed, 'Name,Mobile,Email\nNewer Name,+919876543210,l0@example.com\n');
    expect((await enqueue()).json.at(-1)).toMatchObject({ enqueued: 0, known: 1 });
    expect((await enqueue('--on-existing', 'update')).json.at(-1)).toMatchObject({ enqueued: 1, known: 0 });
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    const names = [...simulators.pulsecrm.leads].map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    expect(names).toContain('Newer Name');
    expect(names).not.toContain('New Name');
  });

  test('parked leads of a queue are shown, resolved by their row, and sent by a worker when they are not there', async () => {
    simulators.fail({ provider: 'pulsecrm', operation: 'leads.create', fault: 'cut-before', times: 20 });
    await enqueue('--import-id', 'june');
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    const parked = await runCommand(['parked', 'june', ...queue()]);
    expect(parked.json.at(-1)).toMatchObject({ parked: 20 });
    expect(parked.stdout).not.toContain('9876543210');
    const found = await runCommand(['resolve', 'june', '2-5', '--not-there', ...queue()]);
    expect([found.code, found.json.length]).toEqual([0, 4]);
    expect((await runCommand(['resolve', 'june', '6', '--arrived', '4711', ...queue()])).code).toBe(0);
    expect((await runCommand(['resolve', 'may', 'all', '--ignore', ...queue()])).stderr).toContain('No parked lead');
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    expect((await runCommand(['status', ...queue()])).json.at(-1)).toMatchObject({ confirmed: 5, parked: 15, open: 0 });
    expect(simulators.pulsecrm.leads.length).toBe(4);
  });

  test('doubts stop it as they stop an import, with the flag spelled out', async () => {
    path = fixture('optout.csv');
    const imported = await runCommand(
      ['import', path, '--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm],
      { env: ENV },
    );
    const enqueued = await enqueue();
    expect(imported.code).toBe(2);
    expect([enqueued.code, enqueued.stderr]).toEqual([imported.code, imported.stderr]);
  });

  test('forget erases one person from the ledger and the queue of a database, and a worker sends the others', async () => {
    await enqueue();
    const { code, json } = await runCommand(['forget', '+91 98765 43213', ...queue()]);
    expect([code, json.at(-1)]).toEqual([0, { type: 'summary', ledgers: 1, rows: 1 }]);
    const stored = JSON.stringify(await everyRowOf(postgres, schema));
    expect(stored).toContain('9876543214');
    expect(stored).not.toContain('9876543213');
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    expect(simulators.pulsecrm.leads.all().map(({ phone }) => phone)).not.toContain('+919876543213');
    expect(simulators.pulsecrm.leads.length).toBe(19);
  });

  test('a person who was sent and forgotten is in no table, and is not sent by the same file again', async () => {
    await enqueue();
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    await runCommand(['forget', '98765 43213', '--country', 'IN', ...queue()]);
    expect(JSON.stringify(await everyRowOf(postgres, schema))).not.toContain('9876543213');
    await enqueue();
    await runCommand(['worker', '--drain', '--rate', 'off', ...queue()], { env: ENV });
    expect(simulators.pulsecrm.leads.length).toBe(20);
  });

  test('forget in a schema without a lead is refused: it may be a mistyped one', async () => {
    const { code, stderr } = await runCommand(['forget', '+919876543213', ...queue()]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Check --database-url and --schema')]);
  });

  test.each([
    ['no database', [], /The database is missing[\s\S]*--database-url postgres:/],
    ['a wrong address', ['--database-url', 'mysql://x'], /not the address of a PostgreSQL/],
    ['a server that is not there', ['--database-url', 'postgres://a:b@127.0.0.1:1/c'], /host and port/],
  ])('%s is a sentence with the next step for all three commands', async (_, flags, words) => {
    for (const command of [
      ['enqueue', path, '--to', 'topcalls', '--list-id', LIST],
      ['worker'],
      ...(flags.length > 0 ? [['status']] : []),
    ]) {
      const { code, stderr } = await runCommand([...command, ...flags], { env: ENV });
      expect(stderr).toMatch(words);
      expect(code).toBeGreaterThanOrEqual(2);
    }
  });

  test('a worker without the credentials of a destination says so, and its leads wait', async () => {
    await enqueue();
    const running = runCommand(['worker', ...queue()], { signal: AbortSignal.abort() });
    const { code, json, stderr } = await running;
    expect([code, stderr]).toEqual([0, '']);
    expect(json).toContainEqual(
      expect.objectContaining({ type: 'target.missing', message: expect.stringContaining('PULSECRM') }),
    );
    expect((await runCommand(['status', ...queue()])).json.at(-1)).toMatchObject({ open: 20 });
  });
});
