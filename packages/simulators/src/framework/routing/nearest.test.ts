import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('the names most like a wrong one come first, and those that contain it before all', () => {
  const names = ['429', '500', 'cut-before', 'cut-after-commit', 'stall-body'];
  expect(nearest('cut', names, 2)).toBe('cut-before, cut-after-commit');
  expect(nearest('cut_before', names, 1)).toBe('cut-before');
  expect(nearest('501', ['429', '500', '500'])).toBe('500, 429');
});
