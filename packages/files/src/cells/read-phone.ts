import { type Phone, type PhoneReason, parsePhone } from '@leadwire/core/phone';

/** A cell's text as a number in a country, or why it is none. */
export type PhoneReader = (text: string, country: string | undefined) => Phone | PhoneReason;

/** Digits that do not say of which country they are: no `+`, no 0 in front. */
export const isDigitsAlone = (text: string): boolean => /^[1-9]\d{5,16}$/.test(text.replace(/[\s().\-/]/g, ''));

/** Reads phones by the rules of core, under its full metadata. */
export function createPhoneReader(digitsAlone: 'national' | 'international' | undefined): PhoneReader {
  return (text, defaultCountry) => {
    const phone = parsePhone(text, { defaultCountry, digitsAlone });
    return phone.ok ? phone.value : phone.error.reason;
  };
}
