import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { callingCodeOf } from '../framework/calling-codes.ts';

/** ISO 3166-1 alpha-2, of any country. */
export type Country = CountryCode;

const hasCode = (digits: string) => digits.length >= 8 && digits.length <= 15 && callingCodeOf(digits) !== undefined;

/**
 * Country code and national number without a plus sign, or undefined for what is no number.
 * assumption: digits that are a valid number of the workspace's country are that, with or without a leading zero; no sign but a leading plus is
 * let through; the rest must begin with a calling code that exists and have 8 to 15 digits.
 */
export function normalisePhone(value: string, country: Country): string | undefined {
  if (!/^\+?\d+$/.test(value)) return undefined;
  if (value.startsWith('+')) return hasCode(value.slice(1)) ? value.slice(1) : undefined;
  const national = parsePhoneNumberFromString(value, country);
  if (national?.isValid()) return national.number.slice(1);
  return hasCode(value) ? value : undefined;
}
