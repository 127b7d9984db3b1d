import { squeeze } from './words-of.ts';

/** A column whose cells stand before those of the phone: `DDD` with `11` beside `98765-4321`. */
const NAMES = new Set(
  [
    'DDD, area code, phone area code, telephone area code, std code, std, Vorwahl, Ortsvorwahl, Telefonvorwahl, LADA, clave LADA',
    'indicatif régional, prefijo, prefijo telefónico, prefisso, prefixo, numer kierunkowy, kierunkowy, alan kodu, netnummer, kengetal',
    'код города, 区号, 區號, 市外局番, 지역번호, رمز المنطقة, kode area',
  ]
    .flatMap((line) => line.split(', '))
    .map(squeeze),
);

/** The column of area codes, where there is exactly one. */
export function findAreaCodeColumn(header: readonly string[]): number | undefined {
  const found = header.flatMap((name, index) => (NAMES.has(squeeze(name)) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}
