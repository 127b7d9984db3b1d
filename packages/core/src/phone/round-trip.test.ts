import fc from 'fast-check';
import { type CountryCode, parsePhoneNumberWithError } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, test } from 'vitest';
import type { PhoneForm } from '../operation.ts';
import { isE164 } from './e164.ts';
import { parsePhoneWith } from './parse-phone.ts';
import { toWireForm } from './wire-form.ts';

const REGIONS = Object.keys(examples) as CountryCode[];
const FORMS: readonly PhoneForm[] = ['e164-lead', 'e164', 'digits', 'as-given'];

const example = (region: CountryCode) => parsePhoneNumberWithError(examples[region], region, metadata);

describe.each(FORMS)('as %s', (form) => {
  test("each region's example comes back as itself, or is not dialable", () => {
    for (const region of REGIONS) {
      const phone = parsePhoneWith(examples[region], metadata, { defaultCountry: region });
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

test('every way to write an example reads as the same number', () => {
  const writings = fc.record({
    region: fc.constantFrom(...REGIONS),
    format: fc.constantFrom('NATIONAL' as const, 'INTERNATIONAL' as const, 'E.164' as const, 'RFC3966' as const),
    separator: fc.constantFrom(' ', '-', '.', '\u00A0', '\u2011', '  '),
    around: fc.constantFrom(
      ['', ''],
      [' ', '\n'],
      ['p:', ''],
      ['Tel. ', ' (office)'],
      ['\u202A', '\u202C'],
      ['', ' ext. 7'],
    ),
  });
  fc.assert(
    fc.property(writings, ({ region, format, separator, around: [before, behind] }) => {
      const number = example(region);
      const text = `${before}${number.format(format).replaceAll(' ', separator)}${behind}`;
      const phone = parsePhoneWith(text, metadata, { defaultCountry: region });
      expect({ text, e164: phone.ok ? phone.value.e164 : phone.error.reason }).toEqual({ text, e164: number.number });
      expect(phone.ok && isE164(phone.value.e164)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('a number in E.164 reads as itself', () => {
  for (const region of REGIONS) {
    const { number } = example(region);
    expect(parsePhoneWith(number, metadata)).toMatchObject({ ok: true, value: { e164: number, valid: true } });
  }
});
