import { type PhoneMetadata, parsePhone } from '@leadwire/core/phone';

/** Where a country has numbers of many lengths, one that lost its `+` in a spreadsheet also reads as a number at home. */
export interface HomeNumbers {
  readonly country: string;
  readonly callingCode: string;
  /** libphonenumber-js's `mobile`: with it, a valid number is a mobile one. */
  readonly mobiles: PhoneMetadata;
}

export function homeNumbers(country: string, mobiles: PhoneMetadata): HomeNumbers | undefined {
  const callingCode = mobiles.countries[country as keyof typeof mobiles.countries]?.[0];
  return callingCode === undefined ? undefined : { country, callingCode: String(callingCode), mobiles };
}

/**
 * A number without `+` or 0 that begins with the calling code of its own country, and is a mobile number only if that is what it is: `491711234569`
 * in Germany. libphonenumber reads it as +49 49171…, which is another person.
 * @param e164 - as it was read
 */
export function hasTwoReadings(written: string, e164: string, { callingCode, country, mobiles }: HomeNumbers): boolean {
  const national = e164.slice(1 + callingCode.length);
  if (!e164.startsWith(`+${callingCode}`) || !national.startsWith(callingCode)) return false;
  if (/^[^\d+]*[+0]/.test(written)) return false; // it says which of the two it is
  return isMobile(`+${national}`, mobiles) && !isMobile(written, mobiles, country);
}

function isMobile(text: string, metadata: PhoneMetadata, defaultCountry?: string): boolean {
  const phone = parsePhone(text, { metadata, defaultCountry });
  return phone.ok && phone.value.valid;
}
