import { expect, test } from 'vitest';
import { readPage, readResults, tableOf } from './table.ts';

test('the documentation shows the last measurement of the peers, as it is', () => {
  expect(readPage()).toContain(tableOf(readResults()));
});

test('a client is shown beside the bare fetch of its run', () => {
  const results = [
    { name: 'bare fetch', wallUs: 10, cpuUs: 10, bytes: 5_000 },
    { name: 'leadwire', wallUs: 30, cpuUs: 35, bytes: 12_500 },
  ];
  expect(tableOf(results).split('\n').at(-1)).toBe('| leadwire | 3.5 | 12,500 | 2.5 |');
});
