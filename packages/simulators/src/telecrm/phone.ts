import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { hasCallingCode } from '../framework/phones.ts';

/** ISO 3166-1 alpha-2, of any country. */
export type Country = CountryCode;

/** The shortest number with its country code has 7 digits (Niue). */
const isWhole = (digits: string) => digits.length >= 7 && digits.length <= 15 && hasCallingCode(digits);

/**
 * Country code and national number without a plus sign, or undefined for what is not a number.
 * assumption: digits that are a valid number of the workspace's country are that, with or without a leading zero; no sign but a leading plus is
 * accepted; the rest must begin with a calling code that exists and have 7 to 15 digits.
 */
export function normalisePhone(value: string, country: Country): string | undefined {
  if (!/^\+?\d+$/.test(value)) return undefined;
  if (value.startsWith('+')) return isWhole(value.slice(1)) ? value.slice(1) : undefined;
  const national = parsePhoneNumberFromString(value, country);
  if (national?.isValid()) return national.number.slice(1);
  return isWhole(value) ? value : undefined;
}
