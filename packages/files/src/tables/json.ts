import type { Cell } from '../cells/cell.ts';
import { fieldOfHeader } from '../columns/field-of-header.ts';
import { shortName } from '../columns/find-column.ts';
import { FileError } from '../errors.ts';
import { followedBy, peek } from '../input/peek.ts';
import { type JsonText, LineCutter, ObjectCutter } from './json-texts.ts';
import { AS_CSV, type Row, SAMPLE_ROWS, type Table, type TableOptions, toRows } from './table.ts';

type JsonOptions = Pick<TableOptions, 'wanted' | 'told' | 'isPipe' | 'onNotice'>;

interface Parsed {
  readonly line: number;
  readonly row: number;
  readonly text: string;
  readonly values: ReadonlyMap<string, Cell> | undefined;
  readonly isDamaged?: boolean;
}

/** Rows of NDJSON, of an array of objects, or of objects one after the other; the columns are the fields of the first ones. */
export async function readJson(texts: AsyncIterable<string>, options: JsonOptions): Promise<Table> {
  // Enough to tell one object a line from objects over several lines.
  const opening = await peek(texts, (read) => {
    const head = read.join('');
    return /\S[^\n]*\n/.test(head) || head.length >= 1024 * 1024;
  });
  const head = opening.pieces.join('');
  const { cutter, format, start = 0 } = cutterFor(head);
  const enough = options.isPipe ? 1 : SAMPLE_ROWS;
  const read = readObjects(followedBy([head.slice(start)], opening.rest), cutter);
  const { pieces, rest } = await peek(read, (batches) => !opening.isWhole && batches.flat().length >= enough);
  const objects = pieces.flat();
  if (objects.every(({ values }) => values === undefined)) throw notObjects(objects.length);
  const { header, rare } = columnsOf(objects, options.wanted);
  const rows = await toRows(followedBy([objects], rest), rowMaker(header, options));
  return { header, format, ...AS_CSV, rare, ...rows };
}

async function* readObjects(
  texts: AsyncIterable<string>,
  cutter: LineCutter | ObjectCutter,
): AsyncGenerator<readonly Parsed[]> {
  for await (const text of texts) yield cutter.push(text).map(parseObject);
  yield cutter.push('', true).map(parseObject);
}

/** `{ "data": [{` as APIs respond: the list inside, behind other values. */
const WRAPPED =
  /^\s*\{\s*(?:"[^"\\]*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|\{[^{}]*\})\s*,\s*)*"[^"\\]*"\s*:\s*(?=\[\s*\{)/;
/** Lists that belong to one lead: its answers in a form. */
const OF_ONE_LEAD =
  /"(field_data|user_column_data|answers|fields|custom_?fields|tags|emails|phones|phone_?numbers|addresses|questions(_and_answers)?)"\s*:\s*$/i;

function cutterFor(head: string): { cutter: LineCutter | ObjectCutter; format: string; start?: number } {
  const wrapped = WRAPPED.exec(head.slice(0, 64 * 1024))?.[0];
  if (wrapped !== undefined && !OF_ONE_LEAD.test(wrapped))
    return { cutter: new ObjectCutter(wrapped.split('\n').length), format: 'JSON', start: wrapped.length };
  const start = head.trimStart();
  if (start.startsWith('[')) return { cutter: new ObjectCutter(), format: 'JSON' };
  const firstLine = (start.split('\n', 1)[0] ?? '').trim();
  const isOverLines = start.startsWith('{') && /[,{[:]$/.test(firstLine);
  return isOverLines ? { cutter: new ObjectCutter(), format: 'JSON' } : { cutter: new LineCutter(), format: 'NDJSON' };
}

const notObjects = (count: number): FileError =>
  count === 0
    ? new FileError('the file is empty.', { hints: ['It must hold JSON objects, one for each lead.'] })
    : new FileError('the file holds no JSON object that can be read: each lead must be one.', {
        hints: ['NDJSON has one whole object on each line; an array of objects works, too.'],
      });

/** The fields of the first objects; rare are those that most of them do not have. */
function columnsOf(
  opening: readonly Parsed[],
  wanted: readonly string[],
): { header: readonly string[]; rare: ReadonlySet<number> } {
  const counts = new Map(wanted.map((name) => [name, 0]));
  let objects = 0;
  for (const { values } of opening) {
    if (values === undefined) continue;
    objects++;
    for (const name of values.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts.keys()];
  const rare = names.flatMap((name, index) => ((counts.get(name) ?? 0) * 2 < objects ? [index] : []));
  return { header: names, rare: new Set(rare) };
}

function rowMaker(header: readonly string[], { told, onNotice }: JsonOptions): (parsed: Parsed) => Row {
  const places = new Map(header.map((name, index) => [name, index]));
  const filled = new Set<string>([...told, ...header.flatMap((name) => fieldOfHeader(name)?.field ?? [])]);
  const unseen = new Set<string>();
  const matters = (name: string): boolean => {
    const guess = fieldOfHeader(name);
    return name.startsWith('fields.') || (guess !== undefined && !filled.has(guess.field));
  };
  const toldOnce = (name: string, line: number): void => {
    if (unseen.has(name) || unseen.size >= 20) return;
    unseen.add(name);
    onNotice(
      `Line ${line} has a field "${shortName(name)}" that the first objects do not have; it is not sent. To send it: --map fields.${shortName(name)}=${shortName(name)}`,
    );
  };
  return ({ line, row, text, values, isDamaged }) => {
    // The line as it stands, so that it can be mended.
    if (values === undefined) return { row, line, cells: [text], fault: 'is not a JSON object' };
    const cells: Cell[] = header.map(() => '');
    let fault = isDamaged ? 'holds bytes that are no character of its encoding: the file is damaged here' : undefined;
    for (const [name, value] of values) {
      const place = places.get(name);
      if (place !== undefined) cells[place] = value;
      else if (matters(name))
        fault = `has the field "${shortName(name)}", which the first objects do not have: name it with --map`;
      else toldOnce(name, line);
    }
    return { row, line, cells, fault };
  };
}

function parseObject({ text, line, place }: JsonText): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line, row: place, text, values: undefined };
    const values = new Map<string, Cell>();
    flatten(value, '', values);
    return { line, row: place, text, values, isDamaged: !text.isWellFormed() };
  } catch {
    return { line, row: place, text, values: undefined };
  }
}

/** `{ fields: { budget: 5 } }` as `fields.budget`, the answers of a form each by its question, phones each by its kind; other lists stay as they are. */
function flatten(value: object, prefix: string, values: Map<string, Cell>): void {
  for (const [key, inner] of Object.entries(value)) {
    const answers = answersIn(inner);
    const contacts = contactsIn(key, inner);
    if (answers !== undefined) for (const [name, answer] of answers) values.set(prefix + name, answer);
    else if (contacts !== undefined)
      for (const [name, contact] of contacts) values.set(`${prefix}${key}.${name}`, contact);
    else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      flatten(inner, `${prefix}${key}.`, values);
    else values.set(prefix + key, inner);
  }
}

/**
 * A form's answers as ad platforms list them: `[{ "name": "phone_number", "values": ["+91…"] }]`.
 * @see https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving
 * @see https://developers.google.com/google-ads/webhook/docs/implementation
 */
function answersIn(list: unknown): readonly (readonly [name: string, answer: Cell])[] | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const answers = list.map(answerOf);
  return answers.every((answer) => answer !== undefined) ? answers : undefined;
}

function answerOf(item: unknown): readonly [name: string, answer: Cell] | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Readonly<Record<string, unknown>>;
  const name = fields.name ?? fields.column_id;
  const answer = fields.values ?? fields.string_value;
  return typeof name === 'string' && answer !== undefined ? [name, answer] : undefined;
}

/** `"phones": [{ "type": "mobile", "value": "+91…" }]` as `phones.mobile`, `["+91…", "+91…"]` as `phones.1` and `phones.2`. */
function contactsIn(key: string, list: unknown): ReadonlyMap<string, Cell> | undefined {
  const isPhones = /(phone|mobile|tel)[a-z_]*s$/i.test(key);
  if (!Array.isArray(list) || list.length === 0 || !(isPhones || /mails$/i.test(key))) return undefined;
  const found = new Map<string, Cell>();
  for (const [index, item] of list.entries()) {
    const place = String(index + 1);
    const [name, contact] = contactOf(item) ?? (isPhones ? [place, item] : []);
    if (contact === undefined) return undefined;
    found.set(name === undefined || found.has(name) ? `${name ?? ''} ${place}`.trim() : name, contact);
  }
  return found;
}

/** What people call the kind and the number of a phone in a list of them. */
const KINDS = ['type', 'label', 'kind'];
const CONTACTS = ['value', 'number', 'phone', 'phone_number', 'address', 'email'];

function contactOf(item: unknown): readonly [kind: string | undefined, contact: Cell] | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Readonly<Record<string, unknown>>;
  const contact = CONTACTS.map((name) => fields[name]).find((value) => value !== undefined);
  const kind = KINDS.map((name) => fields[name]).find((value) => typeof value === 'string');
  return [typeof kind === 'string' ? kind : undefined, contact];
}
