import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger, LedgerEntry } from '@leadwire/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withoutRights } from '../../testing/without-rights.ts';
import { fileLedger } from './file-ledger.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-file-reader-'));
  path = join(folder, 'leads.ledger');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const entry = (key: string): LedgerEntry => ({ provider: 'p', account: 'a', key, fingerprint: 'f' });
const claim = async (ledger: Ledger, ...keys: string[]) => {
  await ledger.claim(keys.map(entry), { now: 1, leaseMs: 1_000_000 });
};
const keysIn = async (ledger: Ledger): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of ledger.list()) keys.push(key);
  return keys;
};
const read = () => fileLedger(path, { readOnly: true });
/** All that is in the folder, byte for byte. */
const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]);

/** The files as they are when their writer is killed at this moment. */
function leaveBehind(...endings: string[]): void {
  const crashed = join(folder, 'crashed.ledger');
  for (const ending of endings) copyFileSync(`${path}${ending}`, `${crashed}${ending}`);
  path = crashed;
}

test('a ledger that no process writes is read, and no file is made beside it', async () => {
  const ledger = fileLedger(path);
  await claim(ledger, 'a', 'b');
  await ledger.close();
  const before = contents();
  const reader = read();
  expect(await keysIn(reader)).toEqual(['a', 'b']);
  expect((await reader.counts()).leased).toBe(2);
  expect((await reader.get(entry('b')))?.state).toBe('leased');
  expect(contents()).toEqual(before);
  await reader.close();
  expect(contents()).toEqual(before);
});

test('what a writer has committed is seen at once, while it works', async () => {
  const ledger = fileLedger(path);
  await claim(ledger, 'a');
  const files = readdirSync(folder);
  const reader = read();
  expect(await keysIn(reader)).toEqual(['a']);
  await claim(ledger, 'b');
  expect((await reader.counts()).leased).toBe(2);
  expect(readdirSync(folder)).toEqual(files);
  await ledger.close();
  expect((await reader.counts()).leased).toBe(2);
  await reader.close();
});

test('a writer that comes and goes is followed by a reader that was there before', async () => {
  const first = fileLedger(path);
  await claim(first, 'a');
  await first.close();
  const reader = read();
  const keys = reader.list()[Symbol.asyncIterator]();
  expect((await keys.next()).value?.key).toBe('a');
  const second = fileLedger(path);
  await claim(second, 'b');
  await second.close();
  expect((await keys.next()).value?.key).toBe('b');
  expect((await reader.get(entry('b')))?.state).toBe('leased');
  await reader.close();
});

test.each([
  ['with its index', ['', '-wal', '-shm']],
  ['without its index', ['', '-wal']],
])('what a writer had committed when it was killed is seen, %s, and left as it is', async (_, endings) => {
  const ledger = fileLedger(path);
  await claim(ledger, 'a', 'b');
  leaveBehind(...endings);
  await ledger.close();
  const before = contents();
  const reader = read();
  expect(await keysIn(reader)).toEqual(['a', 'b']);
  expect(contents()).toEqual(before);
  const next = fileLedger(path); // is not kept out, though this very process reads
  await claim(next, 'c');
  expect(await keysIn(reader)).toEqual(['a', 'b', 'c']);
  await next.close();
  expect(await keysIn(reader)).toEqual(['a', 'b', 'c']);
  await reader.close();
});

test.each([
  ['ended', []],
  ['was killed', ['', '-wal', '-shm']],
  ['was killed and its index lost', ['', '-wal']],
])('who may not write there can read, where the writer %s', async (_, endings) => {
  const ledger = fileLedger(path);
  await claim(ledger, 'a');
  if (endings.length > 0) leaveBehind(...endings);
  await ledger.close();
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  const before = contents();
  const reader = withoutRights(read);
  expect((await withoutRights(() => reader.get(entry('a'))))?.state).toBe('leased');
  expect((await withoutRights(() => reader.counts())).leased).toBe(1);
  await withoutRights(() => reader.close());
  expect(contents()).toEqual(before);
});

test('a copy that is read is nowhere to be seen, and another one is taken when the ledger is another', async () => {
  const ledger = fileLedger(path);
  await claim(ledger, 'a');
  const live = path;
  leaveBehind('', '-wal');
  const crashed = path;
  const room = join(folder, 'room');
  mkdirSync(room);
  vi.stubEnv('TMPDIR', room);
  const reader = read();
  expect(await keysIn(reader)).toEqual(['a']);
  if (process.platform !== 'win32') expect(readdirSync(room)).toEqual([]);
  await claim(ledger, 'b');
  for (const ending of ['', '-wal']) copyFileSync(`${live}${ending}`, `${crashed}${ending}`);
  expect(await keysIn(reader)).toEqual(['a', 'b']);
  await reader.close();
  expect(readdirSync(room)).toEqual([]);
  vi.unstubAllEnvs();
  await ledger.close();
});

test('where a ledger must be copied to be read, and cannot be, the folder is named that does not take it', async () => {
  const ledger = fileLedger(path);
  await claim(ledger, 'a');
  leaveBehind('', '-wal');
  await ledger.close();
  vi.stubEnv('TMPDIR', join(folder, 'not there'));
  expect(read).toThrow(
    expect.objectContaining({
      kind: 'misconfigured',
      code: 'ledger-failed',
      message: `The ledger ${path} must be copied to be read, and ${join(folder, 'not there')} does not take it: ENOENT`,
      hint: expect.stringContaining('TMPDIR'),
    }),
  );
  vi.unstubAllEnvs();
});

test('a writer and its journal are found through a link, too', async () => {
  const link = join(folder, 'link');
  symlinkSync(path, link);
  const ledger = fileLedger(path);
  await claim(ledger, 'a');
  const reader = fileLedger(link, { readOnly: true });
  expect(await keysIn(reader)).toEqual(['a']);
  await reader.close();
  await ledger.close();
  rmSync(path);
  expect(() => fileLedger(link, { readOnly: true })).toThrow(`There is no ledger ${link}`);
});

test('a reader writes nothing', async () => {
  await fileLedger(path).close();
  const reader = read();
  const refusal = { kind: 'misconfigured', code: 'ledger-read-only', hint: 'Open it without readOnly.' };
  await expect(reader.claim([entry('a')], { now: 1, leaseMs: 1 })).rejects.toMatchObject(refusal);
  await expect(reader.markSent([], 1)).rejects.toMatchObject(refusal);
  await expect(reader.complete([], 1)).rejects.toMatchObject(refusal);
  await expect(reader.release([], 1)).rejects.toMatchObject(refusal);
  await expect(reader.prune(1)).rejects.toMatchObject(refusal);
  await reader.close();
});
