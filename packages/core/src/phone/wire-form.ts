import type { PhoneForm } from '../operation.ts';
import { err, ok, type Result } from '../result.ts';
import { type E164, isE164 } from './e164.ts';
import type { PhoneReason } from './reasons.ts';

/**
 * A number as a provider takes it on the wire: `e164-lead` has 9 to 15 digits, `e164` at most 15, `digits` the same without `+`;
 * `as-given` leaves it alone. A number that does not fit is `not-dialable`.
 * @example toWireForm(phone.value.e164, 'digits') // { ok: true, value: '14155552671' }
 */
export function toWireForm(phone: E164, form: PhoneForm): Result<string, { readonly reason: PhoneReason }> {
  switch (form) {
    case 'as-given':
      return ok(phone);
    case 'e164-lead':
      return LEAD.test(phone) ? ok(phone) : notDialable;
    case 'e164':
      return isE164(phone) ? ok(phone) : notDialable;
    case 'digits':
      return isE164(phone) ? ok(phone.slice(1)) : notDialable;
    default:
      return form satisfies never;
  }
}

const LEAD = /^\+[1-9]\d{8,14}$/;
const notDialable = err({ reason: 'not-dialable' } as const);
