import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCache, writeCache } from './cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-gen-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyOf = (digit: number) => String(digit).repeat(64);
const files = new Map([['types.ts', 'export {};\n']]);

/** Writes an entry that is so many hours old. */
async function remember(name: string, digit: number, hoursAgo: number): Promise<void> {
  await writeCache(folder, name, { key: keyOf(digit), files });
  const at = new Date(Date.UTC(2026, 0, 2) - hoursAgo * 3_600_000);
  utimesSync(join(folder, `${name}-${keyOf(digit)}.json`), at, at);
}

test('an entry is found again by its key', async () => {
  await remember('topcalls', 1, 0);
  expect(await readCache(folder, 'topcalls', keyOf(1))).toEqual(files);
  expect(await readCache(folder, 'topcalls', keyOf(2))).toBeUndefined();
  expect(await readCache(folder, 'telecrm', keyOf(1))).toBeUndefined();
});

test('the oldest entries of a spec are forgotten, those of others are not', async () => {
  await remember('topcalls-eu', 1, 99);
  for (const digit of [1, 2, 3, 4, 5, 6]) await remember('topcalls', digit, 10 - digit);
  const left = [3, 4, 5, 6].map((digit) => `topcalls-${keyOf(digit)}.json`);
  expect(readdirSync(folder).sort()).toEqual([...left, `topcalls-eu-${keyOf(1)}.json`]);
});

test('a cache that cannot be written stops nothing', async () => {
  const file = join(folder, 'no-folder');
  writeFileSync(file, '');
  await writeCache(file, 'topcalls', { key: keyOf(1), files });
  expect(await readCache(file, 'topcalls', keyOf(1))).toBeUndefined();
});
