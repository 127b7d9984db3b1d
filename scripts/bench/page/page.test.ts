import { expect, test } from 'vitest';
import { figuresOf } from './figures.ts';
import { benchmarksPage } from './page.ts';
import { readPage, readResults } from './results.ts';

const client = { perSecondAt50: 2_000, msOneAtATime: 0.5 };
const peers = [
  { name: 'bare fetch', cpuUs: 10, bytes: 5_000, ...client },
  { name: 'stripe', cpuUs: 70, bytes: 25_000, ...client, bundleKiB: 32.04, coldImportMs: 275 },
  {
    name: 'leadwire',
    cpuUs: 35,
    bytes: 12_500,
    perSecondAt50: 1_800,
    msOneAtATime: 0.55,
    bundleKiB: 27.96,
    coldImportMs: 120,
  },
];

const figure = (what: string, results: Parameters<typeof figuresOf>[0]) =>
  figuresOf(results).find((one) => one.what.startsWith(what));

test('the page of the documentation is what the commands measured last, to the last digit', () => {
  expect(readPage()).toBe(benchmarksPage(readResults()));
});

test('a wrong number in the page is noticed', () => {
  const results = readResults();
  const [bare, ...others] = results.peers ?? [];
  expect(bare).toBeDefined();
  const wrong = { ...results, peers: [bare, ...others.map((peer) => ({ ...peer, bytes: peer.bytes * 2 }))] };
  expect(benchmarksPage(wrong as typeof results)).not.toBe(readPage());
});

test('a client is shown beside the bare fetch of its run, and what was not measured of it by a dash', () => {
  expect(benchmarksPage({ peers })).toContain('| leadwire | 3.5 | 12,500 | 2.5 | 0.90 | 1.10 | 28.0 | 120 | – |');
});

test('a goal stands beside its figure and its peers', () => {
  expect(figure('one call in a bundle', { peers })).toEqual({
    what: 'one call in a bundle, gzip, without phone metadata',
    goal: 'at most 28 KiB',
    leadwire: '28.0 KiB',
    peers: 'stripe 32.0 KiB, openai (Stainless) not measured',
  });
});

test('a create is compared with light openapi-fetch and libphonenumber-js of its own run', () => {
  const calls = [
    { name: 'create, light openapi-fetch + libphonenumber-js', wallUs: 40, bytes: 9_000 },
    { name: 'create, openapi-fetch', wallUs: 60, bytes: 16_000 },
    { name: 'create, leadwire', wallUs: 50, bytes: 12_000 },
  ];
  expect(figure('a create', { calls })).toMatchObject({
    leadwire: '1.25 ×',
    peers: 'openapi-fetch without a phone 1.50 ×',
  });
});

test('an import is compared with the bare loop of its own run', () => {
  const files = [
    { name: 'CSV, leadwire import in bulk (topcalls)', rows: 1, perSecond: 6_000, perCpuSecond: 1 },
    { name: 'bare fetch, 50 at once (autocalls)', rows: 1, perSecond: 1_500, perCpuSecond: 1 },
  ];
  expect(figure('import in bulk', { files })).toMatchObject({ leadwire: '4.0 ×', peers: 'bare loop 1,500 rows/s' });
});

test('what was not measured says so', () => {
  expect(figuresOf({}).filter(({ leadwire }) => leadwire !== 'not measured')).toEqual([]);
});
