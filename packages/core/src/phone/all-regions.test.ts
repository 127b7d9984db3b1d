import { type CountryCode, getCountries, type PhoneNumber, parsePhoneNumberWithError } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, test } from 'vitest';
import type { PhoneForm } from '../operation.ts';
import { seededRandom } from '../testing/fake-clock.ts';
import { type ParsePhoneOptions, parsePhoneWith } from './parse-phone.ts';
import { isE164, toWireForm } from './wire-form.ts';

const REGIONS = Object.keys(examples) as CountryCode[];
const FORMS: readonly PhoneForm[] = ['e164-lead', 'e164', 'digits', 'as-given'];

const example = (region: CountryCode) => parsePhoneNumberWithError(examples[region], region, metadata);

function read(text: string, options: ParsePhoneOptions): string {
  const phone = parsePhoneWith(text, metadata, options);
  return phone.ok ? phone.value.e164 : phone.error.reason;
}

/** Ten ways to write a number in its own country. */
const spellingsAtHome = (number: PhoneNumber): readonly string[] => [
  number.number,
  number.formatInternational(),
  number.formatInternational().replaceAll(' ', '-'),
  number.format('RFC3966'),
  `Tel. ${number.formatInternational()} (office)`,
  `00${number.number.slice(1)}`,
  `${number.formatNational()} ext. 7`,
  number.formatNational(),
  number.formatNational().replaceAll(' ', '\u00A0'),
  number.formatNational().replace(/\D/g, ''),
];

test("each region's example in ten spellings is itself, or refused as ambiguous", () => {
  const faults: string[] = [];
  let refused = 0;
  for (const region of REGIONS) {
    const number = example(region);
    for (const text of spellingsAtHome(number)) {
      const got = read(text, { defaultCountry: region });
      if (got === 'ambiguous-number') refused++;
      else if (got !== number.number) faults.push(`${region} ${text}: ${got}`);
    }
  }
  expect(faults).toEqual([]);
  expect(refused / (REGIONS.length * 10)).toBeLessThan(0.01);
});

test('a number that lost its plus is never read as another one, whatever the default country', () => {
  const faults: string[] = [];
  const counts = { read: 0, refused: 0 };
  for (const region of REGIONS) {
    const number = example(region);
    for (const text of [number.number.slice(1), number.formatInternational().slice(1)]) {
      for (const defaultCountry of getCountries(metadata)) {
        const got = read(text, { defaultCountry });
        if (got === number.number) counts.read++;
        else if (got === 'ambiguous-number') counts.refused++;
        else faults.push(`${text} in ${defaultCountry}: ${got}`);
      }
    }
  }
  expect(faults).toEqual([]);
  expect(counts.refused / (counts.read + counts.refused)).toBeLessThan(0.05);
}, 120_000);

describe.each(FORMS)('as %s', (form) => {
  test("each region's example comes back as itself, or is not dialable", () => {
    for (const region of REGIONS) {
      const phone = parsePhoneWith(example(region).number, metadata);
      if (!phone.ok) throw new Error(`${region}: ${phone.error.reason}`);
      const { e164 } = phone.value;
      const wire = toWireForm(e164, form);
      if (wire.ok) {
        expect(parsePhoneWith(form === 'digits' ? `+${wire.value}` : wire.value, metadata)).toEqual(phone);
      } else {
        expect({ form, reason: wire.error.reason, short: e164.length < 10 }).toEqual({
          form: 'e164-lead',
          reason: 'not-dialable',
          short: true,
        });
      }
    }
  });
});

test('a number in E.164 reads as itself', () => {
  for (const region of REGIONS) {
    const { number } = example(region);
    expect(isE164(number)).toBe(true);
    expect(parsePhoneWith(number, metadata)).toMatchObject({ ok: true, value: { e164: number, valid: true } });
  }
});

/** The share of random mobiles in ten countries that are refused when they are written as digits alone, with the last eight digits drawn. */
function refusedShare(country: CountryCode, count: number): number {
  const random = seededRandom(7);
  let [valid, refused] = [0, 0];
  while (valid < count) {
    const { nationalNumber } = example(country);
    const drawn = Array.from(nationalNumber, (digit, at) =>
      at === 0 ? digit : String(Math.floor(random() * 10)),
    ).join('');
    const number = parsePhoneNumberWithError(drawn, country, metadata);
    if (number.getType() !== 'MOBILE' && number.getType() !== 'FIXED_LINE_OR_MOBILE') continue;
    valid++;
    const got = read(drawn, { defaultCountry: country });
    if (got === 'ambiguous-number') refused++;
    else expect(got).toBe(number.number);
  }
  return refused / count;
}

// German mobiles of 11 digits and Chinese ones begin with 1, as numbers of North America do: there a column needs its zeros, its + or digitsAlone.
test.each<[CountryCode, number]>([
  ['IN', 0.02],
  ['US', 0.05],
  ['BR', 0.05],
  ['GB', 0.05],
  ['FR', 0.05],
  ['ID', 0.05],
  ['AE', 0.05],
  ['SG', 0.01],
  ['AU', 0.05],
  ['DE', 0.6],
])('of the mobiles of %s written as digits alone at most a share of %d is refused', (country, most) => {
  expect(refusedShare(country, 300)).toBeLessThanOrEqual(most);
});
