import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, leadsByPhone, type Simulators, type SimulatorsOptions, urlOf } from '@leadwire/simulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROVIDERS } from '../providers.ts';
import { type EndedImport, type RunningImport, startImport } from './import-command.ts';
import { COLUMNS, readCsv, type StormRow, stormRows, toCsv } from './import-rows.ts';
import { emailsOf, IMPORT_WAYS, type ImportWay, stormOptions, wayOf } from './import-ways.ts';

const ROWS = Number(process.env.LEADWIRE_STORM_ROWS ?? 20_000);
/** So long a run may work, from its first request on: counted from its start, a busy machine would never let it get past start-up. */
const WORK_MS = 500;
/** Enough for the slowest machine to come to its end, and few enough to come to one. */
const MOST_KILLS = 120;
const MOST_MS = 110_000;
/** So long a new lead stays out of the vendor's lists: shorter than the slack with which two clocks are compared. */
const LAG_MS = 2_000;
/** Runs that are let to their end, where one leaves rows for the next. */
const MOST_ENDS = 5;

interface Line {
  readonly type: string;
  readonly row: number;
  readonly outcome: string;
  readonly reason?: string;
}

/** What a storm leaves behind. */
interface Aftermath {
  readonly rows: readonly StormRow[];
  readonly kills: number;
  /** Requests that met a fault. */
  readonly faults: number;
  readonly requests: number;
  /** Those of one more run over what is done. */
  readonly sendsOfOneMore: number;
  readonly last: EndedImport;
  readonly lines: readonly Line[];
  readonly report: readonly (readonly string[])[];
  /** Leads by the digits of their phones, and leads in all. */
  readonly there: ReadonlyMap<string, number>;
  readonly leads: number;
  /** Addresses of the leads that are there. */
  readonly emails: ReadonlySet<string>;
  readonly dropped: number;
}

/** The same kills at the same moments on each run of the suite, as far as the machine lets them be. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Kills a run half a second into its work. One in four is killed at any moment of its first two seconds instead, so that start-up,
 * reading, going over what is done, and the end are met too.
 */
async function killInTime(run: RunningImport, simulators: Simulators, chance: () => number): Promise<EndedImport> {
  const anywhere = chance() < 0.25 ? chance() * 2_000 : undefined;
  const startedAt = performance.now();
  const requestsBefore = simulators.requests.length;
  let workedFrom: number | undefined;
  const watch = setInterval(() => {
    const now = performance.now();
    if (simulators.requests.length > requestsBefore) workedFrom ??= now;
    const isTime =
      anywhere === undefined ? workedFrom !== undefined && now - workedFrom >= WORK_MS : now - startedAt >= anywhere;
    if (isTime) run.kill();
  }, 5);
  try {
    return await run.ended;
  } finally {
    clearInterval(watch);
  }
}

const linesOf = ({ stdout }: EndedImport): Line[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ type }) => type === 'row');

/** Something that the next run settles. */
const isUnsettled = ({ mayPark }: ImportWay, lines: readonly Line[]): boolean =>
  lines.some(({ outcome }) => outcome === 'open' || (outcome === 'parked' && !mayPark));

interface StormOptions {
  readonly rows?: number;
  readonly mostKills?: number;
  /** Called after each kill, with the path of the ledger. */
  readonly onKill?: (ledger: string) => void;
}

/** The vendor's clock is five minutes off, its lists lag and show the national form, and some of its answers prove nothing. */
function killOptions(way: ImportWay, seed: number): SimulatorsOptions {
  const { faultMix = [], ...options } = stormOptions(way, seed);
  return {
    ...options,
    faultMix: [...faultMix, 'no-id', 'empty-204'],
    vendorClockOffsetMs: seed % 2 === 0 ? 300_000 : -300_000,
    searchLagMs: LAG_MS,
    listedPhones: 'national',
  };
}

async function storm(
  way: ImportWay,
  folder: string,
  { rows: count = ROWS, mostKills = MOST_KILLS, onKill }: StormOptions = {},
): Promise<Aftermath> {
  const seed = 11 + IMPORT_WAYS.indexOf(way);
  const chance = createChance(seed);
  const simulators = createSimulators(killOptions(way, seed));
  const server = await simulators.listen(0);
  const rows = stormRows(count, { notes: way.isBulk });
  const [file, ledger, report] = ['leads.csv', 'ledger', 'report.csv'].map((name) => join(folder, way.to + name));
  writeFileSync(file as string, toCsv(rows));
  const args = [file, '--to', way.to, '--country', 'US', '--rate', 'off', '--ledger', ledger, '--report', report];
  const start = () =>
    startImport([...(args as string[]), '--base-url', urlOf(server.urls, way.to), ...way.flags], {
      ...way.env,
      XDG_STATE_HOME: folder,
    });
  try {
    const until = performance.now() + MOST_MS;
    let kills = 0;
    let last: EndedImport | undefined;
    while (kills < mostKills && performance.now() < until) {
      last = await killInTime(start(), simulators, chance);
      if (last.code !== undefined) break;
      kills++;
      onKill?.(ledger as string);
    }
    for (let ends = 0; ends < MOST_ENDS; ends++) {
      if (last?.code !== undefined && !isUnsettled(way, linesOf(last))) break;
      last = await start().ended;
    }
    if (last?.code === undefined) throw new Error('a run was killed that this test did not kill');
    const requests = simulators.requests.length;
    const sends = sendsTo(way, simulators);
    // What was parked because the list did not show it yet is looked up once more.
    await simulators.clock.advance(LAG_MS);
    const again = await start().ended;
    if (again.code !== last.code) throw new Error(`run once more, it ended with ${again.code} instead of ${last.code}`);
    const written = readFileSync(report as string, 'utf8');
    const leads = await leadsByPhone(simulators, way.provider);
    const there = new Map([...leads].map(([phone, each]) => [phone, each.length]));
    return {
      rows,
      kills,
      faults: simulators.requests.filter(({ fault }) => fault !== undefined).length,
      requests,
      sendsOfOneMore: sendsTo(way, simulators) - sends,
      last: again,
      lines: linesOf(again),
      report: readCsv(written.replace(/^\uFEFF/, '')),
      there,
      emails: emailsOf([...leads.values()].flat()),
      leads: [...there.values()].reduce((sum, count) => sum + count, 0),
      dropped: (simulators[way.provider] as { readonly dropped?: readonly unknown[] }).dropped?.length ?? 0,
    };
  } finally {
    await server.close();
    await simulators.close();
  }
}

/** Requests that may change a lead; a run looks parked rows up once more, which sends nothing. */
function sendsTo({ provider }: ImportWay, { requests }: Simulators): number {
  const operations: Readonly<Record<string, { readonly effect: string }>> = PROVIDERS[provider].generated.operations;
  return requests.filter(({ operationId = '' }) => operations[operationId]?.effect !== 'read').length;
}

const tally = (values: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-kill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(IMPORT_WAYS)('an import into $to under a storm of kill -9', (way) => {
  let after: Aftermath;
  let outcomes: ReadonlyMap<number, string>;

  beforeAll(async () => {
    const startedAt = performance.now();
    after = await storm(way, folder);
    outcomes = new Map(after.lines.map(({ row, outcome }) => [row, outcome]));
    const { kills, faults, requests, sendsOfOneMore, leads, lines, last } = after;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const told = { kills, requests, faults, sendsOfOneMore, leads, code: last.code, seconds };
    console.log(way.to, JSON.stringify({ ...told, ...tally(lines.map(({ outcome }) => outcome)) }));
    const why = lines.filter(({ outcome }) => outcome === 'rejected' || outcome === 'parked');
    console.log(way.to, tally(why.map(({ outcome, reason }) => `${outcome}: ${reason}`)));
  });

  test('it was killed, met faults, and came to its end', () => {
    expect(after.kills).toBeGreaterThan(2);
    expect(after.faults).toBeGreaterThan(after.requests / 40);
    expect(after.last.code, after.last.stderr).toBe(1); // some phones are none
  });

  test('no lead is there twice', () => {
    expect([...after.there].filter(([, count]) => count > 1)).toEqual([]);
  });

  test('every row is on the report exactly once, with the cells that it came with', () => {
    const [header, ...records] = after.report;
    expect(header).toEqual(['row', 'outcome', 'id', 'reason', 'phone_used', ...COLUMNS]);
    const byRow = records.map(([row, , , , , ...cells]) => ({ row: Number(row), cells }));
    byRow.sort((one, other) => one.row - other.row);
    expect(byRow).toEqual(after.rows.map(({ row, cells }) => ({ row, cells })));
    expect(new Map(records.map(([row, outcome]) => [Number(row), outcome]))).toEqual(outcomes);
  });

  test('nothing is lost: what is said to be there is there, and what is said not to be is not', () => {
    const wrong = after.rows.filter(({ row, digits, again, cells: [, , email] }) => {
      const outcome = outcomes.get(row) ?? 'missing';
      if (digits === undefined) return outcome !== 'rejected';
      if (again) return outcome !== 'duplicate';
      if (outcome === 'parked') return !way.mayPark;
      // Only because the provider has another person with this e-mail address.
      if (outcome === 'rejected') return after.there.has(digits) || !after.emails.has(email);
      return !way.arrived.includes(outcome) || after.there.get(digits) !== 1;
    });
    expect(wrong.map(({ row }) => ({ row, outcome: outcomes.get(row) })).slice(0, 20)).toEqual([]);
  });

  test('nothing is there that was not in the file', () => {
    const known = new Set(after.rows.map(({ digits }) => digits));
    expect([...after.there.keys()].filter((digits) => !known.has(digits))).toEqual([]);
    expect(after.dropped).toBe(0);
  });

  test('parked is only what cannot be known: a response was lost, and the lead is not there', () => {
    const parked = after.rows.filter(({ row }) => outcomes.get(row) === 'parked');
    // Each lost response, and each kill with its fifty requests under way, leaves at most one each.
    expect(parked.length).toBeLessThanOrEqual(way.mayPark ? after.faults + after.kills * 50 : 0);
    expect(parked.filter(({ digits = '' }) => after.there.has(digits))).toEqual([]);
  });

  test('run once more, it sends nothing', () => expect(after.sendsOfOneMore).toBe(0));
});

test('without its ledger an import makes leads twice, so the storm would notice', async () => {
  const way = wayOf('unguarded');
  const forget = (ledger: string) => {
    for (const end of ['', '-wal', '-shm', '.runs']) rmSync(ledger + end, { force: true }); // with the record of runs alone it would refuse
  };
  const own = mkdtempSync(join(folder, 'forgetful-'));
  const { there, kills } = await storm(way, own, { rows: 3_000, mostKills: 3, onKill: forget });
  console.log('without its ledger', JSON.stringify({ kills, twice: [...there.values()].filter((n) => n > 1).length }));
  expect(Math.max(...there.values())).toBeGreaterThan(1);
});
