import { filledText, filledTexts, phoneText } from '../cells/cell.ts';
import { type CountryReader, isCallingCode } from '../cells/country.ts';
import type { PhoneReader } from '../cells/phone.ts';
import type { Sample } from '../columns/choose-contact.ts';
import { guessCountryColumn } from '../columns/country-column.ts';
import { findColumn, flag, lookUpColumn, shortName } from '../columns/find-column.ts';
import type { Why } from '../opened-file.ts';
import type { Doubt, ReadOptions } from '../options.ts';

export interface CountryChoice {
  readonly index: number | undefined;
  readonly why: Why | undefined;
  readonly doubt: Doubt | undefined;
}

interface Given {
  readonly sample: Sample;
  readonly phoneColumns: readonly number[];
  readonly readCountry: CountryReader;
  readonly taken: ReadonlySet<number>;
  readonly readPhone: PhoneReader;
}

const NONE: CountryChoice = { index: undefined, why: undefined, doubt: undefined };

/** The column that says of which country the phone of each row is; asked about where it contradicts the country that was given. */
export function chooseCountryColumn(
  given: Given,
  { country, countryColumn }: ReadOptions,
  known: string | undefined,
): CountryChoice {
  const { header } = given.sample;
  if (countryColumn === '') return NONE;
  if (countryColumn !== undefined) return { index: findColumn(header, countryColumn), why: 'told', doubt: undefined };
  const profiled = known === undefined ? undefined : lookUpColumn(header, known);
  const index = profiled ?? guessCountryColumn(header, given.taken);
  if (index === undefined || !holdsCountries(given, index)) return besideThePhone(given, country);
  const why = profiled === undefined ? 'name' : 'profile';
  return { index, why, doubt: country === undefined ? undefined : contradiction(given, index, country) };
}

/** A column of `+91` and `+1`, whatever its name: the nearest to the phone, which it stands in front of. */
function besideThePhone(given: Given, country: string | undefined): CountryChoice {
  const { phoneColumns, sample, taken } = given;
  const [phone = 0] = phoneColumns;
  const near = sample.header
    .map((_, index) => index)
    .filter((index) => !taken.has(index))
    .sort((one, other) => distance(one, phone) - distance(other, phone));
  const found = near.find((index) => holdsCallingCodes(given, index));
  if (found !== undefined) return { index: found, why: 'cells', doubt: undefined };
  const index = near.find((each) => completesPhones(given, each));
  if (index === undefined || isReadAlike(given, index, country)) return NONE;
  return { index, why: 'cells', doubt: doubtOfCodes(sample.header[index] ?? '') };
}

/** Codes and phones of the rows that have both, the phones without a sign of their country. */
const pairsOf = (
  { sample: { rows }, phoneColumns: [phone = 0] }: Given,
  index: number,
): (readonly [string, string])[] =>
  rows
    .map((cells) => [filledText(cells[index]), phoneText(cells[phone])] as const)
    .filter(([code, written]) => code !== '' && /^[1-9]/.test(written));

const together = ([code, written]: readonly [string, string]): string => `+${code}${written.replace(/\D/g, '')}`;

/** `1` beside `4155552671`, `44` beside `7911123456`: with the code in front nearly every phone is a number that exists. */
function completesPhones(given: Given, index: number): boolean {
  const pairs = pairsOf(given, index);
  const isAllCodes = pairs.every(([code]) => /^[1-9]\d{0,2}$/.test(code) && given.readCountry(code) !== undefined);
  const whole = pairs.filter((pair) => {
    const read = given.readPhone(together(pair), undefined);
    return typeof read === 'object' && read.valid;
  });
  return pairs.length > 0 && isAllCodes && whole.length >= pairs.length * 0.8;
}

/** The phones are the same numbers without the codes. */
const isReadAlike = (given: Given, index: number, country: string | undefined): boolean =>
  pairsOf(given, index).every((pair) => {
    const read = given.readPhone(pair[1], country);
    return typeof read === 'object' && read.e164 === together(pair);
  });

/** Digits may be anything, so a person decides whether they are codes. */
const doubtOfCodes = (name: string): Doubt => ({
  kind: 'country',
  columns: [name],
  question: `With the digits of column "${shortName(name)}" in front, the phones are numbers that exist. Are they the calling codes of their countries?`,
  stopsPipe: true,
  answers: [
    { label: 'yes', flag: flag('--country-column', name), options: { countryColumn: name } },
    { label: 'no', flag: '--country-column ""', options: { countryColumn: '' } },
  ],
});

const distance = (index: number, phone: number): number => Math.abs(index - phone + 0.5);

/** All with a plus sign, without which they may be any number. */
function holdsCallingCodes({ sample: { rows }, readCountry }: Given, index: number): boolean {
  const filled = filledTexts(rows, index);
  return filled.length > 0 && filled.every((text) => /^\+\d{1,4}$/.test(text) && readCountry(text) !== undefined);
}

function holdsCountries({ sample: { rows }, readCountry }: Given, index: number): boolean {
  const filled = filledTexts(rows, index);
  return filled.length > 0 && filled.filter((text) => readCountry(text) !== undefined).length >= filled.length * 0.8;
}

/** A calling code stands there for the phone. A country may be where the person lives, and counts only for phones that do not say theirs. */
function contradiction(
  { sample, phoneColumns, readCountry }: Given,
  index: number,
  country: string,
): Doubt | undefined {
  const name = sample.header[index] ?? '';
  const others = sample.rows.filter((cells) => {
    const text = filledText(cells[index]);
    if (text === '' || isCallingCode(text) || readCountry(text) === country) return false;
    return phoneColumns.some((column) => /^\d/.test(phoneText(cells[column])));
  });
  if (others.length === 0) return undefined;
  return {
    kind: 'country',
    columns: [name],
    question: `Column "${shortName(name)}" names other countries than ${country} for phones that are written without +. Are those phones of the country in their row?`,
    stopsPipe: true,
    answers: [
      { label: 'of the country in their row', flag: flag('--country-column', name), options: { countryColumn: name } },
      { label: `all of ${country}`, flag: `--country-column ""`, options: { countryColumn: '' } },
    ],
  };
}
