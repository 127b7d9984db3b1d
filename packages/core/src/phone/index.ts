import max from 'libphonenumber-js/max/metadata';
import type { Result } from '../result.ts';
import type { PhoneMetadata } from './metadata.ts';
import { type ParsePhoneOptions, type Phone, type PhoneFault, parsePhoneWith } from './parse-phone.ts';

export type { PhoneForm } from '../operation.ts';
export { cleanText } from './clean-text.ts';
export { loadPhoneMetadata } from './load-phones.ts';
export type { PhoneMetadata } from './metadata.ts';
export { isKnownCountry } from './metadata.ts';
export type { E164, ParsePhoneOptions, Phone, PhoneFault } from './parse-phone.ts';
export { parsePhoneWith } from './parse-phone.ts';
export type { PhoneReason } from './reasons.ts';
export { PHONE_ADVICE } from './reasons.ts';
export { isE164, toWireForm } from './wire-form.ts';

export interface ParseOptions extends ParsePhoneOptions {
  /** libphonenumber-js's metadata. With `min` or `mobile` more numbers are ambiguous: they cannot tell a landline from no number. @default max */
  readonly metadata?: PhoneMetadata | undefined;
}

/**
 * Any spelling of a phone number as E.164, or the reason why it cannot be used. A number that is possible by its length passes;
 * one that its country has not given out has `valid: false`. Digits alone that can be a national and an international number are refused
 * as `ambiguous-number`.
 * @throws {@link LeadwireError} `misconfigured` for an unknown `defaultCountry`
 * @example
 * const phone = parsePhone('(415) 555-2671', { defaultCountry: 'US' })
 * if (phone.ok) phone.value.e164 // '+14155552671'
 * else PHONE_ADVICE[phone.error.reason]
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export function parsePhone(text: string, { metadata = max, ...options }: ParseOptions = {}): Result<Phone, PhoneFault> {
  return parsePhoneWith(text, metadata, options);
}
