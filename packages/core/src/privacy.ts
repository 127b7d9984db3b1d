import { isPlainWord } from './plain-words.ts';

/** `+919999999999` as `+91******99`: enough to recognise a row, too little to ring a person. */
export function maskPhone(phone: string): string {
  const text = phone.trim();
  if (text.length <= 4) return '*'.repeat(text.length);
  const shown = text.startsWith('+') ? 3 : 2;
  return `${text.slice(0, shown)}******${text.slice(-2)}`;
}

/** `anna@example.com` as `a***@e…`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  return `${email[0]}***@${email[at + 1] ?? ''}…`;
}

/** What a value is, without saying what it holds. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'string') return `string of ${value.length}`;
  return typeof value;
}

const EMAIL = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+\.[^\s@<>"'(),;:]+/u;
const PHONE = /\+?\d[\d\s().-]{5,}\d/u;
/** A word or a number, with what may stand inside one. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_]*(?:['’-][\p{L}\p{M}\p{N}_]+)*/u;
const TELLING = new RegExp(`${EMAIL.source}|${PHONE.source}|${WORD.source}`, 'gu');

/** A provider's own words as far as they may be printed: see {@link scrubber}. */
export const scrub = (text: string, sent?: unknown): string => scrubber(sent)(text);

/**
 * What may be printed of a provider's words about a request: plain words, short numbers and the request's own field names. What was sent is left out,
 * and so is every word that may be a name or somebody's note; phones and e-mail addresses are masked.
 */
export function scrubber(sent: unknown): (text: string) => string {
  const { fields, words } = wordsOf(sent);
  const shown = (part: string): string => {
    if (part.includes('@')) return maskEmail(part);
    const digits = part.replace(/\D/g, '').length;
    if (digits >= 7 && !/\p{L}/u.test(part)) return maskPhone(part.replace(/[^+\d]/g, ''));
    return digits === part.length || isPlainWord(part, fields) ? part : '…';
  };
  return (text) => {
    const told = words === undefined ? text : text.replace(words, '…');
    const clean = told.replace(TELLING, shown).replace(/…(?:[\s,]*…)+/g, '…');
    return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
  };
}

/** Every text of a request, whole wherever it stands and each of its words as a word, in any case; and the words of its field names. */
function wordsOf(sent: unknown): { readonly fields: ReadonlySet<string>; readonly words: RegExp | undefined } {
  const texts = new Set<string>();
  const fields = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value.trim());
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      for (const part of key.split(/[_-]+|(?<=\p{Ll})(?=\p{Lu})/u)) fields.add(part.toLowerCase());
      visit(inner);
    }
  };
  visit(sent);
  const whole = [...texts].filter((text) => text.length >= 4);
  const words = [...texts].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 2);
  const alternatives = [
    ...(whole.length > 0 ? [anyOf(whole)] : []),
    ...(words.length > 0 ? [`(?<![\\p{L}\\p{N}])(?:${anyOf(words)})(?![\\p{L}\\p{N}])`] : []),
  ];
  return { fields, words: alternatives.length > 0 ? new RegExp(alternatives.join('|'), 'giu') : undefined };
}

/** A pattern of these texts, the longest first. */
const anyOf = (texts: readonly string[]): string =>
  [...new Set(texts)]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
