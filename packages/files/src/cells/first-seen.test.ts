import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FirstSeen } from './first-seen.ts';

test('remembers the first row of every number, as a Map does', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.integer({ min: 1, max: 999_999_999_999_999 }).chain((number) => fc.constantFrom(number, (number % 50) + 1)),
        { maxLength: 5000 },
      ),
      (numbers) => {
        const seen = new FirstSeen();
        const known = new Map<number, number>();
        numbers.forEach((number, row) => {
          expect(seen.see(`+${number}`, row)).toBe(known.get(number));
          if (!known.has(number)) known.set(number, row);
        });
      },
    ),
    { numRuns: 30 },
  );
});

test('numbers from all over the world, more than a byte of them apart', () => {
  const seen = new FirstSeen(2_000);
  const numbers = Array.from({ length: 5_000 }, (_, index) => `+${1_000_000_007 + index * 99_999_999_989}`);
  expect(numbers.map((number, row) => seen.see(number, row))).toEqual(numbers.map(() => undefined));
  expect(numbers.map((number) => seen.see(number, -1))).toEqual(numbers.map((_, row) => row));
});

test('two numbers that differ in their first digits only, or are longer than E.164 allows, are two', () => {
  const seen = new FirstSeen();
  const numbers = ['+4294967296', '+8589934592', '+12884901888', '+1234567890123456', '+1234567890123457'];
  numbers.forEach((number, row) => void expect(seen.see(number, row)).toBeUndefined());
  expect(numbers.map((number) => seen.see(number, -1))).toEqual([0, 1, 2, 3, 4]);
});
