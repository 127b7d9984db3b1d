import { type CountryCode, parsePhoneNumberWithError, validatePhoneNumberLength } from 'libphonenumber-js/core';
import type { Judge } from './judge.ts';
import type { PhoneMetadata } from './metadata.ts';
import type { PhoneReason } from './reasons.ts';

const REASONS = {
  NOT_A_NUMBER: 'not-a-number',
  INVALID_COUNTRY: 'invalid-country',
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
  INVALID_LENGTH: 'invalid-length',
} as const satisfies Record<string, PhoneReason>;

/** A judge that asks libphonenumber-js itself: slower, and right for metadata of every version. */
export function libraryJudge(metadata: PhoneMetadata): Judge {
  return ({ digits, international }, country) => {
    if (!international && country === undefined) return 'needs-country';
    const text = international ? `+${digits}` : digits;
    const options = country === undefined ? {} : { defaultCountry: country as CountryCode };
    const fault = validatePhoneNumberLength(text, options, metadata);
    if (fault !== undefined) return REASONS[fault];
    const number = parsePhoneNumberWithError(text, options, metadata);
    return { number: number.number, region: number.country, type: number.getType(), valid: number.isValid() };
  };
}
