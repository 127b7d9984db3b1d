import { FileError } from '../errors.ts';
import { LEAD_FIELDS, type LeadField } from './column-words.ts';
import { guessColumn, squeeze } from './guess-column.ts';

/** Where a column's cells go: a part of the lead, or one of the provider's own fields, `fields.budget`. */
export type Destination = LeadField | `fields.${string}`;

export interface ColumnUse {
  readonly destination: Destination;
  readonly column: string;
  readonly index: number;
  /** True when nobody named it: shown, so that a wrong guess is seen. */
  readonly guessed: boolean;
}

export interface ColumnPlan {
  readonly uses: readonly ColumnUse[];
  /** Columns that go nowhere. */
  readonly unused: readonly string[];
  /** Columns that would fit a destination that another column fills. */
  readonly passedOver: readonly { readonly column: string; readonly destination: Destination }[];
}

/** Reads `--map phone=Mobile`; an empty column takes a guess back: `--map notes=`. */
export function parseMapping(texts: readonly string[]): ReadonlyMap<Destination, string> {
  const mapping = new Map<Destination, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1)
      throw new FileError(`--map ${text} is not a part and a column.`, {
        hints: ['Write it as --map phone=Mobile: the part of the lead, then the column.'],
      });
    const destination = text.slice(0, at).trim();
    if (!isDestination(destination)) {
      throw new FileError(`--map ${text}: a lead has no "${destination}".`, {
        hints: [
          `It has ${LEAD_FIELDS.join(', ')}; anything else is a field of the provider: --map fields.${destination}=${text.slice(at + 1)}`,
        ],
      });
    }
    if (mapping.has(destination))
      throw new FileError(`--map fills ${destination} twice.`, {
        hints: ['Give the column that is meant, and leave the other out.'],
      });
    mapping.set(destination, text.slice(at + 1).trim());
  }
  return mapping;
}

const isDestination = (text: string): text is Destination =>
  (LEAD_FIELDS as readonly string[]).includes(text) || /^fields\.\S/.test(text);

/** Decides what each column is for: as told, and else as its header says. */
export function planColumns(columns: readonly string[], mapping: ReadonlyMap<Destination, string>): ColumnPlan {
  const uses = new Map<Destination, ColumnUse>();
  for (const [destination, wanted] of mapping) {
    if (wanted === '') continue;
    const index = findColumn(columns, wanted);
    uses.set(destination, { destination, column: columns[index] ?? wanted, index, guessed: false });
  }
  const told = new Set([...uses.values()].map((use) => use.index));
  const passedOver: { column: string; destination: Destination }[] = [];
  const guesses = columns.flatMap((column, index) => {
    const guess = told.has(index) ? undefined : guessOf(column);
    return guess ? [{ ...guess, column, index }] : [];
  });
  for (const { destination, column, index } of guesses.sort((a, b) => a.rank - b.rank || a.index - b.index)) {
    if (uses.has(destination)) passedOver.push({ column, destination });
    else if (mapping.has(destination)) continue;
    else uses.set(destination, { destination, column, index, guessed: true });
  }
  settleNames(uses);
  const used = new Set([...uses.values()].map((use) => use.index));
  return {
    uses: [...uses.values()].sort((a, b) => placeOf(a.destination) - placeOf(b.destination)),
    unused: columns.filter((column, index) => column !== '' && !used.has(index)),
    passedOver,
  };
}

function guessOf(column: string): { destination: Destination; rank: number } | undefined {
  if (/^fields\.\S/.test(column)) return { destination: column as Destination, rank: 0 };
  const guess = guessColumn(column);
  return guess && { destination: guess.field, rank: guess.rank };
}

const placeOf = (destination: Destination): number => {
  const place = (LEAD_FIELDS as readonly string[]).indexOf(destination);
  return place === -1 ? LEAD_FIELDS.length : place;
};

/** `Nombre` beside `Apellido` is the first name, `Nom` beside `Prénom` the last, and so is `Name` beside `Vorname`. */
function settleNames(uses: Map<Destination, ColumnUse>): void {
  const name = uses.get('name');
  if (!name?.guessed) return;
  const move = (destination: LeadField): void => {
    uses.delete('name');
    uses.set(destination, { ...name, destination });
  };
  const first = uses.get('firstName');
  const word = squeeze(name.column);
  if (uses.has('lastName') && !first) {
    if (!/full|complet|lengkap|soyad|ivol/.test(word)) move('firstName');
  } else if (first && !uses.has('lastName')) {
    const germanic = /^(vorname|rufname|voornaam|fornamn|fornavn)$/.test(squeeze(first.column));
    if (word === 'nom' || (germanic && /^(name|naam|namn|navn)$/.test(word))) move('lastName');
  }
}

export function findColumn(columns: readonly string[], wanted: string): number {
  const exact = columns.indexOf(wanted);
  if (exact !== -1) return exact;
  const close = columns.flatMap((column, index) =>
    squeeze(column) === squeeze(wanted) && column !== '' ? [index] : [],
  );
  if (close.length === 1 && close[0] !== undefined) return close[0];
  throw new FileError(`there is no column "${wanted}".`, { hints: [`The columns are: ${listColumns(columns)}.`] });
}

export const listColumns = (columns: readonly string[]): string =>
  columns
    .filter((column) => column !== '')
    .map((column) => `"${column}"`)
    .join(', ');
