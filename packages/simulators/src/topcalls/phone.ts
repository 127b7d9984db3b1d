import { callingCodeOf } from '../framework/calling-codes.ts';

const LEAD_PHONE = /^\+[1-9]\d{8,14}$/;
const CALL_PHONE = /^\+[1-9]\d{1,14}$/;

/**
 * Why a number is refused, or undefined when it will do. Leads want 9 to 15 digits, calls 2 to 15.
 * assumption: dialable means that the calling code exists, and no more; the vendor asks libphonenumber-js, one does not know what.
 */
export function phoneFault(phone: unknown, of: 'lead' | 'call' = 'lead'): string | undefined {
  const pattern = of === 'lead' ? LEAD_PHONE : CALL_PHONE;
  if (typeof phone !== 'string' || !pattern.test(phone)) return `must match ${pattern.source}`;
  return callingCodeOf(phone.slice(1)) === undefined ? 'is not a dialable number' : undefined;
}
