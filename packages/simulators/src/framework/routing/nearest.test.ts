import { expect, test } from 'vitest';
import { distance, nearest } from './nearest.ts';

test.each([
  ['', '', 0],
  ['lead', 'leads', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('from %j to %j are %i steps', (a, b, steps) => {
  expect([distance(a, b), distance(b, a)]).toEqual([steps, steps]);
});

test('the names most like a wrong one come first, those that hold it before all', () => {
  const names = ['429', '500', 'cut-before', 'cut-after-commit', 'stall-body'];
  expect(nearest('cut', names, 2)).toBe('cut-before, cut-after-commit');
  expect(nearest('cut_before', names, 1)).toBe('cut-before');
  expect(nearest('501', ['429', '500', '500'])).toBe('500, 429');
});
