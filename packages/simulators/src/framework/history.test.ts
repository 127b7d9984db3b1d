import { expect, test } from 'vitest';
import { createHistory } from './history.ts';

test('the newest entries stay, a tenth more at most, and all are counted', () => {
  const history = createHistory<number>(100);
  for (let number = 0; number < 1_000; number += 1) {
    expect(history.add(number)).toBe(number);
    expect(history.kept.length).toBeLessThanOrEqual(110);
    expect(history.kept.length).toBeGreaterThanOrEqual(Math.min(number + 1, 100));
    expect(history.kept.at(-1)).toBe(number);
  }
  expect(history.count).toBe(1_000);
});

test('an entry is found by its number as long as it is kept', () => {
  const history = createHistory<string>(2);
  for (const entry of ['a', 'b', 'c', 'd']) history.add(entry);
  expect([0, 1, 2, 3, 4].map((number) => history.at(number))).toEqual([undefined, undefined, 'c', 'd', undefined]);
  history.reset();
  expect([history.count, history.kept, history.at(3)]).toEqual([0, [], undefined]);
});
