import type { PhoneMetadata } from '@leadwire/core/phone';

const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'nl',
  'pl',
  'tr',
  'ru',
  'uk',
  'hi',
  'ar',
  'id',
  'vi',
  'th',
  'sv',
  'da',
  'fi',
  'cs',
  'hu',
  'ro',
  'el',
  'he',
  'zh',
  'ja',
  'ko',
];

/** Names that people write and no standard lists. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ...{
    uk: 'GB',
    'great britain': 'GB',
    britain: 'GB',
    england: 'GB',
    scotland: 'GB',
    wales: 'GB',
    'northern ireland': 'GB',
  },
  ...{
    usa: 'US',
    'u.s.': 'US',
    'u.s.a.': 'US',
    america: 'US',
    'united states of america': 'US',
    'the united states': 'US',
  },
  ...{
    uae: 'AE',
    'u.a.e.': 'AE',
    emirates: 'AE',
    dubai: 'AE',
    bharat: 'IN',
    holland: 'NL',
    turkey: 'TR',
    turkiye: 'TR',
    brd: 'DE',
  },
  ...{
    ksa: 'SA',
    korea: 'KR',
    'south korea': 'KR',
    russia: 'RU',
    czechia: 'CZ',
    vietnam: 'VN',
    'hong kong': 'HK',
    macau: 'MO',
    prc: 'CN',
  },
  ...{
    ind: 'IN',
    deu: 'DE',
    ger: 'DE',
    gbr: 'GB',
    fra: 'FR',
    esp: 'ES',
    ita: 'IT',
    bra: 'BR',
    are: 'AE',
    sau: 'SA',
    can: 'CA',
    aus: 'AU',
  },
  ...{
    mex: 'MX',
    nld: 'NL',
    che: 'CH',
    aut: 'AT',
    bel: 'BE',
    pol: 'PL',
    tur: 'TR',
    rus: 'RU',
    zaf: 'ZA',
    sgp: 'SG',
    mys: 'MY',
    idn: 'ID',
  },
  ...{
    phl: 'PH',
    pak: 'PK',
    bgd: 'BD',
    lka: 'LK',
    npl: 'NP',
    nga: 'NG',
    ken: 'KE',
    egy: 'EG',
    jpn: 'JP',
    chn: 'CN',
    kor: 'KR',
    nzl: 'NZ',
    irl: 'IE',
    prt: 'PT',
  },
};

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
  for (const [name, code] of Object.entries(OTHER_NAMES)) found.set(name, code);
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
