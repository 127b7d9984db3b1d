import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leads } from '../testing/arbitraries.ts';
import { fullName, splitName } from './lead.ts';

const phone = '+14155552671';

describe('a name', () => {
  test.each([
    [{ name: 'Jane Doe' }, 'Jane Doe'],
    [{ firstName: 'Jane', lastName: 'Doe' }, 'Jane Doe'],
    [{ firstName: ' Jane ' }, 'Jane'],
    [{ lastName: 'Doe' }, 'Doe'],
    [{ name: ' ', firstName: 'Jane' }, 'Jane'],
    [{}, ''],
  ])('%j as one', (lead, name) => {
    expect(fullName({ phone, ...lead })).toBe(name);
  });

  test.each([
    [{ name: 'Jane Doe' }, { firstName: 'Jane', lastName: 'Doe' }],
    [{ name: 'Jane van der Berg' }, { firstName: 'Jane van der', lastName: 'Berg' }],
    [{ name: 'Jane' }, { firstName: 'Jane', lastName: '' }],
    [
      { firstName: 'Jane', name: 'Somebody Else' },
      { firstName: 'Jane', lastName: '' },
    ],
    [{}, { firstName: '', lastName: '' }],
  ])('%j in two parts', (lead, parts) => {
    expect(splitName({ phone, ...lead })).toEqual(parts);
  });

  test('loses no word on the way', () => {
    fc.assert(
      fc.property(leads(), (lead) => {
        const { firstName, lastName } = splitName({ ...lead, firstName: undefined, lastName: undefined });
        const words = (lead.name ?? '').trim().split(/\s+/).filter(Boolean);
        expect([firstName, lastName].join(' ').trim()).toBe(words.join(' '));
      }),
    );
  });
});
