/** Whether text holds more than one number: two stretches of 7 digits or more with something between them that separates numbers. */
export function holdsSeveralNumbers(text: string): boolean {
  if (countDigits(text) < 14) return false;
  const parts = text.split(SEPARATOR);
  return parts.filter(isLong).length > 1 || parts.some(slashSeparates);
}

/** Commas that stand together, and semicolons with a name, belong to an extension: `,,12` and `;ext=12`. */
const SEPARATOR = /[|&\n]|\b(?:or|and)\b|(?<![,;])[,;](?![,;]|ext=|isub=|phone-context=)/i;

const isLong = (text: string): boolean => countDigits(text) >= 7;
const countDigits = (text: string): number => text.replace(/\D/g, '').length;

/** A slash also stands behind an area code: `+49 33203/1234567` is one number, since only its first part shows how to dial it. */
function slashSeparates(text: string): boolean {
  const parts = text.split('/').filter(isLong);
  const [first = '', second = ''] = parts;
  if (parts.length !== 2) return parts.length > 2;
  return !/^[^\d+]*[+0]/.test(first) || !/^[^\d+]*[1-9]/.test(second) || countDigits(first + second) > 15;
}
