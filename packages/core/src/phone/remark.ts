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
  return { number, ...remarkBegins(number), holdsNumber: countDigits(text.slice(letter)) >= 7 };
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
  text !== undefined && countDigits(text) >= 7 ? text : undefined;
const withoutEnd = (text: string): string => text.replace(/\D+$/u, '');
const countDigits = (text: string): number => text.replace(/\D/g, '').length;
