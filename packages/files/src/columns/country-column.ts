import { NEUTRAL, PHONE_KINDS } from './name-words.ts';
import { phrases, squeeze, wordsOf } from './words-of.ts';

/** The names of a column that holds a country; those of the phone's own country first. */
const NAMES = phrases(
  'phone country, phone country code, country code phone, mobile country code, country calling code, calling code, phone code, dial code',
  'dialing code, dialling code, isd code, isd, country dial code, country dialing code, country code, ctry code, cc, Ländervorwahl',
  'indicatif, indicatif pays, DDI, código país, código de país, código do país, prefisso internazionale, kod kraju, код страны, رمز الدولة',
  'country, country name, country region, country iso, country iso code, iso country code, country iso2, sender country iso, iso2, iso code, country id, country id code',
  'home country, address 1 country, address country, Land, Länder, pays, país, paese, kraj, ülke, страна, країна, देश, البلد, الدولة',
  'negara, maa, země, ország, țara, χώρα, ประเทศ, quốc gia, 国家, 国家地区, 國家, 国, 국가, nazione, stát, krajina',
).map(squeeze);

/** Around the word, they change nothing: `Billing Country`, `Default Address Country Code`. */
const AROUND = new Set(['mailing', 'address', 'home']);
const isAround = (word: string): boolean =>
  NEUTRAL.has(word) || AROUND.has(word) || PHONE_KINDS.some(([, words]) => words.has(word));

function rankOf(name: string): number {
  const whole = NAMES.indexOf(squeeze(name));
  if (whole !== -1) return whole;
  const inner = NAMES.indexOf(
    wordsOf(name)
      .filter((word) => !isAround(word))
      .join(''),
  );
  return inner === -1 ? -1 : inner + NAMES.length;
}

/** The column that says of each row which country its phone is of; `undefined` where no name says so. */
export function guessCountryColumn(header: readonly string[], taken: ReadonlySet<number>): number | undefined {
  const found = header
    .map((name, index) => ({ index, rank: rankOf(name) }))
    .filter(({ index, rank }) => rank !== -1 && !taken.has(index))
    .sort((a, b) => a.rank - b.rank);
  return found[0]?.index;
}

/** A column whose cells stand before those of the phone: `DDD` with `11` beside `98765-4321`. */
const AREA_CODES = new Set(
  phrases(
    'DDD, area code, phone area code, telephone area code, std code, std, Vorwahl, Ortsvorwahl, Telefonvorwahl, LADA, clave LADA',
    'indicatif régional, prefijo, prefijo telefónico, prefisso, prefixo, numer kierunkowy, kierunkowy, alan kodu, netnummer, kengetal',
    'код города, 区号, 區號, 市外局番, 지역번호, رمز المنطقة, kode area',
  ).map(squeeze),
);

/** Also as the part of a question: `Phone Number - Area Code`. */
const isAreaCode = (name: string): boolean =>
  AREA_CODES.has(squeeze(name)) || AREA_CODES.has(squeeze(/(?: - |\()([^()]*)\)?$/.exec(name)?.[1] ?? ''));

/** The column of area codes, where there is exactly one. */
export function findAreaCodeColumn(header: readonly string[]): number | undefined {
  const found = header.flatMap((name, index) => (isAreaCode(name) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}
