import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isLeadwireError, type LedgerEntry, type LedgerRow } from '@leadwire/core';
import { describeLedger } from '@leadwire/testing';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { COUNTS_OF_0_1, expectLedgerOf01 } from '../../testing/ledger-of-0-1.ts';
import { fileLedger } from './file-ledger.ts';
import { isMountPoint } from './path.ts';
import { MIGRATIONS, markOf, migrate } from './schema.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'leadwire-file-ledger-'));

describeLedger(
  'fileLedger',
  async () => {
    const folder = newFolder();
    const path = join(folder, 'leads.ledger');
    return {
      ledger: fileLedger(path),
      again: async () => fileLedger(path),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
  { runs: 40 },
);

describe('fileLedger, as a file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = newFolder();
    path = join(folder, 'leads.ledger');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const entry = (key: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
    provider: 'p',
    account: 'a',
    key,
    fingerprint: 'f',
    dedupeKey: `person-${key}`,
    payload: '{"name":"Wilhelmina Featherstonehaugh"}',
    ...more,
  });
  const lease = async (ledger: ReturnType<typeof fileLedger>, one: LedgerEntry, now = 1): Promise<LedgerRow> => {
    const [found] = await ledger.claim([one], { now, leaseMs: 1_000_000 });
    if (found === undefined) throw new Error('no claim');
    expect(found.kind).toBe('leased');
    return found.row;
  };
  const failureOf = (open: () => unknown): Error => {
    try {
      open();
    } catch (error) {
      return error as Error;
    }
    throw new Error('it did not fail');
  };

  test('opening a file twice in one process shares it, until the last handle is closed', async () => {
    const first = fileLedger(path);
    const second = fileLedger(path);
    await first.claim([entry('a')], { now: 1, leaseMs: 100 });
    await first.close();
    await first.close();
    expect((await second.counts()).leased).toBe(1);
    await second.close();
    await expect(second.counts()).rejects.toThrow();
    await fileLedger(path).close();
  });

  test('a ledger with a second hard link is refused, for its lock would be beside one name only', async () => {
    await fileLedger(path).close();
    linkSync(path, `${path}.other`);
    for (const name of [path, `${path}.other`]) {
      const failure = failureOf(() => fileLedger(name));
      expect(isLeadwireError(failure) && [failure.kind, failure.code]).toEqual(['misconfigured', 'ledger-linked']);
    }
    unlinkSync(`${path}.other`);
    await fileLedger(path).close();
  });

  test('a ledger that is mounted as a single file is told apart by the table of mounts', () => {
    writeFileSync(path, '');
    const mountInfo = (point: string) => `36 35 98:0 /leads ${point} rw,noatime shared:1 - ext4 /dev/sda rw`;
    expect(isMountPoint(path, mountInfo(realpathSync(path)))).toBe(true);
    expect(isMountPoint(path, mountInfo(dirname(realpathSync(path))))).toBe(false);
  });

  test('a ledger that was renamed while it is open takes no more writes, and nothing is sent', async () => {
    const ledger = fileLedger(path);
    await ledger.claim([entry('a')], { now: 1, leaseMs: 100 });
    renameSync(path, `${path}.moved`);
    await expect(ledger.claim([entry('b')], { now: 1, leaseMs: 100 })).rejects.toMatchObject({ code: 'ledger-moved' });
    await ledger.close();
  });

  test('a ledger that was renamed while another process writes it is refused under its new name', async () => {
    const script = `
      import { fileLedger } from ${JSON.stringify(new URL('./file-ledger.ts', import.meta.url).href)};
      fileLedger(${JSON.stringify(path)});
      console.log('open');
      setInterval(() => undefined, 1_000);`;
    const child = spawn(process.execPath, ['--conditions=leadwire-source', '--input-type=module', '-e', script]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const exit = once(child, 'exit');
    await Promise.race([
      once(child.stdout, 'data'),
      exit.then(([code]) => Promise.reject(new Error(`the writer ended with ${code}`))),
    ]);
    renameSync(path, `${path}.moved`);
    const failure = failureOf(() => fileLedger(`${path}.moved`));
    expect(isLeadwireError(failure) && failure.code).toBe('ledger-in-use');
    expect(failure.message).toContain(`process ${child.pid} on ${hostname()}`);
    child.kill('SIGKILL');
    await exit;
    await fileLedger(`${path}.moved`).close();
  });

  test('a copy of the main file alone holds what was committed a moment ago', async () => {
    const ledger = fileLedger(path);
    await ledger.claim([entry('a')], { now: 1, leaseMs: 100 });
    await vi.waitFor(async () => {
      copyFileSync(path, `${path}.copy`);
      const copy = fileLedger(`${path}.copy`, { readOnly: true });
      expect((await copy.counts()).leased).toBe(1);
      await copy.close();
    }, 100_000);
    await ledger.close();
  });

  test('a ledger file of leadwire 0.1 opens, and no lead of it is sent as new', async () => {
    copyFileSync(new URL('../../fixtures/ledger-0.1.sqlite', import.meta.url), path);
    const ledger = fileLedger(path);
    expect(await ledger.counts()).toEqual(COUNTS_OF_0_1);
    await expectLedgerOf01(ledger);
    await ledger.close();
  });

  test('a refusal names the writer in another process, whose lock ends with it, however it dies', async () => {
    const program = `
      import { fileLedger } from ${JSON.stringify(new URL('./file-ledger.ts', import.meta.url).href)};
      const ledger = fileLedger(${JSON.stringify(path)});
      const claims = await ledger.claim(['sent', 'leased'].map((key) => ({ provider: 'p', account: 'a', key, fingerprint: 'f' })), { now: 1, leaseMs: 1e9 });
      await ledger.markSent([claims[0].row], 2);
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--conditions=leadwire-source', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exit = once(child, 'exit');
    await Promise.race([
      once(child.stdout, 'data'),
      exit.then(([code]) => Promise.reject(new Error(`the writer ended with ${code}`))),
    ]);
    expect(failureOf(() => fileLedger(path)).message).toContain(`process ${child.pid} on ${hostname()}`);
    child.kill('SIGKILL');
    await exit;
    const ledger = fileLedger(path);
    const claims = await ledger.claim([entry('sent', { payload: undefined }), entry('leased')], {
      now: 3,
      leaseMs: 1_000,
    });
    // Its leases end with it: no writer waits for a process that is gone.
    expect(claims.map(({ kind, row }) => [kind, row.unknowns])).toEqual([
      ['sent-before', 1],
      ['leased', 0],
    ]);
    await ledger.close();
  });

  test.each([1, 2])(
    'a file of version %i is brought up to date, its rows found by key and by person',
    async (version) => {
      const file = join(folder, 'old.ledger');
      const old = new DatabaseSync(file);
      migrate(old, file, MIGRATIONS.slice(0, version));
      old.exec(`insert into place values (7, 'p', 'a');
      insert into effect (place, key, fingerprint, subject, state, fence, attempts, unknowns, updated_at) values
        (7, 'old', 'f', 'jane', 'confirmed', 1, 1, 0, 5), (7, 'lw1_john', 'f', '', 'confirmed', 1, 1, 0, 5)`);
      old.close();
      const bytes = readFileSync(file);
      const earlier = fileLedger(file, { readOnly: true });
      expect(await earlier.get(entry('old'))).toMatchObject({ state: 'confirmed', dedupeKey: 'jane' });
      expect((await earlier.counts()).confirmed).toBe(2);
      await earlier.close();
      expect(readFileSync(file).equals(bytes)).toBe(true); // a reader leaves it as it is
      const ledger = fileLedger(file);
      const claims = await ledger.claim(
        [
          entry('old', { dedupeKey: 'jane' }),
          entry('lw1_john', { dedupeKey: 'john' }),
          entry('new', { dedupeKey: 'jane' }),
          entry('own', { dedupeKey: 'john' }),
        ],
        { now: 1, leaseMs: 100 },
      );
      expect(claims.map(({ kind, row }) => [kind, row.key])).toEqual([
        ['done', 'old'],
        ['done', 'lw1_john'],
        ['duplicate', 'old'],
        ['duplicate', 'lw1_john'],
      ]);
      await ledger.close();
      const reader = fileLedger(file, { readOnly: true });
      expect((await reader.counts()).confirmed).toBe(2);
      await reader.close();
    },
  );

  test('two keys that share a mark in the index are two leads', async () => {
    const ledger = fileLedger(path);
    const [one, other] = ['costarring', 'liquid'] as const;
    expect(markOf(one)).toBe(markOf(other));
    await ledger.complete(
      [{ row: await lease(ledger, entry(one)), completion: { state: 'confirmed', outcome: 'created' } }],
      2,
    );
    await lease(ledger, entry(other));
    const claims = await ledger.claim([entry(one), entry(other)], { now: 3, leaseMs: 1_000 });
    expect(claims.map(({ kind, row }) => [kind, row.key])).toEqual([
      ['done', one],
      ['busy', other],
    ]);
    await ledger.close();
  });

  test('keys land anywhere in their index, and yet few pages are written for them', async () => {
    const ledger = fileLedger(path);
    const reader = keepJournal(path);
    const framesOf = async (from: number) => {
      const before = walFrames(path);
      for (let at = from; at < from + 2_000; at += 500) {
        const keys = Array.from({ length: 500 }, (_, index) => hash('sha256', `lead ${at + index}`, 'base64url'));
        const entries = keys.map((dedupeKey) => entry(`lw1_${dedupeKey}`, { dedupeKey }));
        const rows = (await ledger.claim(entries, { now: 1, leaseMs: 1_000 })).map(({ row }) => row);
        await ledger.markSent(rows, 2);
        await ledger.complete(
          rows.map((row) => ({ row, completion: { state: 'confirmed', outcome: 'created' } })),
          3,
        );
      }
      return walFrames(path) - before;
    };
    const first = await framesOf(0);
    for (let from = 2_000; from < 10_000; from += 2_000) await framesOf(from);
    expect(await framesOf(10_000)).toBeLessThan(first * 2); // an index of whole keys: more than three times as many
    reader.close();
    await ledger.close();
  });

  test('a file of a later version, or of another program, is refused and left alone', () => {
    const later = join(folder, 'later');
    const database = new DatabaseSync(later);
    migrate(database, later);
    database.exec('pragma user_version = 99');
    database.close();
    expect(failureOf(() => fileLedger(later)).message).toMatch(/later leadwire \(version 99/);
    const foreign = join(folder, 'foreign');
    const other = new DatabaseSync(foreign);
    other.exec('create table customers (name text)');
    other.close();
    const before = readFileSync(foreign);
    expect(failureOf(() => fileLedger(foreign)).message).toMatch(/another program/);
    expect(readFileSync(foreign).equals(before)).toBe(true);
  });

  test('a full disk stops a run before anything is sent unrecorded, and what was stored stays', async () => {
    const ledger = fileLedger(path, { maxBytes: 80_000 });
    const long = 'x'.repeat(2_000);
    const rows: LedgerRow[] = [];
    const failure = await (async () => {
      for (let index = 0; ; index++) rows.push(await lease(ledger, entry(`key-${index}`, { payload: long })));
    })().catch((error: unknown) => error);
    expect(isLeadwireError(failure) && failure.code).toBe('ledger-full');
    expect(rows.length).toBeGreaterThan(10);
    expect((await ledger.counts()).leased).toBe(rows.length);
    await ledger.close();
    const again = fileLedger(path);
    expect((await again.counts()).ready).toBe(rows.length);
    await again.close();
  });

  test('when the disk is full, the intent fails for all leads that are written together', async () => {
    const ledger = fileLedger(path);
    const row = await lease(ledger, entry('a'));
    await ledger.close();
    const full = fileLedger(path, { maxBytes: 1 }); // no more than it has
    const mine = await lease(full, entry('a'));
    expect(mine.fencingToken).toBeGreaterThan(row.fencingToken);
    const grown = full.claim([entry('b', { payload: 'x'.repeat(50_000) })], { now: 1, leaseMs: 1_000 });
    const marked = full.markSent([mine], 2);
    await expect(grown).rejects.toMatchObject({ code: 'ledger-full' });
    await expect(marked).rejects.toMatchObject({ code: 'ledger-full' });
    expect((await full.get(entry('a')))?.state).toBe('leased');
    await full.close();
  });

  test('a prune that is refused takes nothing else with it', async () => {
    const ledger = fileLedger(path);
    await ledger.complete(
      [{ row: await lease(ledger, entry('done')), completion: { state: 'confirmed', outcome: 'created' } }],
      2,
    );
    const row = await lease(ledger, entry('a'));
    const [pruned, marked] = await Promise.allSettled([ledger.prune(9), ledger.markSent([row], 3)]);
    expect(pruned).toMatchObject({ status: 'rejected', reason: { code: 'unfinished-rows' } });
    expect(marked).toEqual({ status: 'fulfilled', value: [true] });
    expect(await ledger.counts()).toMatchObject({ confirmed: 1, sent: 1 });
    await ledger.close();
  });

  test('personal data is gone from the file once a lead is confirmed', async () => {
    const ledger = fileLedger(path);
    const rows = await ledger.claim(
      Array.from({ length: 50 }, (_, index) => entry(`key-${index}`)),
      { now: 1, leaseMs: 1_000 },
    );
    await ledger.complete(
      rows.map(({ row }) => ({ row, completion: { state: 'confirmed' as const, outcome: 'created' as const } })),
      2,
    );
    await ledger.close();
    expect(readFileSync(path).includes('Wilhelmina')).toBe(false);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('the file, its lock and its journal can be read by their owner only', async () => {
    const ledger = fileLedger(path);
    await ledger.claim([entry('a')], { now: 0, leaseMs: 1 });
    for (const ending of ['', '.lock', '-wal', '-shm']) expect(statSync(`${path}${ending}`).mode & 0o777).toBe(0o600);
    await ledger.close();
  });

  test('a forgotten person leaves the file and its journal at once, while the ledger stays open', async () => {
    const ledger = fileLedger(path);
    const [claim] = await ledger.claim([entry('a', { payload: '{"phone":"+14155552671"}' })], { now: 0, leaseMs: 1 });
    await ledger.complete(
      [{ row: claim?.row as LedgerRow, completion: { state: 'rejected', outcome: 'rejected' } }],
      1,
    );
    expect(readFileSync(`${path}-wal`).includes('14155552671')).toBe(true);
    expect(await ledger.forget('+14155552671', 2)).toBe(1);
    for (const ending of ['', '-wal']) expect(readFileSync(`${path}${ending}`).includes('14155552671')).toBe(false);
    await ledger.close();
  });

  test('maxBytes of 0 is refused instead of being taken for the smallest file', () => {
    expect(() => fileLedger(path, { maxBytes: 0 })).toThrow(/maxBytes must be a finite number of at least 1/);
  });

  test('a file ledger commits once what is asked for at once, and waits for the disk only where it must', async () => {
    const ledger = fileLedger(path);
    const reader = keepJournal(path);
    const before = walFrames(path);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => ledger.claim([entry(`key-${index}`)], { now: 1, leaseMs: 1_000 })),
    );
    const together = walFrames(path) - before;
    for (let index = 50; index < 100; index++) await ledger.claim([entry(`key-${index}`)], { now: 1, leaseMs: 1_000 });
    const apart = walFrames(path) - before - together;
    expect(together).toBeLessThan(apart / 5);
    reader.close();
    await ledger.close();
  });
});

/** A reader of an old snapshot: no checkpoint starts the journal again, so that its size counts all frames. */
function keepJournal(path: string): DatabaseSync {
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from sqlite_master').get();
  return reader;
}

const walFrames = (path: string): number => Math.floor((statSync(`${path}-wal`).size - 32) / (4_096 + 24));
