import fc from 'fast-check';
import { type CountryCode, type PhoneNumber, parsePhoneNumberWithError } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/max/metadata';
import { expect, test } from 'vitest';
import { isReady, openText, rowsOf } from './testing.ts';

const REGIONS = Object.keys(examples) as CountryCode[];
const exampleOf = (region: CountryCode): PhoneNumber => parsePhoneNumberWithError(examples[region], region, metadata);

/** Ten ways in which a spreadsheet may hold a number, whatever the country of the file. */
const ABROAD: readonly ((number: PhoneNumber) => string)[] = [
  (number) => number.number,
  (number) => number.formatInternational(),
  (number) => `'${number.number}`,
  (number) => `="${number.number}"`,
  (number) => `p:${number.number}`,
  (number) => number.format('RFC3966'),
  (number) => `${number.formatInternational()} - after 6 pm`,
  (number) => number.number.slice(1),
  (number) => `${number.number.slice(1)}.0`,
  (number) => number.formatInternational().slice(1),
];
/** And in its own country. */
const AT_HOME: readonly ((number: PhoneNumber) => string)[] = [
  ...ABROAD,
  (number) => number.formatNational(),
  (number) => number.formatNational().replace(/\D/g, ''),
];

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

async function misread(rows: readonly (readonly [text: string, meant: string])[], country: string): Promise<string[]> {
  const text = `Name,Order Number,Phone\n${rows.map(([phone], row) => `A,${9_812_345_000 + row},${cell(phone)}`).join('\n')}\n`;
  const read = await rowsOf(await openText(text, { country, map: ['phone=Phone'] }));
  return read.flatMap((row, index) => {
    const [written, meant] = rows[index] ?? ['', ''];
    return isReady(row) && row.lead.phone !== meant ? [`${written} in ${country}: ${row.lead.phone} for ${meant}`] : [];
  });
}

test('no row is read to a number that is not the one meant, with the plus or without it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...REGIONS),
      fc.array(fc.tuple(fc.constantFrom(...REGIONS), fc.nat(ABROAD.length - 1)), { minLength: 5, maxLength: 20 }),
      fc.nat(AT_HOME.length - 1),
      async (home, foreign, spelling) => {
        const own = exampleOf(home);
        const rows = [
          [AT_HOME[spelling]?.(own) ?? '', own.number] as const,
          ...foreign.map(([region, way]) => {
            const number = exampleOf(region);
            return [ABROAD[way]?.(number) ?? '', number.number] as const;
          }),
        ];
        expect(await misread(rows, home)).toEqual([]);
      },
    ),
    { numRuns: 300, seed: 20_261_130 },
  );
});

test('a cell with two numbers is never one of them', async () => {
  for (const region of REGIONS) {
    const number = exampleOf(region);
    for (const between of [' ::: ', ' / ', ', ', '; ', ' or ', '\n']) {
      const text = `Name,Phone\nA,${cell(`${number.formatInternational()}${between}${number.formatInternational().slice(0, -1)}7`)}\n`;
      expect((await rowsOf(await openText(text)))[0]?.kind, `${region} ${between}`).toBe('rejected');
    }
  }
});
