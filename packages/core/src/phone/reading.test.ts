import { readFileSync } from 'node:fs';
import max from 'libphonenumber-js/max/metadata';
import min from 'libphonenumber-js/min/metadata';
import mobile from 'libphonenumber-js/mobile/metadata';
import { describe, expect, test } from 'vitest';
import type { PhoneMetadata } from './metadata.ts';
import { type ParsePhoneOptions, parsePhoneWith } from './parse-phone.ts';

interface Options extends ParsePhoneOptions {
  readonly metadata?: PhoneMetadata;
}

function read(text: string, { metadata = max, ...options }: Options = {}): string {
  const phone = parsePhoneWith(text, metadata, options);
  return phone.ok ? phone.value.e164 : phone.error.reason;
}

const cases = readFileSync(new URL('phones.fixture.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',') as [text: string, country: string, expected: string]);

test.each(cases)('%j with default country %j is %s', (text, country, expected) => {
  const got = read(text, { defaultCountry: country === '' ? undefined : country });
  expect(expected.split(' or ')).toContain(got);
});

describe('a number that says what it is', () => {
  test.each([
    ['+6591234567', 'IN', '+6591234567', 'a plus sign'],
    ['006591234567', 'IN', '+6591234567', '00'],
    ['tel:+6591234567', 'IN', '+6591234567', 'a tel: URI with +'],
    ['tel:6591234567', 'IN', '+916591234567', 'a tel: URI without +'],
    ['06591234567', 'IN', '+916591234567', "the country's own trunk prefix"],
    ['65 (0) 9123 4567', 'IN', '+6591234567', '(0) behind a calling code'],
    ['65912-34567', 'US', '+6591234567', 'only one reading, whatever its groups'],
    ['656-429-1234', 'US', '+16564291234', 'the groups of the national format'],
    ['(212) 345-6789', 'US', '+12123456789', 'the groups of the national format, in brackets'],
    ['131 2345 6789', 'CN', '+8613123456789', 'the groups of the national format'],
    ['8 (495) 123-45-67', 'RU', '+74951234567', 'the groups of the national format with its trunk prefix'],
  ])('%j in %s is %s: %s', (text, defaultCountry, e164) => {
    expect(read(text, { defaultCountry })).toBe(e164);
  });

  test('is taken where it is possible, and not valid only warns', () => {
    expect(parsePhoneWith('(555) 555-5555', max, { defaultCountry: 'US' })).toMatchObject({
      ok: true,
      value: { e164: '+15555555555', valid: false },
    });
  });

  test('in groups that are national and international alike is not told by them', () => {
    expect(read('49 711 123456', { defaultCountry: 'DE' })).toBe('ambiguous-number');
  });

  test('8 in front of a Moscow number may also begin a number of Vietnam, so it is refused', () => {
    expect(read('84951234567', { defaultCountry: 'RU' })).toBe('ambiguous-number');
  });
});

describe('digits alone', () => {
  test('of which only the international reading is valid are international', () => {
    expect(read('14155552671', { defaultCountry: 'DE' })).toBe('+14155552671');
  });

  test('that are the same number in both readings are that number', () => {
    expect(read('14155552671', { defaultCountry: 'US' })).toBe('+14155552671');
  });

  test('of a national mobile beside a foreign landline are the mobile', () => {
    expect(read('6042345678', { defaultCountry: 'IN' })).toBe('+916042345678');
  });

  test('of a national landline beside a foreign mobile are refused with both readings, masked', () => {
    expect(parsePhoneWith('6591234567', max, { defaultCountry: 'IN' })).toEqual({
      ok: false,
      error: {
        reason: 'ambiguous-number',
        metadataVersion: 4,
        readings: { national: '+91******67', international: '+65******67' },
      },
    });
  });

  test.each([
    ['national', '+916591234567'],
    ['international', '+6591234567'],
  ] as const)('that are ambiguous are settled by digitsAlone: %s', (digitsAlone, e164) => {
    expect(read('6591234567', { defaultCountry: 'IN', digitsAlone })).toBe(e164);
  });

  test('are international with digitsAlone: international also where the national reading is a mobile', () => {
    expect(read('6042345678', { defaultCountry: 'IN', digitsAlone: 'international' })).toBe('+6042345678');
  });

  test('that are no valid number in either reading are the national one, where it is possible', () => {
    expect(read('5555555555', { defaultCountry: 'US' })).toBe('+15555555555');
  });

  test.each([
    ['min', min],
    ['mobile', mobile],
  ])('are ambiguous with %s metadata where a national number may not be a mobile', (_, metadata) => {
    expect(read('491711234567', { defaultCountry: 'DE', metadata })).toBe('ambiguous-number');
    expect(read('33612345678', { defaultCountry: 'DE', metadata })).toBe('ambiguous-number');
    expect(read('1711234567', { defaultCountry: 'DE', metadata: mobile })).toBe('+491711234567');
  });
});

describe('digits alone without a default country', () => {
  test('need a country', () => {
    expect(read('919999999999')).toBe('needs-country');
  });

  test.each([{ form: 'digits' }, { digitsAlone: 'international' }] as const)('are international with %o', (options) => {
    expect(read('919999999999', options)).toBe('+919999999999');
  });

  test('need a country where they are no valid international number, whatever the form', () => {
    expect(read('9876543210', { form: 'digits' })).toBe('needs-country');
    expect(read('09876543210', { form: 'digits' })).toBe('needs-country');
  });
});

test('a value that a provider of bare digits gave back is never read as another number', () => {
  const form = 'digits';
  expect(read('14155552671', { defaultCountry: 'IN', form })).toBe('+14155552671');
  expect(read('6042345678', { defaultCountry: 'IN', form })).toBe('ambiguous-number');
  expect(read('9876543210', { defaultCountry: 'IN', form })).toBe('+919876543210');
});

describe('text around a number', () => {
  test.each([
    ['0171 1234567 (ab 18:30 Uhr)', 'DE', '+491711234567'],
    ['0171 1234567, 9-17 Uhr', 'DE', '+491711234567'],
    ['0171 1234567 18 Uhr', 'DE', '+491711234567'],
    ['0171 123 45 67 Mama', 'DE', '+491711234567'],
    ['+1 415 555 - 2671 Anna', 'US', '+14155552671'],
    ['+91-98765-43210 WhatsApp only', 'IN', '+919876543210'],
    ['98765 43210 (2)', 'IN', '+919876543210'],
    ['0711 123456 - 57', 'DE', '+4971112345657'],
    ['Tel. 98765 43210 (Mr. Shah)', 'IN', '+919876543210'],
  ])('%j in %s: the remark is not part of %s', (text, defaultCountry, e164) => {
    expect(read(text, { defaultCountry })).toBe(e164);
  });

  test('a last group that may belong to the number or to the remark is not guessed', () => {
    expect(read('030 12 34 56 Anna', { defaultCountry: 'DE' })).toBe('several-numbers');
  });

  test.each(['919999999999x', 'x9876543210', '9876543210call', 'No9876543210'])(
    'a letter glued to a digit is refused: %j',
    (text) => {
      expect(read(text, { defaultCountry: 'IN' })).toBe('not-a-number');
    },
  );

  test.each(['08123 456789 ::: 98765 43210', '98765 43210 call 98765 43211', '+14155552671 +14155552672'])(
    'two numbers in one text are several: %j',
    (text) => {
      expect(read(text, { defaultCountry: 'IN' })).toBe('several-numbers');
    },
  );
});
