import { cleanText } from './clean-text.ts';
import type { PhoneReason } from './reasons.ts';
import {
  EXTENSION,
  holdsSeveralNumbers,
  type Preferred,
  PUNCTUATION,
  splitExtension,
  splitRemark,
} from './split-text.ts';

/** One number as it was written. */
export interface WrittenNumber {
  /** Without the punctuation and without `+`. */
  readonly digits: string;
  /** With the punctuation. */
  readonly text: string;
  /** What its form says: `international` with `+`, `trunk-in-brackets` with a (0) behind a calling code, `local` in a tel: URI without `+`. */
  readonly says: 'international' | 'trunk-in-brackets' | 'local' | undefined;
  readonly extension: string | undefined;
  /** The number without its last group, where that may belong to a remark: `0171 1234567 - 18 Uhr`. */
  readonly shorter?: ShorterNumber | undefined;
}

interface ShorterNumber extends WrittenNumber {
  /** Which of the two it is where both are valid. */
  readonly preferred: Preferred;
}

/** Longer text is not a number, whatever it holds; libphonenumber draws the line here too. */
const MAX_LENGTH = 250;

/** What number stands in a text, or why none does. */
export function readText(text: string): WrittenNumber | PhoneReason {
  return readPlain(text) ?? readCleaned(cleanText(text));
}

/** Digits, spaces and the commonest punctuation, with a plus sign in front or none: nearly all numbers. */
function readPlain(text: string): WrittenNumber | undefined {
  if (text.length > MAX_LENGTH || !PLAIN.test(text) || NOT_SO_PLAIN.test(text)) return undefined;
  const number = writtenAs(text.trim());
  return number.digits.length < 3 ? undefined : number;
}

const PLAIN = /^ *[(]?\+?[\d ().-]+$/;
/** The fraction of a spreadsheet's number, and what may be a remark in digits. */
const NOT_SO_PLAIN = /\d{7}\.0+ *$| - |\(\d+\) *$/;

function readCleaned(text: string): WrittenNumber | PhoneReason {
  if (!/\d/.test(text)) return 'not-a-number';
  if (text.length > MAX_LENGTH) return 'too-long';
  if (/^[+-]?\d+([.,]\d+)?E[+-]?\d+$/i.test(text)) return 'scientific-notation';
  if (holdsSeveralNumbers(text)) return 'several-numbers';
  const inContext = localNumber(text);
  if (inContext !== undefined) return readNumber(inContext);
  const start = text.search(/\+?\d/);
  if (/\p{L}/u.test(text[start - 1] ?? '')) return 'not-a-number';
  const number = readNumber(text.slice(start));
  const isLocal = /tel:$/i.test(text.slice(0, start).trimEnd());
  return isLocal && typeof number === 'object' && number.says === undefined ? { ...number, says: 'local' } : number;
}

/** The number that a text begins with, its extension, and a remark that is left out. */
function readNumber(text: string): WrittenNumber | PhoneReason {
  const [wanted = ''] = text.split(';isub=');
  const { number, extension } = splitExtension(wanted.replace(/[^\p{L}\d#]+$/u, ''));
  if (extension !== undefined) return viable(number, extension);
  const parts = splitRemark(wanted);
  if (parts === undefined) return 'not-a-number';
  if (parts.holdsNumber) return 'several-numbers';
  const whole = viable(parts.number);
  const { preferred } = parts;
  const shorter = parts.shorter === undefined ? undefined : viable(parts.shorter);
  if (typeof shorter !== 'object') return whole;
  return typeof whole === 'object' ? { ...whole, shorter: { ...shorter, preferred } } : shorter;
}

const VIABLE = new RegExp(`^\\d{2}$|^\\+?(?:[${PUNCTUATION}]*\\d){3}[${PUNCTUATION}\\d]*(?:${EXTENSION})?$`, 'i');
const BEGINNING = new RegExp(`^\\+?(?:[${PUNCTUATION}]*\\d){1,2}$`);

function viable(text: string, extension?: string): WrittenNumber | PhoneReason {
  if (VIABLE.test(text)) return writtenAs(text, extension);
  return BEGINNING.test(text) ? 'too-short' : 'not-a-number';
}

function writtenAs(text: string, extension?: string): WrittenNumber {
  return { digits: text.replace(/\D/g, ''), text, says: saidBy(text), extension };
}

function saidBy(text: string): WrittenNumber['says'] {
  if (/^\(?\+/.test(text)) return 'international';
  return /^\(?[1-9]\d{0,2}\)?[ .-]*\(0\)/.test(text) ? 'trunk-in-brackets' : undefined;
}

const CONTEXT = ';phone-context=';

/**
 * The number of a `tel:` URI whose context says its calling code, `tel:863-1234;phone-context=+1-914-555`; undefined for text without a context.
 * @see https://www.rfc-editor.org/rfc/rfc3966#section-5.1.5
 */
function localNumber(text: string): string | undefined {
  const at = text.indexOf(CONTEXT);
  if (at < 0) return undefined;
  const [context = ''] = text.slice(at + CONTEXT.length).split(';');
  const isNumber = /^\+[-.()\d]*\d[-.()\d]*$/.test(context);
  if (!isNumber && !DOMAIN.test(context)) return '';
  const scheme = text.indexOf('tel:');
  return (isNumber ? context : '') + text.slice(scheme < 0 ? 0 : scheme + 'tel:'.length, at);
}

const DOMAIN = /^(?:\d+(?:-*\d)*\.)*[a-z]+(?:-*\d)*\.?$/i;
