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
