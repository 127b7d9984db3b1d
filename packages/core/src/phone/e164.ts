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
