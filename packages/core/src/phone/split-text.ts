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

/** Punctuation that libphonenumber allows inside a number; the dash comes first, so that it stands for itself in brackets. */
export const PUNCTUATION =
  '-\u2010-\u2015\u2212\u30FC\uFF0D\uFF0F/\uFF0E. \u00A0\u00AD\u200B\u2060\u3000()\uFF08\uFF09\uFF3B\uFF3D\\[\\]~\u2053\u223C\uFF5E';

const BEFORE_LABEL = '[ \u00A0\\t,]*';
const BEFORE_COMMAS = '[ \u00A0\\t]*';
const AFTER_LABEL = '[:.\uFF0E]?[ \u00A0\\t,-]*';
const LABEL = '(?:e?xt(?:ensi(?:o\u0301?|\u00F3))?n?|\uFF45?\uFF58\uFF54\uFF4E?|\u0434\u043E\u0431|anexo)';
const AMBIGUOUS_LABEL = '(?:[x\uFF58#\uFF03~\uFF5E]|int|\uFF49\uFF4E\uFF54)';

/**
 * How extensions are written, with fewer digits the less clear it is that they are one; the same as libphonenumber-js has.
 * @see https://github.com/google/libphonenumber/blob/master/javascript/i18n/phonenumbers/phonenumberutil.js
 */
export const EXTENSION: string = [
  ';ext=(\\d{1,20})',
  `${BEFORE_LABEL}${LABEL}${AFTER_LABEL}(\\d{1,20})#?`,
  `${BEFORE_LABEL}${AMBIGUOUS_LABEL}${AFTER_LABEL}(\\d{1,9})#?`,
  '[- ]+(\\d{1,6})#',
  `${BEFORE_COMMAS}(?:,{2}|;)${AFTER_LABEL}(\\d{1,15})#?`,
  `${BEFORE_COMMAS}(?:,)+${AFTER_LABEL}(\\d{1,9})#?`,
].join('|');

const AT_END = new RegExp(`(?:${EXTENSION})$`, 'i');

/** The number and the extension behind it. */
export function splitExtension(text: string): { readonly number: string; readonly extension: string | undefined } {
  const match = AT_END.exec(text);
  if (match === null) return { number: text, extension: undefined };
  return { number: text.slice(0, match.index), extension: match.slice(1).find(Boolean) };
}

/** Which of two numbers is meant where a text can hold either. */
export type Preferred = 'shorter' | 'longer' | 'neither';

/** A number and what is written behind it. */
export interface WithoutRemark {
  readonly number: string;
  /** The number without its last group, where the remark may begin with it: `0171 1234567 - 18 Uhr`. */
  readonly shorter: string | undefined;
  readonly preferred: Preferred;
  /** Whether the remark holds another number. */
  readonly holdsNumber: boolean;
}

/** Digits that are too short for a phone number, behind a dash, bracket or comma: an hour, a time from and to, a floor. */
const SET_OFF = /^(.*?\d)\)?(?:\s+[-\u2010-\u2015]\s+|\s*[([,;]\s*)([\d\s.:\u2010-\u2015-]*\d)$/u;
const IN_BRACKETS = /^(.*\d)\s*[([](\d{1,4})[)\]]\s*$/u;
const BEHIND_DASH = /^(.*\d)\s+[-\u2010-\u2015]\s+(\d{1,4})\s*$/u;
const BEHIND_SPACE = /^(.*\d)\)?\s+(\d{1,4})$/u;

/** Takes a remark off the end of a number; undefined where a letter is glued to a digit of it. */
export function splitRemark(text: string): WithoutRemark | undefined {
  const letter = text.search(/\p{L}/u);
  if (letter < 0) return { number: withoutEnd(text), ...remarkInDigits(text), holdsNumber: false };
  const head = text.slice(0, letter);
  if (/\d$/.test(head)) return undefined;
  const number = withoutEnd(head);
  return { number, ...remarkBegins(number), holdsNumber: isLong(text.slice(letter)) };
}

type Cut = Pick<WithoutRemark, 'shorter' | 'preferred'>;

/** `98765 43210 (2)` has a remark; in `0711 123456 - 57` it may be an extension that is dialled. */
function remarkInDigits(text: string): Cut {
  const inBrackets = complete(IN_BRACKETS.exec(text)?.[1]);
  if (inBrackets !== undefined) return { shorter: inBrackets, preferred: 'shorter' };
  return { shorter: complete(BEHIND_DASH.exec(text)?.[1]), preferred: 'longer' };
}

/** The digits right before a word may be part of the remark, or the last group of the number. */
function remarkBegins(number: string): Cut {
  const setOff = complete(SET_OFF.exec(number)?.[1]);
  if (setOff !== undefined && countDigits(number) - countDigits(setOff) <= 8)
    return { shorter: setOff, preferred: 'shorter' };
  return { shorter: complete(BEHIND_SPACE.exec(number)?.[1]), preferred: 'neither' };
}

/** The text if it is long enough for a phone number. */
const complete = (text: string | undefined): string | undefined =>
  text !== undefined && isLong(text) ? text : undefined;
const withoutEnd = (text: string): string => text.replace(/\D+$/u, '');
