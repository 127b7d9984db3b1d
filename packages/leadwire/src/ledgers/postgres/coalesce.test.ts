import { expect, test } from 'vitest';
import { coalesced } from './coalesce.ts';

test('calls that come while one is under way are made together, each with its own answers', async () => {
  const batches: number[][] = [];
  const double = coalesced(async (items: readonly number[]) => {
    batches.push([...items]);
    await Promise.resolve();
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([double([1]), double([2, 3]), double([]), double([4])])).toEqual([[2], [4, 6], [], [8]]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('a batch has its limits', async () => {
  const sizes: number[] = [];
  const echo = coalesced(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  }, 3);
  await Promise.all([echo([1]), echo([2, 3]), echo([4, 5]), echo([6, 7, 8, 9])]);
  expect(sizes).toEqual([1, 2, 2, 4]);
});

test('a failure is told to all of its batch, and ends nothing else', async () => {
  const check = coalesced(async (items: readonly number[]) => {
    if (items.includes(0)) throw new Error('no');
    return items;
  });
  const all = await Promise.allSettled([check([1]), check([0]), check([2])]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await check([3])).toEqual([3]);
});
