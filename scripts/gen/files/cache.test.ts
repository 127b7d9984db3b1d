import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CacheOptions, readCache, writeCache } from './cache.ts';

let folder: string;
let spec: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-gen-cache-'));
  spec = join(folder, 'spec.yaml');
  writeFileSync(spec, 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = new Map([['types.ts', 'export {};\n']]);
const cacheOf = (more: Partial<CacheOptions> = {}): CacheOptions => ({
  folder: join(folder, 'cache'),
  name: 'topcalls',
  from: folder,
  salt: 'generator 1',
  ...more,
});

test('a spec that has not changed is found in the cache, by the same generator only', async () => {
  await writeCache(cacheOf(), [spec], files);
  expect(await readCache(cacheOf())).toEqual(files);
  expect(await readCache(cacheOf({ salt: 'generator 2' }))).toBeUndefined();
  expect(await readCache(cacheOf({ name: 'telecrm' }))).toBeUndefined();
});

test('a spec of which one file has changed or gone is not found in the cache', async () => {
  await writeCache(cacheOf(), [spec], files);
  writeFileSync(spec, 'two');
  expect(await readCache(cacheOf())).toBeUndefined();
  rmSync(spec);
  expect(await readCache(cacheOf())).toBeUndefined();
});

test('the cache forgets the oldest entries of a spec, and not those of another', async () => {
  const cache = join(folder, 'cache');
  await writeCache(cacheOf({ name: 'topcalls-eu' }), [spec], files);
  for (const hour of [1, 2, 3, 4, 5, 6]) {
    writeFileSync(spec, `text ${hour}`);
    const before = new Set(readdirSync(folder).includes('cache') ? readdirSync(cache) : []);
    await writeCache(cacheOf(), [spec], files);
    const added = readdirSync(cache).find((file) => !before.has(file)) ?? '';
    utimesSync(join(cache, added), new Date(hour * 3_600_000), new Date(hour * 3_600_000));
  }
  const left = readdirSync(cache);
  expect(left.filter((file) => file.startsWith('topcalls-eu-'))).toHaveLength(1);
  expect(left).toHaveLength(5);
  expect(await readCache(cacheOf())).toEqual(files);
});

test('a cache that cannot be written costs time only', async () => {
  const file = join(folder, 'not-a-folder');
  writeFileSync(file, '');
  await writeCache(cacheOf({ folder: file }), [spec], files);
  expect(await readCache(cacheOf({ folder: file }))).toBeUndefined();
});
