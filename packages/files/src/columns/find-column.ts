import { didYouMean } from '../did-you-mean.ts';
import { optionError } from '../option-error.ts';
import { fieldOfHeader } from './field-of-header.ts';
import { squeeze } from './words-of.ts';

/** A column by its place, where its name does not tell it: `#4` is the fourth. */
export const placeOf = (index: number): string => `#${index + 1}`;

/**
 * A column as an option names it: by its place where its name stands twice, or holds a comma, at which names are cut.
 * @example nameOrPlace(['Name', 'Phone', 'Phone'], 2) // '#3'
 */
export function nameOrPlace(header: readonly string[], index: number): string {
  const name = header[index] ?? '';
  return header.indexOf(name) === header.lastIndexOf(name) && !name.includes(',') ? name : placeOf(index);
}

/** The column of a name, also where case, spaces or punctuation differ; `undefined` where there is none, or more than one. */
export function lookUpColumn(header: readonly string[], wanted: string): number | undefined {
  const exact = header.flatMap((name, index) => (name === wanted ? [index] : []));
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  const close = header.flatMap((name, index) => (name !== '' && squeeze(name) === squeeze(wanted) ? [index] : []));
  if (close.length > 0) return close.length === 1 ? close[0] : undefined;
  const place = Number(/^#(\d+)$/.exec(wanted)?.[1]);
  return place >= 1 && place <= header.length ? place - 1 : undefined;
}

export function findColumn(header: readonly string[], wanted: string): number {
  const found = lookUpColumn(header, wanted);
  if (found !== undefined) return found;
  if (header.filter((name) => squeeze(name) === squeeze(wanted)).length > 1) {
    throw optionError(
      `there is more than one column "${shortName(wanted)}".`,
      `Say which one by its place: ${header.flatMap((name, index) => (squeeze(name) === squeeze(wanted) ? [placeOf(index)] : [])).join(' or ')}`,
    );
  }
  throw optionError(`there is no column "${shortName(wanted)}".`, ...columnMeant(header, wanted), columnsHint(header));
}

/** Only where the first line is a header: else its names are a person's data. */
const columnMeant = (header: readonly string[], wanted: string): string[] =>
  header.some((name) => fieldOfHeader(name) !== undefined) ? didYouMean(wanted, header.map(shortName)) : [];

/** Which columns there are. Where none has a name that is known, the line may be a person's data, and is not shown. */
export function columnsHint(header: readonly string[]): string {
  if (header.some((name) => fieldOfHeader(name) !== undefined)) return `The columns are: ${listColumns(header)}.`;
  return `None of its ${header.length} columns has a name that is known.`;
}

const SHOWN = 40;
const LONGEST = 40;

/** A name as messages show it: what is too long for a name may be what a person wrote. */
export const shortName = (name: string): string => {
  const clean = name.replace(/\p{Cc}/gu, ' ').trim();
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
};

export function listColumns(header: readonly string[]): string {
  const names = header.filter((name) => name !== '').map((name) => `"${shortName(name)}"`);
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ');
}

/** `--map phone=Mobile`, with quotes where a shell needs them. */
export const mapFlag = (destination: string, ...columns: readonly string[]): string =>
  flag('--map', `${destination}=${columns.join(',')}`);

export const flag = (name: string, value: string): string =>
  `${name} ${/^[\w\p{L}=.,:@%+/-]+$/u.test(value) ? value : quoted(value)}`;

const quoted = (value: string): string =>
  /["$`\\!]/.test(value) ? `'${value.replaceAll("'", `'\\''`)}'` : `"${value}"`;
