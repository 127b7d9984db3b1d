import { columnWords, LEAD_FIELDS, type LeadField, MOBILE_STEMS } from './column-words.ts';

/** What a header most likely means. */
export interface Guess {
  readonly field: LeadField;
  /** The lower, the surer: of two columns for one field the lower one is taken. */
  readonly rank: number;
}

/** Words before or behind a known name that change nothing about it. */
const NEUTRAL = new Set([
  'lead',
  'leads',
  'customer',
  'client',
  'contact',
  'prospect',
  'your',
  'user',
  'main',
  'primary',
  'the',
  'person',
  'enter',
  'required',
  'no',
  'nr',
  'number',
]);

/** Words that make a column something else than the phone or the e-mail address of the lead. */
const OTHER =
  /^(type|label|country|code|ext|extension|status|state|verified|valid|carrier|opt|optin|optout|consent|agent|owner|assigned|date|time|count|duration|fax|prefix|score|subject|sent|bounced|campaign|alt|alternate|alternative|secondary|second|other|home|work|office|landline|2|3|4|5)$/;

const STEMS = MOBILE_STEMS.map(squeeze);

const EXACT: ReadonlyMap<string, Guess> = new Map(
  LEAD_FIELDS.toReversed().flatMap((field) =>
    columnWords(field)
      .map((word, rank): [string, Guess] => [
        squeeze(word),
        { field, rank: field === 'phone' ? rank + lift(word) : rank },
      ])
      .toReversed(),
  ),
);

/** Any name of a mobile phone goes before any of a phone. */
function lift(word: string): number {
  const squeezed = squeeze(word);
  return STEMS.some((stem) => squeezed.includes(stem)) ? 0 : 500;
}

/** Which part of a lead a header names, whatever its language, case, accents and punctuation. */
export function guessColumn(header: string): Guess | undefined {
  if (header.startsWith('fields.')) return undefined;
  const exact = EXACT.get(squeeze(header));
  if (exact) return exact;
  const words = wordsOf(header);
  while (words.length > 1 && NEUTRAL.has(words[0] ?? '')) {
    words.shift();
    const inner = EXACT.get(words.join(''));
    if (inner) return { field: inner.field, rank: inner.rank + 1000 };
  }
  if (words.some((word) => OTHER.test(word))) return undefined;
  const about = words.map((word) => EXACT.get(word)?.field);
  if (about.includes('email')) return { field: 'email', rank: 2000 };
  if (about.includes('phone') && !about.includes('name')) return { field: 'phone', rank: 2000 };
  return undefined;
}

/** `First-Name`, `first_name` and `firstName` are one word: letters and digits only, without case and accents. */
export function squeeze(text: string): string {
  return wordsOf(text).join('');
}

function wordsOf(text: string): string[] {
  const plain = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[łøđıæ]/g, (letter) => ({ ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae' })[letter] ?? letter);
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
