import maxMetadata from 'libphonenumber-js/max/metadata';
import { describe, expect, test } from 'vitest';
import { parsePhoneWith } from './parse-phone.ts';
import { PHONE_ADVICE, type PhoneReason } from './reasons.ts';

const parsed = (text: string, defaultCountry?: string): string => {
  const phone = parsePhoneWith(text, maxMetadata, { defaultCountry });
  return phone.ok ? phone.value.e164 : phone.error.reason;
};

describe('reads any spelling', () => {
  test.each([
    ['+14155552671', undefined],
    ['  +1 (415) 555-2671\t', undefined],
    ['+1.415.555.2671', undefined],
    ['+1 415–555–2671', undefined],
    ['(415) 555-2671', 'US'],
    ['(415) 555-2671', 'us'],
    ['1-415-555-2671', 'US'],
    ['011 1 415 555 2671', 'US'],
    ['tel:+1-415-555-2671', undefined],
    ['TEL:+14155552671', undefined],
    ['tel:555-2671;phone-context=+1-415', undefined],
    ['p:+14155552671', undefined],
    ["'+14155552671", undefined],
    ['="+14155552671"', undefined],
    ['+1 415 555 2671 (cell)', undefined],
    ['4155552671.0', 'US'],
    ['+14155552671.00', undefined],
    ['+1(415)555-2671', undefined],
    ['\u202A+1\u00A0415\u200B555\u20602671\u202C', undefined],
    ['\uFEFF+1\u202F415\u2009555\u20072671', undefined],
  ])('%j (%s)', (text, country) => {
    expect(parsed(text, country)).toBe('+14155552671');
  });

  test.each([
    ['+९१ ९८७६५ ४३२१०', undefined, '+919876543210'],
    ['٠٥٠ ١٢٣ ٤٥٦٧', 'AE', '+971501234567'],
    ['𝟗𝟖𝟕𝟔𝟓𝟒𝟑𝟐𝟏𝟎', 'IN', '+919876543210'],
    ['+44 (0)20 7946 0958', undefined, '+442079460958'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['06 698 1234', 'IT', '+39066981234'],
    ['+49 33203/1234567', undefined, '+49332031234567'],
    ['8 (800) 555-35-35', 'RU', '+78005553535'],
    ['919876543210', 'IN', '+919876543210'],
    ['+800 1234 5678', undefined, '+80012345678'],
  ])('%j (%s)', (text, country, e164) => {
    expect(parsed(text, country)).toBe(e164);
  });
});

describe('gives a reason', () => {
  test.each<[string, string | undefined, PhoneReason]>([
    ['', undefined, 'not-a-number'],
    ['n/a', 'US', 'not-a-number'],
    ['+', undefined, 'not-a-number'],
    ['0800 FLOWERS 12', 'US', 'too-short'],
    ['+49 30 123456\n10115', undefined, 'not-a-number'],
    ['+49 30 123456\t10115', undefined, 'not-a-number'],
    ['1-800-FLOWERS', 'US', 'too-short'],
    ['5', 'US', 'too-short'],
    ['+1', undefined, 'too-short'],
    ['+1415', undefined, 'too-short'],
    ['+141555526711', undefined, 'too-long'],
    ['1'.repeat(251), 'US', 'too-long'],
    ['+91 98765 43', undefined, 'too-short'],
    ['+39 02', undefined, 'too-short'],
    ['+65 123456789', undefined, 'invalid-length'],
    ['+999 1234567', undefined, 'invalid-country'],
    ['+0044 20 7946 0958', undefined, 'invalid-country'],
    ['919999999999', undefined, 'needs-country'],
    ['020 7946 0958', undefined, 'needs-country'],
    ['011 44 20 7946 0958', undefined, 'needs-country'],
    ['+14155552671 / +14155552672', undefined, 'several-numbers'],
    ['9.19999999999E+11', 'IN', 'scientific-notation'],
    ['9,2E11', 'IN', 'scientific-notation'],
  ])('%j (%s): %s', (text, country, reason) => {
    expect(parsed(text, country)).toBe(reason);
    expect(PHONE_ADVICE[reason]).toBeTruthy();
  });
});

test.each(['UK', 'XX', 'India', '', 91 as unknown as string])(
  '%j as default country throws, whatever is read',
  (country) => {
    for (const text of ['+14155552671', '4155552671', 'n/a']) {
      expect(() => parsed(text, country)).toThrow(
        expect.objectContaining({
          kind: 'misconfigured',
          message: `defaultCountry ${JSON.stringify(country)} is not a country`,
          issues: [{ path: 'defaultCountry', message: 'is not an ISO 3166-1 alpha-2 country' }],
          hint: expect.stringContaining('two letters'),
        }),
      );
    }
  },
);

describe('00 in front', () => {
  test('means the calling code follows, where no country says otherwise', () => {
    expect(parsed('0044 20 7946 0958')).toBe('+442079460958');
  });

  test('means so in a country that dials it', () => {
    expect(parsed('0044 20 7946 0958', 'DE')).toBe('+442079460958');
  });

  test('means so in a country that dials otherwise too', () => {
    expect(parsed('0044 20 7946 0958', 'US')).toBe('+442079460958');
  });

  test('stays part of a number where it is how numbers begin', () => {
    expect(parsed('00777012', 'JP')).toBe('+8100777012');
  });
});

test('possible blocks, valid only warns', () => {
  expect(parsePhoneWith('+1 555 555 5555', maxMetadata)).toMatchObject({
    ok: true,
    value: { valid: false, region: undefined },
  });
  expect(parsePhoneWith('+1 555 555 555', maxMetadata)).toMatchObject({ ok: false, error: { reason: 'too-short' } });
});

test('reports region, type, extension and the version of the metadata', () => {
  expect(parsePhoneWith('+44 7400 123456 ext. 12', maxMetadata)).toEqual({
    ok: true,
    value: { e164: '+447400123456', region: 'GB', type: 'MOBILE', valid: true, extension: '12', metadataVersion: 4 },
  });
});

test.each(['x12', 'ext 12', 'extension: 12', '#12', ';ext=12', ',,12', ' - 12#', ' доб. 12', ' anexo 12'])(
  'takes %j for an extension',
  (suffix) => {
    expect(parsePhoneWith(`+14155552671${suffix}`, maxMetadata)).toMatchObject({
      ok: true,
      value: { e164: '+14155552671', extension: '12' },
    });
  },
);

test.each([
  ['+7 701 123 4567', 'KZ'],
  ['+1 876 210 1234', 'JM'],
  ['+44 7797 712345', 'JE'],
  ['+39 06 698 12345', 'VA'],
  ['+61 8 9162 1234', 'CC'],
  ['+262 639 01 23 45', 'YT'],
  ['+590 690 00 12 34', 'GP'],
  ['+47 79 12 34 56', 'SJ'],
])('%s is of %s among those that share its calling code', (text, region) => {
  expect(parsePhoneWith(text, maxMetadata)).toMatchObject({ ok: true, value: { region } });
});

test.each([
  ['(415) 555-2671', 'US'],
  ['07400 123456', 'GB'],
  ['07797 712345', 'JE'],
  ['98765 43210', 'IN'],
])('%s in %s is judged as its E.164 form is, whichever was read first', (text, defaultCountry) => {
  const atHome = parsePhoneWith(text, { ...maxMetadata }, { defaultCountry });
  const e164 = atHome.ok ? atHome.value.e164 : '';
  expect(parsePhoneWith(e164, { ...maxMetadata })).toEqual(atHome);
  parsePhoneWith(`${text} ext. 12`, maxMetadata, { defaultCountry });
  expect(parsePhoneWith(e164, maxMetadata)).toEqual(atHome);
});
