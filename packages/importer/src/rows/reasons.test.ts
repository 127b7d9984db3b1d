import { expect, test } from 'vitest';
import { Reasons } from './reasons.ts';

test('rows are told in the order of the file, in whatever order they came', () => {
  const reasons = new Reasons();
  for (const row of [19, 3, 7]) reasons.add('x', 'is wrong', row);
  expect(reasons.lines('')).toEqual(['3  is wrong  (rows 3, 7, 19)']);
});
