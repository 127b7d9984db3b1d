import { type Cell, type ColumnLook, lookOf, phoneText } from '../cells/cell.ts';
import type { Answer, Doubt } from '../options.ts';
import {
  fieldOfHeader,
  type Guess,
  isLastResort,
  isWeakPhoneName,
  namesContact,
  namesOther,
  SECOND_PHONES,
} from './field-of-header.ts';
import { columnsHint, listColumns, mapFlag, placeOf, shortName } from './find-column.ts';
import { ROLES } from './name-words.ts';

/** The phone or e-mail columns of a file, the one to try first in front; or why only a person can tell. */
export interface ContactChoice {
  readonly indexes: readonly number[];
  readonly why: 'name' | 'cells';
  readonly doubt: Doubt | undefined;
}

export interface Sample {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns that most rows do not have: the stray key of one JSON object. */
  readonly rare: ReadonlySet<number>;
  /** Columns that are no part of the leads. */
  readonly ignored?: ReadonlySet<number>;
  /** Whether text is a phone number that exists, in the country of the file. */
  readonly isPhone?: (text: string) => boolean;
}

interface Candidate {
  readonly index: number;
  readonly name: string;
  readonly guess: Guess | undefined;
  readonly look: ColumnLook;
}

/** A column is the phone by its name and by its cells; where the two do not agree, or two columns may be it, that is a doubt. */
export function choosePhone(sample: Sample, taken: ReadonlySet<number>): ContactChoice {
  const all = candidates(sample, taken);
  const named = all.filter(({ guess }) => guess?.field === 'phone' && guess.strength !== 'weak');
  const own = named.filter(({ guess }) => guess?.person === '').sort(byRank(sample.rare));
  // Of two columns of one name the one without a cell is not meant.
  const isTwin = ({ name }: Candidate): boolean => all.some((other) => other.name === name && other.look.filled > 0);
  const fitting = own.filter((each) => looksRight(each) && (each.look.filled > 0 || !isTwin(each)));
  const twins = fitting.filter(({ name }) => fitting.filter((other) => other.name === name).length > 1);
  if (twins.length > 0 && fitting[0]?.name === twins[0]?.name) return namedTwice(twins);
  const single = fitting.filter((each) => !twins.includes(each));
  const strangers = named.filter((each) => each.guess?.person !== '' && looksRight(each)).sort(byRank(sample.rare));
  const people = groupByPerson(strangers);
  if (single.some(isFirstChoice)) return chosen([...beforeLastResort(single, strangers), ...single], 'name');
  if (people.length > 1)
    return askedForPhone(sample, people.flat(), 'More than one column holds phone numbers, of different people.');
  const weak = all.filter((each) => isWeakPhoneName(each.name) && mostlyPhones(each.look));
  // A postcode has the form of a phone, but is none: https://en.wikipedia.org/wiki/CEP_(postal_code)
  const real = weak.filter((each) => holdsRealPhones(sample, each));
  const found = [...people.flat(), ...single];
  if (found.length > 0 && real.length > 0)
    return askedForPhone(sample, [...real, ...found], 'More than one column holds phone numbers.');
  if (found.length > 0 && own.length === single.length) return chosen(found, 'name');
  if (own.length === 0 && real.length === 1) return chosen(real, 'cells');
  const alike = all
    .filter((each) => mostlyPhones(each.look) && !namesOther(each.name))
    .sort((a, b) => likelihood(b) - likelihood(a));
  return askedForPhone(sample, ...mismatch(own, alike));
}

/** The e-mail columns of a file, by name and cells; a flag such as `HasOptedOutOfEmail` is none. */
export function chooseEmail(sample: Sample, taken: ReadonlySet<number>): ContactChoice {
  const { header } = sample;
  const fitting = candidates(sample, taken)
    .filter(({ name, guess }) => guess?.field === 'email' && header.indexOf(name) === header.lastIndexOf(name))
    .filter(({ guess, look }) => guess?.strength === 'exact' || look.filled === 0 || look.emails * 2 >= look.filled)
    .sort(byRank(sample.rare));
  const own = fitting.filter(({ guess }) => guess?.person === '');
  const wrong = own.find(({ look }) => look.filled >= 3 && look.emails === 0);
  if (wrong !== undefined)
    return asked(
      'email',
      [wrong],
      `Column "${shortName(wrong.name)}" is named after an e-mail address, but holds none.`,
    );
  if (own.length > 0) return chosen(own, 'name');
  if (groupByPerson(fitting).length <= 1) return chosen(fitting, 'name');
  const names = listColumns(fitting.map(({ name }) => name));
  return asked('email', fitting, `More than one column holds e-mail addresses, of different people: ${names}.`);
}

function holdsRealPhones({ rows, isPhone = () => true }: Sample, { index, look }: Candidate): boolean {
  const real = rows.filter((cells) => isPhone(phoneText(cells[index]))).length;
  return real >= look.filled * 0.6;
}

/** Of the columns that hold what may be phones, those that may be named after one go first: `Guardian Contact` before `Roll No`. */
const likelihood = ({ name, guess }: Candidate): number =>
  guess?.field === 'phone' ? 2 : Number(namesContact(name) || isWeakPhoneName(name));

/** What to say where names and cells do not agree: the columns that may be meant, and why they are not simply taken. */
function mismatch(
  own: readonly Candidate[],
  alike: readonly Candidate[],
): [columns: readonly Candidate[], problem: string] {
  const [named] = own;
  if (named === undefined) return [alike, 'No column is known by its name to hold the phone number.'];
  const problem = `Column "${shortName(named.name)}" is named after a phone, but its cells do not look like phone numbers.`;
  return [[...alike.filter(({ index }) => index !== named.index), named], problem];
}

function candidates({ header, rows }: Sample, taken: ReadonlySet<number>): Candidate[] {
  return header.flatMap((name, index) =>
    name === '' || taken.has(index) ? [] : [{ index, name, guess: fieldOfHeader(name), look: lookOf(rows, index) }],
  );
}

const byRank =
  (rare: ReadonlySet<number>) =>
  (a: Candidate, b: Candidate): number =>
    Number(rare.has(a.index)) - Number(rare.has(b.index)) ||
    (a.guess?.rank ?? 0) - (b.guess?.rank ?? 0) ||
    a.index - b.index;

/** An exact name needs little: one bad cell is a bad row. A name that only holds the word needs cells that agree. */
function looksRight({ guess, look: { filled, phones } }: Candidate): boolean {
  if (filled === 0) return true;
  if (guess?.strength === 'exact') return phones > 0 ? filled < 4 || phones >= filled * 0.3 : filled < 2;
  return phones >= filled * 0.5;
}

/** `Applicant Mobile` beside `Office Phone`: whoever applied is called before the office, where they are the only such person. */
function beforeLastResort(single: readonly Candidate[], strangers: readonly Candidate[]): readonly Candidate[] {
  const roles = strangers.filter((each) => ROLES.has(each.guess?.person ?? '') && isFirstChoice(each));
  return single.every(isLastResort) && groupByPerson(roles).length === 1 ? roles : [];
}

/** Not a second phone, which stands beside the first: `Candidate Mobile`, `Alternate Contact No`. */
const isFirstChoice = ({ guess }: Candidate): boolean => (guess?.rank ?? 0) < SECOND_PHONES;

const mostlyPhones = ({ filled, phones }: ColumnLook): boolean => filled > 0 && phones >= filled * 0.6;

function groupByPerson(columns: readonly Candidate[]): Candidate[][] {
  return [...Map.groupBy(columns, ({ guess }) => guess?.person ?? '').values()];
}

const chosen = (columns: readonly Candidate[], why: 'name' | 'cells'): ContactChoice => ({
  indexes: columns.map(({ index }) => index),
  why,
  doubt: undefined,
});

function askedForPhone({ header }: Sample, columns: readonly Candidate[], problem: string): ContactChoice {
  const names = listColumns(columns.map(({ name }) => name));
  const which =
    columns.length === 0
      ? `${columnsHint(header)} Name the one that holds the phone with --map phone=COLUMN.`
      : `Which column is the phone: ${names}?`;
  return asked('phone', columns, `${problem} ${which}`);
}

function asked(part: 'phone' | 'email', columns: readonly Candidate[], question: string): ContactChoice {
  const names = columns.map(({ name }) => name);
  const answers = names.map(
    (name): Answer => ({ label: shortName(name), flag: mapFlag(part, name), options: { map: [`${part}=${name}`] } }),
  );
  // A lead needs a phone, and may have no e-mail address.
  if (part === 'email')
    answers.push({ label: 'none of them', flag: mapFlag('email', ''), options: { map: ['email='] } });
  const doubt: Doubt = { kind: `${part}-column`, columns: names, question, stopsPipe: true, answers };
  return { indexes: [], why: 'cells', doubt };
}

/** Columns of one name: each is told by its place, and so are all of them, the first usable one. */
function namedTwice(twins: readonly Candidate[]): ContactChoice {
  const [{ name = '' } = {}] = twins;
  const same = twins.filter((each) => each.name === name);
  const places = same.map(({ index }) => placeOf(index));
  const question = `The header names "${shortName(name)}" more than once (columns ${same.map(({ index }) => index + 1).join(' and ')}). Which one is the phone?`;
  const answers = [...places.map((place) => [place]), places].map(
    (wanted): Answer => ({
      label: wanted.length === 1 ? `column ${wanted[0]?.slice(1)}` : 'the first of them that is usable',
      flag: mapFlag('phone', ...wanted),
      options: { map: [`phone=${wanted.join(',')}`] },
    }),
  );
  return {
    indexes: [],
    why: 'name',
    doubt: { kind: 'phone-column', columns: [name], question, stopsPipe: true, answers },
  };
}
