import { LEAD_FIELDS } from '@leadwire/core';
import { filledTexts, lookOf } from '../cells/cell.ts';
import type { ColumnUse, Why } from '../opened-file.ts';
import type { Doubt } from '../options.ts';
import { type ContactChoice, chooseEmail, choosePhone, type Sample } from './choose-contact.ts';
import type { LeadField } from './column-words.ts';
import { fieldOfHeader } from './field-of-header.ts';
import { type Destination, type Mapping, resolveColumns } from './mapping.ts';
import { squeeze } from './words-of.ts';

/** What each column is for. */
export interface ColumnPlan {
  readonly uses: readonly ColumnUse[];
  /** Columns that would fit a destination that another column fills. */
  readonly passedOver: readonly { readonly index: number; readonly destination: Destination }[];
  readonly doubts: readonly Doubt[];
}

/** Decides what each column is for: as told, as its profile says, and else by name and cells. */
export function planColumns(
  sample: Sample,
  told: Mapping,
  profile: ReadonlyMap<Destination, readonly number[]>,
): ColumnPlan {
  const uses = new UseTable(told, sample.ignored ?? new Set());
  for (const [destination, wanted] of told.columns)
    uses.add(destination, resolveColumns(sample.header, wanted), 'told');
  for (const [destination, indexes] of profile) uses.add(destination, indexes, 'profile');
  const doubts = addContacts(uses, sample);
  const passedOver: { index: number; destination: Destination }[] = [];
  for (const { index, destination } of guesses(sample, uses.taken())) {
    if (uses.all.has(destination)) passedOver.push({ index, destination });
    // Those two are decided above, or asked about.
    else if (destination !== 'phone' && destination !== 'email') uses.add(destination, [index], 'name');
  }
  settleNames(uses.all, sample.header);
  if (told.allFields)
    for (const [name, index] of unusedColumns(sample.header, uses.taken())) uses.add(`fields.${name}`, [index], 'told');
  const ordered = [...uses.all.values()].sort((a, b) => placeOf(a.destination) - placeOf(b.destination));
  return { uses: ordered, passedOver, doubts };
}

/** The phone and the e-mail address: by name and by cells, or as a doubt. */
function addContacts(uses: UseTable, sample: Sample): Doubt[] {
  return (
    [
      ['phone', choosePhone],
      ['email', chooseEmail],
    ] as const
  ).flatMap(([part, choose]) => {
    if (!uses.isOpen(part)) {
      if (part === 'phone') uses.tryBehind(part, choose(sample, uses.taken()));
      return [];
    }
    const { indexes, why, doubt } = choose(sample, uses.taken());
    uses.add(part, indexes, why);
    return doubt ?? [];
  });
}

/** What has been decided so far; the first decision for a part of the lead stands. */
class UseTable {
  readonly all = new Map<Destination, ColumnUse>();
  readonly #told: ReadonlyMap<Destination, string>;
  readonly #ignored: ReadonlySet<number>;

  constructor({ columns }: Mapping, ignored: ReadonlySet<number>) {
    this.#told = columns;
    this.#ignored = ignored;
  }

  /** Guesses count only where no option names a column, or takes the guess back. */
  add(destination: Destination, indexes: readonly number[], why: Why): void {
    const isOpen = why === 'told' ? !this.all.has(destination) : this.isOpen(destination);
    if (indexes.length > 0 && isOpen) this.all.set(destination, { destination, indexes, why });
  }

  isOpen(destination: Destination): boolean {
    return !this.all.has(destination) && !this.#told.has(destination);
  }

  /** Behind the columns of a profile, those that a form has beside them: `whatsapp_number`. */
  tryBehind(destination: Destination, { indexes, why }: ContactChoice): void {
    const use = this.all.get(destination);
    if (use?.why === 'profile' && why === 'name')
      this.all.set(destination, { ...use, indexes: [...use.indexes, ...indexes] });
  }

  taken(): Set<number> {
    return new Set([...this.#ignored, ...[...this.all.values()].flatMap(({ indexes }) => indexes)]);
  }
}

function unusedColumns(header: readonly string[], used: ReadonlySet<number>): [string, number][] {
  return header.flatMap((name, index): [string, number][] =>
    name !== '' && !used.has(index) && isSingle(header, name) ? [[name, index]] : [],
  );
}

/** What the names of the other columns say, the surest first; a name that stands there twice says nothing. */
function guesses({ header, rows }: Sample, taken: ReadonlySet<number>): { index: number; destination: Destination }[] {
  const isAdvert = header.some((name) => /^(campaign|creative|adset|ad)(name|id)?$/.test(squeeze(name)));
  const found = header.flatMap((name, index) => {
    if (taken.has(index) || !isSingle(header, name)) return [];
    if (/^fields\.\S/.test(name)) return [{ index, destination: name as Destination, rank: 0 }];
    // The account of an advertiser is not the company of the lead.
    if (isAdvert && /^account(name)?$/.test(squeeze(name))) return [];
    const guess = fieldOfHeader(name);
    if (guess === undefined || guess.strength === 'weak') return [];
    if (!mayHold(guess.field, rows, index)) return [];
    return [{ index, destination: guess.field as Destination, rank: guess.rank }];
  });
  return found.sort((a, b) => a.rank - b.rank || a.index - b.index);
}

/** `I agree to be contacted by phone` holds a yes, and no phone. */
function mayHold(field: LeadField, rows: Sample['rows'], index: number): boolean {
  if (IN_LETTERS.has(field)) return holdsLetters(rows, index);
  const { filled, phones, emails } = lookOf(rows, index);
  if (field === 'phone') return filled === 0 || phones > 0;
  return field !== 'email' || filled === 0 || emails > 0;
}

const IN_LETTERS: ReadonlySet<LeadField> = new Set(['name', 'firstName', 'lastName', 'company', 'jobTitle']);

/** `#1001` in a column "Name" is an order, `4711` under "Customer" a number: no person is called so. */
function holdsLetters(rows: Sample['rows'], index: number): boolean {
  const filled = filledTexts(rows, index);
  return filled.length === 0 || filled.filter((text) => /\p{L}/u.test(text)).length * 2 > filled.length;
}

const isSingle = (header: readonly string[], name: string): boolean =>
  header.indexOf(name) === header.lastIndexOf(name);

const placeOf = (destination: Destination): number => {
  const place = (LEAD_FIELDS as readonly string[]).indexOf(destination);
  return place === -1 ? LEAD_FIELDS.length : place;
};

/** `Nombre` beside `Apellido` is the first name, `Nom` beside `Prénom` the last, and so is `Name` beside `Vorname`. */
function settleNames(uses: Map<Destination, ColumnUse>, header: readonly string[]): void {
  const name = uses.get('name');
  if (name?.why !== 'name') return;
  const wordOf = (use: ColumnUse | undefined): string => squeeze(header[use?.indexes[0] ?? -1] ?? '');
  const move = (destination: LeadField): void => {
    uses.delete('name');
    uses.set(destination, { ...name, destination });
  };
  const first = uses.get('firstName');
  const word = wordOf(name);
  if (uses.has('lastName') && !first) {
    if (!/full|complet|lengkap|soyad|ivol/.test(word)) move('firstName');
  } else if (first && !uses.has('lastName')) {
    const germanic = /^(vorname|rufname|voornaam|fornamn|fornavn)$/.test(wordOf(first));
    if (word === 'nom' || (germanic && /^(name|naam|namn|navn)$/.test(word))) move('lastName');
  }
}
