import { LEAD_FIELDS } from '@leadwire/core';
import { columnWords, type LeadField, MOBILE_STEMS } from './column-words.ts';
import {
  ABOUT,
  MONEY,
  NEUTRAL,
  NOT_PHONE_STEMS,
  NUMBER_WORDS,
  NUMBERED,
  OTHERS,
  PHONE_KINDS,
  PHONE_STEMS,
  ROLES,
  WEAK_PHONE_NAMES,
} from './name-words.ts';
import { squeeze, wordsOf } from './words-of.ts';

/** What a header most likely means, by its name alone. */
export interface Guess {
  readonly field: LeadField;
  /** `exact`: a known name. `part`: holds one. `weak`: only where its cells agree and nothing else can be. */
  readonly strength: 'exact' | 'part' | 'weak';
  /** The lower, the surer: of two columns for one field the lower one is taken. */
  readonly rank: number;
  /** Whose it is, where the name says more than "the lead": `applicant`, `parent`. Empty for the lead itself. */
  readonly person: string;
}

const STEMS = MOBILE_STEMS.map(squeeze);
/** Ranks of phones go by kind first: mobile phones, phones, phones at home, at work, others. */
const KIND_STEP = 1000;
/** Ranks from here on are of a second phone, which stands beside another: alternate numbers and landlines. */
export const SECOND_PHONES: number = 4 * KIND_STEP;
/** A phone at home or at work, behind the ones that only its owner answers. */
export const isLastResort = ({ guess }: { readonly guess: Guess | undefined }): boolean =>
  (guess?.rank ?? 0) >= 2 * KIND_STEP;

const EXACT: ReadonlyMap<string, { readonly field: LeadField; readonly rank: number }> = new Map(
  LEAD_FIELDS.toReversed().flatMap((field) =>
    columnWords(field)
      .map((word, rank): [string, { field: LeadField; rank: number }] => [squeeze(word), { field, rank }])
      .toReversed(),
  ),
);

/** `(with country code)` says how a number is written, and not what the column holds. */
const REMARK =
  /^\s*(what('s| is| are)|please (enter|provide|give|share|type)|enter|provide|type|share)\s+(us\s+)?(with\s+)?(your|the)?\b|[([]?\b(with|incl\w*|including|without|w\/|no|mit|inkl\w*|con|avec|com|sem|sin)\.?\s+(the\s+|your\s+)?(country|area|isd|dial\w*|std|länder\w*)[\s-]*(codes?|vorwahl)?\b[)\]]?|[([]?\b(com|con|avec|mit)\s+(o\s+|l')?(ddd|ddi|lada|prefijo|prefisso|prefixo|indicatif|vorwahl)\b[)\]]?|[([](required|optional|mandatory|pflichtfeld)[)\]]|\((?:[^()]*[\s,])?(\d+|digits?|format|e\.?g|example|preferred|preferably|active|working|only|as (per|in|on)|z\.?\s?b|ex)\b[^()]*\)|\*/gi;

/** `First up, what's your full name?`, `Wie lautet Ihre Telefonnummer?`: what is asked for stands behind these words. */
const QUESTION =
  /^\s*¿?\s*([^,?]{1,24},\s*)?((and|und|et|y|e)\s+)?(what(['’]?s| is| are)|quel(le)? est|qual (é|è|e)|cu[aá]l es|wie (lautet|ist)|wat is)\s+(the|your|the best|votre|ton|ta|[oa] (seu|sua|teu|tua)|seu|sua|il (tuo|suo)|la (tua|sua)|tu|su|ihre?|deine?|je|jouw|uw)\b/i;

/** Which part of a lead a header names, whatever its language, case, accents and punctuation. */
export function fieldOfHeader(header: string): Guess | undefined {
  if (header.startsWith('fields.')) return undefined;
  const name = header.replace(REMARK, ' ').replace(QUESTION, ' ');
  const squeezed = squeeze(name);
  if (squeezed === '') return undefined;
  const exact = EXACT.get(squeezed);
  if (exact !== undefined && !(WEAK_PHONE_NAMES.has(squeezed) && exact.field === 'phone'))
    return { ...exact, strength: 'exact', rank: exact.rank + kindOffset(exact.field, squeezed), person: '' };
  if (WEAK_PHONE_NAMES.has(squeezed)) return { field: 'phone', strength: 'weak', rank: 9 * KIND_STEP, person: '' };
  const words = wordsOf(name);
  // The name of a deal, as Pipedrive has it.
  if (/^(lead|enquiry|inquiry|query) title$/.test(words.join(' '))) return undefined;
  const inner = innerName(words);
  if (inner !== undefined && inner.field !== 'phone' && inner.field !== 'email')
    return { ...inner, strength: 'part', rank: inner.rank + (words.includes('user') ? 2 : 1) * KIND_STEP, person: '' };
  return contactGuess(words, squeezed);
}

/** May this column, which is named after a person, hold phones instead: `Contact`? */
export const isWeakPhoneName = (header: string): boolean => WEAK_PHONE_NAMES.has(squeeze(header.replace(REMARK, ' ')));

/** Does a header say that the column is about someone else, or about money? */
export const namesOther = (header: string): boolean =>
  wordsOf(header).some((word) => OTHERS.has(word) || MONEY.has(word));

/** Does a header hold a word for a phone, whosever it may be? */
export const namesContact = (header: string): boolean =>
  wordsOf(header).some(
    (word) => EXACT.get(word)?.field === 'phone' || word === 'contact' || WEAK_PHONE_NAMES.has(word),
  ) && !wordsOf(header).some((word) => NUMBERED.has(word));

function kindOffset(field: LeadField, squeezed: string): number {
  if (field !== 'phone' || STEMS.some((stem) => squeezed.includes(stem))) return 0;
  return /festnetz|landline/.test(squeezed) ? 6 * KIND_STEP : KIND_STEP;
}

/** A known name with neutral words around it: `Person - Name`, `First Name (Billing)`, `SENDER_COMPANY`. */
function innerName(words: readonly string[]): { field: LeadField; rank: number } | undefined {
  const isLeading = (word = ''): boolean => isAround(word) || word === 'name';
  const starts = words.findIndex((word) => !isLeading(word));
  const lastStart = starts === -1 ? words.length - 1 : starts;
  const lastOther = words.findLastIndex((word) => !isAround(word));
  for (let start = 0; start <= lastStart; start++) {
    for (let end = words.length; end > Math.max(start, lastOther); end--) {
      const found = EXACT.get(words.slice(start, end).join(''));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const isAround = (word = ''): boolean => NEUTRAL.has(word) || ROLES.has(word);

/** A header that holds a word for a phone or an e-mail address, and says whose and which. */
function contactGuess(words: readonly string[], squeezed: string): Guess | undefined {
  if (words.length > 7 || words.some((word) => OTHERS.has(word))) return undefined;
  if (holdsOneOf(NOT_PHONE_STEMS, squeezed)) return undefined;
  const fields = words.map((word, index) => (isContactNumber(words, index) ? 'phone' : EXACT.get(word)?.field));
  if (fields.includes('email')) return about(words, 'email', fields);
  if (words.some((word, index) => NUMBERED.has(word) && NUMBER_WORDS.has(words[index + 1] ?? ''))) return undefined;
  if (fields.includes('phone')) return about(words, 'phone', fields);
  if (holdsOneOf(PHONE_STEMS, squeezed)) return { field: 'phone', strength: 'part', rank: KIND_STEP + 500, person: '' };
  return undefined;
}

const holdsOneOf = (stems: ReadonlySet<string>, squeezed: string): boolean =>
  [...stems].some((stem) => squeezed.includes(stem));

function about(
  words: readonly string[],
  field: 'phone' | 'email',
  fields: readonly (LeadField | undefined)[],
): Guess | undefined {
  const rest = words.filter(
    (word, index) => fields[index] !== field && !NUMBER_WORDS.has(word) && !/^\d{1,2}$/.test(word),
  );
  const kinds = words
    .map((word) => PHONE_KINDS.findIndex(([, names]) => names.has(word)))
    .filter((kind) => kind !== -1);
  const said = rest.filter(
    (word) => !NEUTRAL.has(word) && !PHONE_KINDS.some(([, names]) => names.has(word)) && word !== 'address',
  );
  if (said.some((word) => ABOUT.has(word) || isOtherField(word))) return undefined;
  const isMobile = STEMS.some((stem) => words.join('').includes(stem));
  const last = Math.max(-1, ...kinds.filter((kind) => kind > 1));
  const plainKind = isMobile || kinds.includes(0) ? 0 : 1;
  const kind = last === -1 ? plainKind : last;
  const number = Number(words.find((word) => /^\d{1,2}$/.test(word)) ?? 0);
  return { field, strength: 'part', rank: kind * KIND_STEP + 500 + number, person: said.join(' ') };
}

/** `Parent Contact No`, `Work #`: a contact with a number is a phone, and so is one at work or at home. */
const isContactNumber = (words: readonly string[], index: number): boolean =>
  NUMBER_WORDS.has(words[index + 1] ?? '') &&
  (words[index] === 'contact' || PHONE_KINDS.slice(2).some(([, names]) => names.has(words[index] ?? '')));

/** A word for another part of the lead: `Phone Notes`, `E-mail Name`. */
function isOtherField(word: string): boolean {
  const field = EXACT.get(word)?.field;
  return !ROLES.has(word) && (field === 'name' || field === 'notes');
}
