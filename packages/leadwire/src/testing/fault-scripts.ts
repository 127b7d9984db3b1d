import type { Lead } from '@leadwire/core';
import fc from 'fast-check';
import type { FakeFault } from './fake-target.ts';

/** Twelve people; every fifth has notes, and so goes by itself where the others go in bulk. */
export const LEADS: readonly Lead[] = Array.from({ length: 12 }, (_, index) => ({
  phone: `+1415555${String(index).padStart(4, '0')}`,
  name: `Lead ${index}`,
  ...(index % 5 === 4 && { notes: 'not in bulk' }),
}));

/** What goes wrong with the first requests, one after the other; no more with those that come later. */
export const faultScripts = (maxLength: number): fc.Arbitrary<(FakeFault | undefined)[]> =>
  fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(undefined) },
      {
        weight: 3,
        arbitrary: fc.constantFrom<FakeFault>(
          'down',
          'slow-down',
          'lose-before',
          'lose-after',
          'hang-before',
          'hang-after',
          'key',
        ),
      },
    ),
    { minLength: 5, maxLength, size: 'max' },
  );
