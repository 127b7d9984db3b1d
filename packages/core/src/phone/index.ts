import min from 'libphonenumber-js/min/metadata';
import type { Result } from '../result.ts';
import { isReadable, judgeByLibrary } from './judges.ts';
import { libraryJudge } from './library.ts';
import type { PhoneMetadata } from './metadata.ts';
import { type Phone, type PhoneFault, parsePhoneWith } from './parse-phone.ts';

export type { PhoneForm } from '../operation.ts';
export { isKnownCountry } from './country.ts';
export { isE164 } from './e164.ts';
export { loadPhoneMetadata } from './load-metadata.ts';
export type { PhoneMetadata } from './metadata.ts';
export type { E164, Phone, PhoneFault } from './parse-phone.ts';
export type { PhoneReason } from './reasons.ts';
export { PHONE_ADVICE } from './reasons.ts';
export { toWireForm } from './wire-form.ts';

export interface ParseOptions {
  /** ISO 3166-1 alpha-2 (`GB`, not `UK`), for numbers written without `+`. */
  readonly defaultCountry?: string | undefined;
  /** libphonenumber-js's metadata; default its `min`. `max` judges `valid` more strictly and knows types. */
  readonly metadata?: PhoneMetadata | undefined;
}

/**
 * Any spelling of a phone number as E.164, or the reason why it cannot be used. A number that is possible by its length passes;
 * one that its country has not given out has `valid: false`. Throws {@link LeadwireError} `misconfigured` for an unknown `defaultCountry`.
 * @example
 * const phone = parsePhone('(415) 555-2671', { defaultCountry: 'US' })
 * if (phone.ok) phone.value.e164 // '+14155552671'
 * else PHONE_ADVICE[phone.error.reason]
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export function parsePhone(
  text: string,
  { defaultCountry, metadata = min }: ParseOptions = {},
): Result<Phone, PhoneFault> {
  if (!isReadable(metadata)) judgeByLibrary(metadata, libraryJudge(metadata));
  return parsePhoneWith(text, metadata, { defaultCountry });
}
