/** Text as a keyboard would have written it: digits of every script and full-width plus signs folded, what cannot be seen dropped. */
export function cleanText(text: string): string {
  const written = PLAIN_ASCII.test(text) ? text : text.replace(/[^\x20-\x7E]/gu, fold);
  return withoutSpreadsheetFraction(written.trim());
}

const PLAIN_ASCII = /^[\x20-\x7E]*$/;

/** One character that is not plain ASCII. What is not a digit, space or plus sign stays: libphonenumber knows many dashes and brackets. */
function fold(character: string): string {
  if (/\p{Nd}/u.test(character)) return String(digitValue(character));
  if (/[\uFF0B\uFE62]/.test(character)) return '+';
  if (/\p{Zs}/u.test(character)) return ' ';
  // A tab or a new line stands between two things, so it must not join their digits.
  if (/[\t\n\r\u2028\u2029]/.test(character)) return '\n';
  return /[\p{Cf}\p{Cc}]/u.test(character) ? '' : character;
}

/** Every script's digits stand in tens, 0 to 9, so the distance to the start of their run says the value. */
function digitValue(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}

/** Programs that take a column of numbers for fractions export `4155552671.0`: its last 0 is not part of the number. */
const withoutSpreadsheetFraction = (text: string): string => text.replace(/^(\+?\d{7,})\.0+$/, '$1');
