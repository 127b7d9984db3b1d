import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { parse } from 'csv-parse/sync';
import { fileLedger } from 'leadwire/file-ledger';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from '../../testing.ts';

/** Bytes that there is room for. */
const disk = vi.hoisted(() => ({ ledger: Number.POSITIVE_INFINITY, report: Number.POSITIVE_INFINITY }));

vi.mock('leadwire/file-ledger', async (original) => {
  const actual = await original<typeof import('leadwire/file-ledger')>();
  const limited: typeof actual.fileLedger = (path, options) =>
    actual.fileLedger(path, {
      ...options,
      maxBytes: disk.ledger === Number.POSITIVE_INFINITY ? undefined : disk.ledger,
    });
  return { ...actual, fileLedger: limited };
});

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const open: typeof actual.open = async (path, flags, mode) => {
    const file = await actual.open(path, flags, mode);
    const append = file.appendFile.bind(file);
    let room = disk.report;
    return Object.assign(file, {
      async appendFile(chunk: Buffer): Promise<void> {
        room -= chunk.length;
        if (room >= 0) return append(chunk);
        const full = { code: 'ENOSPC', syscall: 'write' };
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), full);
      },
    });
  };
  return { ...actual, open };
});

const ENV = { TOPCALLS_API_KEY: 'key', PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
const LIST = '11111111-1111-4111-8111-111111111111';
const ROWS = 300;
const phoneOf = (index: number): string => `+9198765${43_210 + index}`;

let folder = '';
let path = '';
let report = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-full-disk-'));
  path = join(folder, 'leads.csv');
  report = join(folder, 'out.csv');
  const rows = Array.from({ length: ROWS }, (_, index) => `Lead ${index} ${'x'.repeat(400)},${phoneOf(index)}`);
  await writeFile(path, ['Name,Mobile', ...rows, ''].join('\n'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  disk.ledger = Number.POSITIVE_INFINITY;
  disk.report = Number.POSITIVE_INFINITY;
  await simulators.close();
  await rm(folder, { recursive: true });
});

const WAYS = {
  'one by one': {
    to: () => ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm],
    arrived: () => simulators.pulsecrm.leads.all().map(({ phone }) => phone),
  },
  'in bulk': {
    to: () => ['--to', 'topcalls', '--list-id', LIST, '--base-url', server.urls.topcalls],
    arrived: () => simulators.topcalls.leads.all().map((lead) => lead.phone_number),
  },
} as const;

const importIt = (way: keyof typeof WAYS) =>
  runCommand(
    [
      'import',
      path,
      ...WAYS[way].to(),
      '--rate',
      'off',
      '--concurrency',
      '10',
      '--report',
      report,
      '--ledger',
      `${path}.leadwire`,
      '--json',
    ],
    { env: ENV },
  );

/** Phones as digits: each provider writes them in its own way. */
const digits = (phones: readonly unknown[]) => phones.map((phone) => String(phone).replace(/\D/g, '')).toSorted();
const ALL = digits(Array.from({ length: ROWS }, (_, index) => phoneOf(index)));

async function writtenDown(): Promise<number> {
  const ledger = fileLedger(`${path}.leadwire`, { readOnly: true });
  const { sent, confirmed } = await ledger.counts();
  await ledger.close();
  return sent + confirmed;
}

async function reported(): Promise<string[]> {
  const rows = parse<{ row: string }>(await readFile(report), { columns: true, bom: true });
  return rows.map(({ row }) => row).toSorted((a, b) => Number(a) - Number(b));
}
const EVERY_ROW = Array.from({ length: ROWS }, (_, index) => String(index + 2));

test.each(['one by one', 'in bulk'] as const)(
  'a disk that the ledger fills stops a run %s with exit code 3, nothing sent unrecorded; with room it ends with each row once',
  async (way) => {
    const { arrived } = WAYS[way];
    let stops = 0;
    for (let pages = 16; ; pages += 8) {
      disk.ledger = pages * 4_096;
      const { code, stderr, json } = await importIt(way);
      if (code === 0) {
        expect(json.at(-1)).toMatchObject({ type: 'summary', rows: ROWS, rejected: 0, parked: 0 });
        break;
      }
      stops++;
      expect(code).toBe(3);
      expect(stderr).toContain(`The ledger ${path}.leadwire cannot grow: the disk is full`);
      expect(stderr).toContain('Free disk space, then run it again: nothing was sent unrecorded.');
      expect(json.find(({ type }) => type === 'error')).toMatchObject({ kind: 'misconfigured', code: 'ledger-full' });
      expect(await writtenDown()).toBeGreaterThanOrEqual(arrived().length);
    }
    expect(stops).toBeGreaterThan(1);
    expect(digits(arrived())).toEqual(ALL);
    expect(await reported()).toEqual(EVERY_ROW);
  },
);

test.each([
  ['from the start', 0],
  ['half-way', 80_000],
])(
  'a disk that the report fills %s stops a run with exit code 3; with room it ends with each row once',
  async (_, room) => {
    disk.report = room;
    const { code, stderr, json } = await importIt('one by one');
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`--report ${report} cannot be written: the disk is full.`),
    ]);
    expect(stderr).toContain('Make room or name another file with --report, and run it again');
    expect(json.at(-1)).toMatchObject({ type: 'summary' });
    const before = WAYS['one by one'].arrived().length;
    expect(await writtenDown()).toBe(before);
    disk.report = Number.POSITIVE_INFINITY;
    const again = await importIt('one by one');
    expect([again.code, again.json.at(-1)]).toEqual([0, expect.objectContaining({ rows: ROWS, created: ROWS })]);
    expect(digits(WAYS['one by one'].arrived())).toEqual(ALL);
    expect(await reported()).toEqual(EVERY_ROW);
  },
);

test('a run that a full report stopped does not say that the report is whole', async () => {
  disk.report = 80_000;
  const { stdout } = await runCommand(
    ['import', path, ...WAYS['one by one'].to(), '--rate', 'off', '--report', report],
    { env: ENV },
  );
  expect(stdout).toContain('Run the command again to resume');
  expect(stdout).not.toContain(report);
});
