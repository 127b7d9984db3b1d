import { LEAD_FIELDS } from '@leadwire/core';
import { didYouMean } from '../did-you-mean.ts';
import type { FileError } from '../errors.ts';
import { optionError } from '../option-error.ts';
import type { LeadField } from './column-words.ts';
import { findColumn, lookUpColumn } from './find-column.ts';

/** Where a column's cells go: a part of the lead, or one of the provider's own fields, `fields.budget`. */
export type Destination = LeadField | `fields.${string}`;

/** What `--map` asks for: columns in the order in which they are tried; none takes a guess back. */
export interface Mapping {
  readonly columns: ReadonlyMap<Destination, string>;
  /** `fields.*`: every other column becomes a field of the provider. */
  readonly allFields: boolean;
}

/** Reads `phone=Mobile`, `phone=Mobile,Work Phone`, `fields.*` and `notes=`. */
export function parseMapping(texts: readonly string[]): Mapping {
  const columns = new Map<Destination, string>();
  let allFields = false;
  for (const text of texts) {
    if (/^fields\.\*=?\*?$/.test(text.trim())) {
      allFields = true;
      continue;
    }
    const at = text.indexOf('=');
    if (at < 1) {
      throw optionError(
        `--map ${text} is not a part and a column.`,
        'Write it as --map phone=Mobile: the part of the lead, then the column.',
      );
    }
    const destination = text.slice(0, at).trim();
    if (!isDestination(destination)) throw unknownPart(destination, text.slice(at + 1));
    if (columns.has(destination)) {
      throw optionError(
        `--map fills ${destination} twice.`,
        `To try several columns one after the other, name them in one: --map "${destination}=Mobile,Work Phone"`,
      );
    }
    const wanted = text.slice(at + 1).trim();
    if (destination === 'phone' && wanted === '') {
      throw optionError('--map phone= leaves no column for the phone.', 'Name the column: --map phone=Mobile');
    }
    columns.set(destination, wanted);
  }
  return { columns, allFields };
}

function unknownPart(destination: string, column: string): FileError {
  return optionError(
    `--map ${destination}=${column}: a lead has no "${destination}".`,
    ...didYouMean(destination, LEAD_FIELDS),
    `It has ${LEAD_FIELDS.join(', ')}; anything else is a field of the provider: --map fields.${destination}=${column}`,
  );
}

export const isDestination = (text: string): text is Destination =>
  (LEAD_FIELDS as readonly string[]).includes(text) || /^fields\.\S/.test(text);

/** The columns that are meant by `Mobile,Work Phone`; a column whose own name holds a comma goes first. */
export function resolveColumns(header: readonly string[], wanted: string): readonly number[] {
  if (wanted === '') return [];
  const whole = lookUpColumn(header, wanted);
  if (whole !== undefined || !wanted.includes(',')) return [whole ?? findColumn(header, wanted)];
  const names = wanted.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => findColumn(header, name));
}

/** The names that a mapping may mean, for files whose columns are only known row by row. */
export function namesIn(mapping: Mapping): readonly string[] {
  return [...mapping.columns.values()].flatMap((names) => names.split(',')).map((name) => name.trim());
}
