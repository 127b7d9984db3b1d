import { hasCallingCode } from '../framework/phones.ts';

const LEAD_PHONE = /^\+[1-9]\d{8,14}$/;
const CALL_PHONE = /^\+[1-9]\d{1,14}$/;

/**
 * Why a number is refused, or undefined. Leads take 9 to 15 digits, calls 2 to 15.
 * assumption: dialable means that the calling code exists, and no more; which function of libphonenumber-js the vendor calls is not known.
 */
export function phoneFault(phone: unknown, of: 'lead' | 'call' = 'lead'): string | undefined {
  const pattern = of === 'lead' ? LEAD_PHONE : CALL_PHONE;
  if (typeof phone !== 'string' || !pattern.test(phone)) return `must match ${pattern.source}`;
  return hasCallingCode(phone.slice(1)) ? undefined : 'is not a dialable number';
}
