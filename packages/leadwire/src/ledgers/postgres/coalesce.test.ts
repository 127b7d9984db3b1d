import { expect, test } from 'vitest';
import { coalesced } from './coalesce.ts';

test('calls of one turn run together, and so do those that come while they are in flight, each with its own results', async () => {
  const batches: number[][] = [];
  const double: (items: readonly number[]) => Promise<number[]> = coalesced(async (items: readonly number[]) => {
    batches.push([...items]);
    if (batches.length === 1) later = [double([5]), double([6])];
    return items.map((item) => item * 2);
  });
  let later: Promise<number[]>[] = [];
  expect(await Promise.all([double([1]), double([2, 3]), double([]), double([4])])).toEqual([[2], [4, 6], [], [8]]);
  expect(await Promise.all(later)).toEqual([[10], [12]]);
  expect(batches).toEqual([
    [1, 2, 3, 4],
    [5, 6],
  ]);
});

test('a batch has its limits', async () => {
  const sizes: number[] = [];
  const echo = coalesced(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  }, 3);
  await Promise.all([echo([1]), echo([2, 3]), echo([4, 5]), echo([6, 7, 8, 9])]);
  expect(sizes).toEqual([3, 2, 4]);
});

test('a failure is told to all of its batch, and ends nothing else', async () => {
  const check = coalesced(async (items: readonly number[]) => {
    if (items.includes(0)) throw new Error('no');
    return items;
  });
  const all = await Promise.allSettled([check([1]), check([0])]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await check([3])).toEqual([3]);
});
