import { expect, test } from 'vitest';
import { nightRegions } from './read-ahead.ts';

test('it is night in a region where it is before 8 or after 21 for some of its people', () => {
  const regions = new Map([
    ['IN', 3],
    ['DE', 1],
  ]);
  expect(nightRegions(regions, Date.parse('2026-05-04T18:00:00Z'))).toEqual(['IN']);
  expect(nightRegions(regions, Date.parse('2026-05-04T08:00:00Z'))).toEqual([]);
});
