import { type E164, type PhoneReason, parsePhone } from '@leadwire/core/phone';

export interface ReadNumber {
  readonly e164: E164;
  readonly region: string | undefined;
  readonly type: string | undefined;
  readonly valid: boolean;
}

/** A cell's text as a number in a country, or why it is none. */
export type PhoneReader = (text: string, country: string | undefined) => ReadNumber | PhoneReason;

/** Digits that do not say of which country they are: no `+`, no 0 in front. */
export const isDigitsAlone = (text: string): boolean => /^[1-9]\d{5,16}$/.test(text.replace(/[\s().\-/]/g, ''));

/** Reads phones by the rules of core, under its full metadata. */
export function createPhoneReader(digitsAlone: 'national' | 'international' | undefined): PhoneReader {
  return (text, defaultCountry) => {
    const phone = parsePhone(text, { defaultCountry, digitsAlone });
    if (!phone.ok) return phone.error.reason;
    const { e164, region, type, valid } = phone.value;
    return { e164, region, type, valid };
  };
}
