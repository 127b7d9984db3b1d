import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryKeyOf } from './read-delivery.ts';

test('the parts stand in the key', () => {
  expect(deliveryKeyOf('vendor', 'call.completed', 123, 'completed')).toBe('vendor:call.completed:123:completed');
});

test('different parts never give the same key, whatever is in them', () => {
  const parts = fc.array(fc.string({ minLength: 1, unit: fc.constantFrom('a', ':', '%', '/', '3') }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(deliveryKeyOf(...a) === deliveryKeyOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 1_000 },
  );
});

test('without one of its parts there is no key: nothing may be folded', () => {
  for (const part of [undefined, null, '']) expect(deliveryKeyOf('vendor', part, 'completed')).toBeUndefined();
});

test('half a character does not throw', () => {
  expect(deliveryKeyOf('\ud800')).toBe('%EF%BF%BD');
});
