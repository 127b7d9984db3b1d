import fc from 'fast-check';
import metadata from 'libphonenumber-js/max/metadata';
import { expect, test } from 'vitest';
import { firstDigits } from './first-digits.ts';
import { planRows } from './plan-row.ts';

const digitsOf = (source: string): string =>
  [...'0123456789'].filter((digit) => firstDigits(source) & (1 << Number(digit))).join('');

test.each([
  ['7\\d{8}', '7'],
  ['[2-57]\\d|8', '234578'],
  ['(?:1|[23]\\d|(?:4|5))0', '12345'],
  ['([457]\\d{6})$|1', '1457'],
  ['0?1', '0123456789'],
  ['(?:0|1)?2', '0123456789'],
  ['\\d', '0123456789'],
  ['', '0123456789'],
])('%s begins with %s', (source, digits) => {
  expect(digitsOf(source)).toBe(digits);
});

test('no expression of the metadata matches a text that begins with another digit', () => {
  const rows = Object.values(planRows(metadata)?.countries ?? {});
  const sources = rows.flatMap((row) => [
    row[2],
    row[10] || '',
    row[1] || '',
    ...(row[11] || []).map((type) => (type ? type[0] : '')),
  ]);
  for (const source of new Set(sources.filter(Boolean))) {
    for (const text of fc.sample(fc.stringMatching(new RegExp(`^(?:${source})$`)), { numRuns: 5, seed: 1 })) {
      expect({ source, text, begins: digitsOf(source).includes(text.charAt(0)) }).toEqual({
        source,
        text,
        begins: true,
      });
    }
  }
});
