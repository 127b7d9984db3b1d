import { PHONE_ADVICE, type PhoneReason, parsePhone } from '@leadwire/core/phone';
import { checkCountry, phoneText } from '@leadwire/files';

/** A phone that was typed on the command line: in E.164, or why it cannot be used. */
export function readTypedPhone(
  text: string,
  country: string | undefined,
): { readonly e164: string } | { readonly code: PhoneReason; readonly advice: string } {
  const read = parsePhone(phoneText(text), { defaultCountry: checkCountry(country) });
  if (read.ok) return { e164: read.value.e164 };
  const { reason } = read.error;
  const advice =
    reason === 'needs-country'
      ? 'has no country: write it with + and the country calling code, or add --country'
      : PHONE_ADVICE[reason];
  return { code: reason, advice };
}
