/** Fewer digits than these are not a phone number. */
const MIN_DIGITS = 7;

/**
 * Whether the phone that a provider's record shows is this number. A spelling with `+` or `00` is compared as a whole; other digits may be
 * the number without its plus sign, or the national number, with or without a trunk zero.
 * @param shown - as the provider shows it, in any spelling
 * @param phone - in E.164
 * @example isSameNumber('(415) 555-2671', '+14155552671') // true
 * @example isSameNumber('+44 20 7946 0958', '+442079460959') // false
 */
export function isSameNumber(shown: unknown, phone: string): boolean {
  const text = String(shown ?? '')
    .slice(0, 64)
    .replace(/\(0\)|(?:;ext=|ext\.?|x)\s*\d+$/gi, '')
    .trim();
  const wanted = phone.replace(/\D/g, '');
  const digits = text.replace(/\D/g, '');
  if (/^\(?(?:\+|00)/.test(text)) return digits.replace(/^00/, '') === wanted;
  if (digits === wanted) return true;
  const national = digits.replace(/^0+/, '');
  return national.length >= MIN_DIGITS && wanted.endsWith(national) && isCallingCode(wanted.slice(0, -national.length));
}

/** The North American (1) and the Russian (7) calling codes have one digit, all others two or three. */
const isCallingCode = (prefix: string): boolean => /^(?:[17]|[2-689]\d{1,2})$/.test(prefix);
