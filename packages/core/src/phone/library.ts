import type { CountryCode, PhoneNumber } from 'libphonenumber-js/core';
// The same code as in `libphonenumber-js/core`, not compiled down to ES5: a quarter smaller. It has no form for `require`, which the build knows.
import { Metadata, ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/core/es6';
import type { PhoneMetadata } from './metadata.ts';
import type { PhoneReason } from './reasons.ts';

declare const e164: unique symbol;

/** A phone number proved to be E.164: `+14155552671`. No plain string fits. */
export type E164 = string & { readonly [e164]: true };

/** What number digits stand for, as libphonenumber-js reads them. */
export interface Reading {
  readonly e164: E164;
  readonly region: string | undefined;
  readonly type: string | undefined;
  readonly valid: boolean;
  /** Formats the number; only asked where its grouping decides. */
  readonly number: PhoneNumber;
}

export const isReading = (chosen: object | string): chosen is Reading => typeof chosen === 'object' && 'e164' in chosen;

const REASONS: Readonly<Record<string, PhoneReason>> = {
  NOT_A_NUMBER: 'not-a-number',
  INVALID_COUNTRY: 'invalid-country',
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
};

/**
 * Reads digits, with `+` in front or as they are dialled in a country; the reason where no such number is possible.
 * @param text - digits only, with `+` or without
 */
export function readDigits(text: string, country: string | undefined, metadata: PhoneMetadata): Reading | PhoneReason {
  const number = parsed(text, country, metadata);
  if (typeof number === 'string') return number;
  const fault = lengthFault(number, metadata);
  if (fault !== undefined) return fault;
  const type = number.getType();
  return {
    e164: number.number as string as E164,
    region: number.country,
    type,
    valid: type !== undefined || number.isValid(),
    number,
  };
}

function parsed(text: string, country: string | undefined, metadata: PhoneMetadata): PhoneNumber | PhoneReason {
  try {
    const options = country === undefined ? {} : { defaultCountry: country as CountryCode };
    return parsePhoneNumberWithError(text, options, metadata);
  } catch (error) {
    if (error instanceof ParseError) return REASONS[error.message] ?? 'not-a-number';
    throw error;
  }
}

function lengthFault(number: PhoneNumber, metadata: PhoneMetadata): PhoneReason | undefined {
  const plan = new Metadata(metadata);
  plan.selectNumberingPlan(number.country ?? (number.countryCallingCode as string as CountryCode));
  const lengths = plan.numberingPlan?.possibleLengths() ?? [];
  const { length } = number.nationalNumber;
  if (lengths.includes(length)) return undefined;
  if (length < (lengths[0] ?? 0)) return 'too-short';
  return length > (lengths.at(-1) ?? 0) ? 'too-long' : 'invalid-length';
}

/** Where the types of numbers stand in a packed numbering plan, and fixed lines among them: https://gitlab.com/catamphetamine/libphonenumber-js/-/blob/master/METADATA.md */
const [TYPES, FIXED_LINE] = [11, 0];

/** Whether the metadata knows a country's landlines, so that a number that is not valid is none of them: `max` does for every country. */
export function knowsLandlines(country: string, metadata: PhoneMetadata): boolean {
  const types: unknown = metadata.countries[country as CountryCode]?.[TYPES];
  return Array.isArray(types) && Boolean(types[FIXED_LINE]);
}
