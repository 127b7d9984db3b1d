import type { E164 } from '@leadwire/core';
import { isE164 } from '@leadwire/core/provider';

/**
 * The phone of a value that telecrm gave: digits with the country code in front, with `+` or without. A default country plays no part.
 * @returns undefined for a value that is not such a number
 * @example readPhone(lead.fields.phone) // '919999999999' is '+919999999999'
 */
export function readPhone(value: unknown): E164 | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const digits = String(value)
    .replace(/[\s().-]/g, '')
    .replace(/^\+/, '');
  const number = `+${digits}`;
  return digits.length >= 7 && isE164(number) ? number : undefined;
}
