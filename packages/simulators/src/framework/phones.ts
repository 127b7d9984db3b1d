import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Calling codes of services that belong to no country. */
const WORLDWIDE = ['800', '808', '870', '878', '881', '882', '883', '888', '979'];

const CODES = new Set<string>([...getCountries().map((country) => getCountryCallingCode(country)), ...WORLDWIDE]);

/** Whether these digits begin with a calling code that exists. No code is the beginning of another. */
export const hasCallingCode = (digits: string): boolean =>
  [1, 2, 3].some((length) => CODES.has(digits.slice(0, length)));

/** How lists and searches show phones. */
export type ListedPhones = 'stored' | 'national';

/** As it is dialled at home: `(415) 555-2671`. What is not a number in E.164, with or without its plus, stays as it is. */
export function toNational(phone: string): string {
  const whole = phone.startsWith('+') ? phone : `+${phone}`;
  return parsePhoneNumberFromString(whole)?.formatNational() ?? phone;
}
