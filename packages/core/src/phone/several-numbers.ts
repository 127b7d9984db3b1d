/** Whether text holds more than one number, or one number and the end of another: `0711 123456/57`. */
export function holdsSeveralNumbers(text: string): boolean {
  if (slashSeparates(text)) return true;
  if (countDigits(text) < 14) return false;
  return text.split(SEPARATOR).filter(isLong).length > 1 || /\d.*[^=]\+(?:\D*\d){7}/.test(text);
}

/** Commas that stand together, and semicolons with a name, belong to an extension: `,,12` and `;ext=12`. */
const SEPARATOR = /[|&\n]|:::|\b(?:or|and)\b|(?<![,;])[,;](?![,;]|ext=|isub=|phone-context=)/i;

const isLong = (text: string): boolean => countDigits(text) >= 7;
const countDigits = (text: string): number => text.replace(/\D/g, '').length;

/** A slash also stands behind an area code, `+49 33203/1234567`: what comes before it is too short for a number then. */
function slashSeparates(text: string): boolean {
  const slashes = text.matchAll(/[/\uFF0F]\s*-?\s*(?=[+\d(])/g);
  return [...slashes].some(({ index }) => {
    const before = text.slice(0, index);
    const callingCode = /^[^\d+]*(?:\+|00)/.test(before) ? 2 : 0;
    return countDigits(before) - callingCode >= 7;
  });
}
