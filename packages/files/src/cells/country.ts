import { type PhoneMetadata, parsePhone } from '@leadwire/core/phone';
import { nearestWord } from '../did-you-mean.ts';
import { FileError } from '../errors.ts';

/** The country of `--country` in capitals; one that is not a country is refused. */
export function checkCountry(country: string | undefined): string | undefined {
  if (country === undefined) return undefined;
  const code = country.toUpperCase();
  try {
    parsePhone('0', { defaultCountry: code });
    return code;
  } catch (cause) {
    throw new FileError(`--country ${country || '""'} is not a country.`, {
      hints: [...countryMeant(country), 'Give two letters (ISO 3166-1): IN, US, GB, DE.'],
      cause,
    });
  }
}

/** A country that was given by its name, or by a code that people use for it. */
function countryMeant(text: string): string[] {
  const written = text.trim().toLowerCase();
  if (written === 'uk') return ['The United Kingdom is GB.'];
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const named = new Map<string, string>();
  for (const code of codes) {
    const name = NAMES.of(code);
    // A code of the past has the name of today's country: FX that of FR.
    if (name !== undefined && new Intl.Locale(`und-${code}`).region === code) named.set(name.toLowerCase(), code);
  }
  const name = named.has(written) ? written : nearestWord(written, written.length < 4 ? [] : [...named.keys()]);
  const code = named.get(name ?? '');
  return code === undefined ? [] : [`${NAMES.of(code) ?? code} is ${code}.`];
}

const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const LANGUAGES = 'en de fr es pt it nl pl tr ru uk hi ar id vi th sv da fi cs hu ro el he zh ja ko'.split(' ');

/** Names that people write and no standard lists, and codes of three letters. */
const OTHER_NAMES = [
  'GB: uk, great britain, britain, england, scotland, wales, northern ireland, gbr',
  'US: usa, u.s., u.s.a., america, united states of america, the united states; AE: uae, u.a.e., emirates, dubai, are',
  'IN: bharat, ind; NL: holland, nld; TR: turkey, turkiye, tur; DE: brd, deu, ger; SA: ksa, sau',
  'KR: korea, south korea, kor; RU: russia, rus; CZ: czechia; VN: vietnam; HK: hong kong; MO: macau; CN: prc, chn',
  'FR: fra; ES: esp; IT: ita; BR: bra; CA: can; AU: aus; MX: mex; CH: che; AT: aut; BE: bel; PL: pol; ZA: zaf; SG: sgp',
  'MY: mys; ID: idn; PH: phl; PK: pak; BD: bgd; LK: lka; NP: npl; NG: nga; KE: ken; EG: egy; JP: jpn; NZ: nzl; IE: irl',
  'PT: prt',
].flatMap((line) => line.split('; '));

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

function allNames(codes: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const language of LANGUAGES) {
    const shown = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = shown.of(code);
      if (name !== undefined && !found.has(plain(name))) found.set(plain(name), code);
    }
  }
  for (const line of OTHER_NAMES) {
    const [code = '', names = ''] = line.split(': ');
    for (const name of names.split(', ')) found.set(name, code);
  }
  return found;
}

/** Reads a country as people write it: `IN`, `India`, `Deutschland`, `UK`, `+91`, `India (+91)`. */
export type CountryReader = (text: string) => string | undefined;

/** @param metadata - says which countries there are, and which calling code is whose */
export function createCountryReader(metadata: PhoneMetadata): CountryReader {
  const { countries, country_calling_codes: callingCodes } = metadata;
  const codes = Object.keys(countries);
  let names: ReadonlyMap<string, string> | undefined;
  const known = new Map<string, string | undefined>();
  const read = (text: string): string | undefined => {
    const code = text.toUpperCase();
    if (code === 'UK') return 'GB';
    if (code.length === 2 && Object.hasOwn(countries, code)) return code;
    const digits = /^(?:\+|00)?(\d{1,4})(\.0)?$/.exec(text)?.[1];
    if (digits !== undefined) return callingCodes[digits as keyof typeof callingCodes]?.[0];
    names ??= allNames(codes);
    return names.get(plain(text)) ?? names.get(plain(text.replace(/[-([\s]*\+?\d{1,4}[-)\]\s]*/g, ' ')));
  };
  return (text) => {
    const cell = text.trim();
    if (!known.has(cell)) {
      if (known.size > 1000) known.clear();
      known.set(cell, read(cell));
    }
    return known.get(cell);
  };
}

/** A cell that is a calling code: `91`, `+49`. */
export const isCallingCode = (text: string): boolean => /^(?:\+|00)?\d{1,4}(\.0)?$/.test(text.trim());
