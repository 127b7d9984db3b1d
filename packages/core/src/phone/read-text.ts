import { cleanText } from './clean-text.ts';
import { EXTENSION, PUNCTUATION, splitExtension } from './extension.ts';
import type { Digits } from './judge.ts';
import type { PhoneReason } from './reasons.ts';
import { holdsSeveralNumbers } from './several-numbers.ts';
import { localNumber } from './tel-uri.ts';

/** A number as it was written, without the punctuation. */
export interface WrittenNumber extends Digits {
  readonly extension: string | undefined;
}

/** Longer text is no number, whatever it holds; libphonenumber draws the line here too. */
const MAX_LENGTH = 250;

/** What number stands in a text, or why none does. */
export function readText(text: string): WrittenNumber | PhoneReason {
  return readPlain(text) ?? readCleaned(cleanText(text));
}

function readCleaned(text: string): WrittenNumber | PhoneReason {
  if (!/\d/.test(text)) return 'not-a-number';
  if (text.length > MAX_LENGTH) return 'too-long';
  if (/^[+-]?\d+([.,]\d+)?E[+-]?\d+$/i.test(text)) return 'scientific-notation';
  if (holdsSeveralNumbers(text)) return 'several-numbers';
  // What stands around a number does not matter: `tel:`, the `p:` of Facebook's exports, a name.
  const number = localNumber(text) ?? text.slice(text.search(/[+\d]/)).replace(/[^\d#]+$/, '');
  return readPlain(number) ?? readAny(number);
}

/** Digits, spaces and the commonest punctuation, with a plus sign in front or none: nearly all numbers, in one pass. */
function readPlain(text: string): WrittenNumber | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let digits = '';
  let international = false;
  let start = -1;
  let dot = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      if (start < 0) start = at;
      continue;
    }
    if (start >= 0) digits += text.slice(start, at);
    start = -1;
    if (code === PLUS && !international && digits === '') international = true;
    else if (code === DOT) dot = at;
    else if (code !== SPACE && code !== DASH && code !== OPENING && code !== CLOSING) return undefined;
  }
  if (start >= 0) digits += text.slice(start);
  // Two digits and fewer have rules of their own, and a fraction of zeros may be a spreadsheet's.
  if (digits.length < 3 || (dot >= 7 && Number(text.slice(dot)) === 0)) return undefined;
  return { digits, international, extension: undefined };
}

const [SPACE, OPENING, CLOSING, PLUS, DASH, DOT] = [32, 40, 41, 43, 45, 46];

const VIABLE = new RegExp(`^\\d{2}$|^\\+?(?:[${PUNCTUATION}]*\\d){3}[${PUNCTUATION}\\d]*(?:${EXTENSION})?$`, 'i');
const BEGINNING = new RegExp(`^\\+?(?:[${PUNCTUATION}]*\\d){1,2}$`);

/** Everything else, by the rules of libphonenumber-js. */
function readAny(text: string): WrittenNumber | PhoneReason {
  const [wanted = ''] = text.split(';isub=');
  if (!VIABLE.test(wanted)) return BEGINNING.test(wanted) ? 'too-short' : 'not-a-number';
  const { number, extension } = splitExtension(wanted);
  if (number === '') return 'not-a-number';
  return { digits: number.replace(/\D/g, ''), international: number.startsWith('+'), extension };
}
