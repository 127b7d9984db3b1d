import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** How lists and searches show phones. */
export type ListedPhones = 'stored' | 'national';

/** As it is dialled at home: `(415) 555-2671`. What is not a number in E.164, with or without its plus, stays as it is. */
export function toNational(phone: string): string {
  const whole = phone.startsWith('+') ? phone : `+${phone}`;
  return parsePhoneNumberFromString(whole)?.formatNational() ?? phone;
}
