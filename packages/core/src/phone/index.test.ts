import minMetadata from 'libphonenumber-js/min/metadata';
import { expect, test } from 'vitest';
import { isLeadwireError, type LeadwireError } from '../errors.ts';
import { type ParseOptions, PHONE_ADVICE, parsePhone, toWireForm } from './index.ts';

const thrownBy = (options: ParseOptions): LeadwireError | undefined => {
  try {
    parsePhone('4155552671', options);
    return undefined;
  } catch (error) {
    return isLeadwireError(error) ? error : undefined;
  }
};

test('reads a number without any setting up', () => {
  const phone = parsePhone('(415) 555-2671', { defaultCountry: 'US' });
  expect(phone.ok && toWireForm(phone.value.e164, 'digits')).toEqual({ ok: true, value: '14155552671' });
});

test('says what to do about a number that cannot be used', () => {
  const phone = parsePhone('919999999999');
  expect(!phone.ok && PHONE_ADVICE[phone.error.reason]).toContain('set defaultCountry');
});

test('judges by other metadata when it is handed in', () => {
  expect(parsePhone('+447911123456')).toMatchObject({ value: { type: 'MOBILE' } });
  expect(parsePhone('+4915112345678')).toMatchObject({ value: { type: 'MOBILE' } });
  expect(parsePhone('+4915112345678', { metadata: minMetadata })).toMatchObject({ value: { type: undefined } });
});

test('reads by metadata of a version to come', () => {
  expect(parsePhone('+14155552671', { metadata: { ...minMetadata, version: 5 } })).toMatchObject({
    value: { e164: '+14155552671' },
  });
});

test('an unknown default country is the mistake of the caller', () => {
  expect(thrownBy({ defaultCountry: 'UK' })).toMatchObject({ kind: 'misconfigured', effect: 'none' });
  expect(thrownBy({ defaultCountry: 'gb' })).toBeUndefined();
});
