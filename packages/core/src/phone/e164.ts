import type { PhoneForm } from '../operation.ts';
import { err, type Result } from '../result.ts';
import type { PhoneReason } from './reasons.ts';

declare const e164: unique symbol;

/** A phone number proved to be E.164: `+14155552671`. No plain string fits. */
export type E164 = string & { readonly [e164]: true };

/**
 * True for text that is E.164 already: `+`, a digit that is not 0, at most 15 digits, nothing else. Says nothing of whether its country has such numbers.
 * @example isE164('+14155552671') // true
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export const isE164 = (text: string): text is E164 => /^\+[1-9]\d{1,14}$/.test(text);

/**
 * A number as a provider takes it on the wire: `e164-lead` has 9 to 15 digits, `e164` at most 15, `digits` the same without `+`;
 * `as-given` leaves it alone. A number that does not fit is `not-dialable`.
 * @example toWireForm(phone.value.e164, 'digits') // { ok: true, value: '14155552671' }
 */
export function toWireForm(phone: E164, form: PhoneForm): Result<string, { readonly reason: PhoneReason }> {
  switch (form) {
    case 'as-given':
      return { ok: true, value: phone };
    case 'e164-lead':
      return LEAD.test(phone) ? { ok: true, value: phone } : notDialable;
    case 'e164':
      return isE164(phone) ? { ok: true, value: phone } : notDialable;
    case 'digits':
      return isE164(phone) ? { ok: true, value: phone.slice(1) } : notDialable;
    default:
      return form satisfies never;
  }
}

const LEAD = /^\+[1-9]\d{8,14}$/;
const notDialable = err({ reason: 'not-dialable' } as const);

/** Fewer digits than these are not a phone number. */
const MIN_DIGITS = 7;

/**
 * Whether the phone that a provider's record shows is this number. A spelling with `+` or `00` is compared as a whole; other digits may be
 * the number without its plus sign, or the national number, with or without a trunk zero.
 * @param shown - as the provider shows it, in any spelling
 * @param phone - in E.164
 * @example isSameNumber('(415) 555-2671', '+14155552671') // true
 * @example isSameNumber('+44 20 7946 0958', '+442079460959') // false
 */
export function isSameNumber(shown: unknown, phone: string): boolean {
  const text = String(shown ?? '')
    .slice(0, 64)
    .replace(/\(0\)|(?:;ext=|ext\.?|x)\s*\d+$/gi, '')
    .trim();
  const wanted = phone.replace(/\D/g, '');
  const digits = text.replace(/\D/g, '');
  if (/^\(?(?:\+|00)/.test(text)) return digits.replace(/^00/, '') === wanted;
  if (digits === wanted) return true;
  const national = digits.replace(/^0+/, '');
  return national.length >= MIN_DIGITS && wanted.endsWith(national) && isCallingCode(wanted.slice(0, -national.length));
}

/** The North American (1) and the Russian (7) calling codes have one digit, all others two or three. */
const isCallingCode = (prefix: string): boolean => /^(?:[17]|[2-689]\d{1,2})$/.test(prefix);
