import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullJitterMs } from './backoff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait is random × min(capMs, baseMs · 2^n): never below 0, never at or above its ceiling', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 20 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 1, max: 600_000 }),
      chance,
      (retry, baseMs, capMs, random) => {
        const waitMs = fullJitterMs(retry, { baseMs, capMs }, () => random);
        expect(waitMs).toBe(Math.floor(random * Math.min(capMs, baseMs * 2 ** retry)));
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(Math.min(capMs, baseMs * 2 ** retry));
      },
    ),
  );
});

test('arithmetic saturates: no retry, however late, waits longer than the cap or for no number at all', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 1, max: 1e300, noNaN: true }), chance, (retry, baseMs, random) => {
      const waitMs = fullJitterMs(retry, { baseMs, capMs: 8_000 }, () => random);
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThan(8_000);
    }),
  );
});

test('the ceilings double from 500 ms to 8 s', () => {
  const ceilings = [0, 1, 2, 3, 4, 5, 6].map((retry) => fullJitterMs(retry, { baseMs: 500, capMs: 8_000 }, () => 1));
  expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});
