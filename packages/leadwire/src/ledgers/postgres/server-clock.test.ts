import { expect, test } from 'vitest';
import { aheadMs } from './server-clock.ts';

const between = { before: 1_000_000, after: 1_000_300 };

test.each([
  ['at the same time', 1_000_100, 0],
  ['a moment away, which may be the network', 999_100, 0],
  ['ten minutes ahead', 1_600_300, 600_000],
  ['ten minutes behind', 400_000, -600_000],
])('a server that says it is %s', (_, server, ahead) => {
  expect(aheadMs(server, between)).toBe(ahead);
});
