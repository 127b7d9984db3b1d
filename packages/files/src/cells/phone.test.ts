import { expect, test } from 'vitest';
import { openText, outcomesOf } from '../testing.ts';

const dialled = async (cell: string, country = 'IN') =>
  outcomesOf(await openText(`Name,Phone\nAsha,"${cell}"\n`, { country }));

test.each(['9876543210 (wrong number)', 'old: 9876543210', '9876543210 - not in use', '9876543210 no longer valid'])(
  'a number that is marked as not the person’s is refused: %s',
  async (cell) => {
    expect(await dialled(cell)).toEqual(['not-a-number']);
  },
);

test.each([
  ['0171 1234567 falsche Nummer', 'DE'],
  ['06 12 34 56 78 (mauvais numéro)', 'FR'],
  ['912 345 678 número errado', 'PT'],
  ['9876543210 गलत नंबर', 'IN'],
])('also in another language: %s', async (cell, country) => {
  expect(await dialled(cell, country)).toEqual(['not-a-number']);
});

test.each(['9876543210 do not call', '9876543210 (DND)'])(
  'a number beside "do not call" is not called: %s',
  async (cell) => {
    expect(await dialled(cell)).toEqual(['do-not-call']);
  },
);

test.each(['9876543210 Old Delhi', '9876543210 - 18 Uhr', '9876543210 (call after 6)', 'Mobile: 9876543210'])(
  'another remark changes nothing: %s',
  async (cell) => {
    expect(await dialled(cell)).toEqual(['+919876543210']);
  },
);
