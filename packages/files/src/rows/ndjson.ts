import { FileError } from '../errors.ts';
import type { Cell, Row, Table } from '../table.ts';

const MAX_LINE = 1024 * 1024;

export interface NdjsonOptions {
  /** Columns that are wanted by name, whether or not the first lines have them. */
  readonly wanted: readonly string[];
  /** Would this field go into the lead? Then a row that brings it late is refused, rather than sent without it. */
  readonly matters: (column: string) => boolean;
  /** Told once of each field that the first lines do not have and that is not sent. */
  readonly onNotice: (text: string) => void;
}

/** Rows of newline-delimited JSON: one object a line; the columns are the fields of the first lines. */
export async function readNdjson(bytes: AsyncIterable<Buffer>, options: NdjsonOptions): Promise<Table> {
  const reading = lineBatches(bytes);
  const first = await reading.next();
  if (first.done) throw new FileError('the file is empty.', { hints: ['Each of its lines must be a JSON object.'] });
  const columns = [...options.wanted];
  const places = new Map(columns.map((column, index) => [column, index]));
  const opening = first.value.map(parseLine);
  for (const { values } of opening) {
    for (const name of values?.keys() ?? []) {
      if (!places.has(name)) places.set(name, columns.push(name) - 1);
    }
  }
  if (opening.every(({ values }) => values === undefined)) throw notLines(first.value[0]);
  const toRow = rowMaker(columns, places, options);
  const rows = opening.map(toRow);
  return {
    columns,
    format: 'NDJSON',
    delimiter: ',',
    sample: rows,
    batches: rowBatches(rows, reading, toRow),
  };
}

/** A file that holds JSON of another shape: one list of all leads, or objects over several lines. */
function notLines({ text = '', line = 1 }: Partial<Line> = {}): FileError {
  const filter = text.trim().startsWith('[') ? '.[]' : '.';
  return new FileError(`line ${line} is not a JSON object of its own: NDJSON has one whole lead on each line.`, {
    hints: [`To write it so: jq -c '${filter}' leads.json > leads.ndjson`],
  });
}

interface Line {
  readonly text: string;
  readonly line: number;
}

interface Parsed {
  readonly line: number;
  readonly values: ReadonlyMap<string, Cell> | undefined;
}

function rowMaker(
  columns: readonly string[],
  places: ReadonlyMap<string, number>,
  options: NdjsonOptions,
): (parsed: Parsed) => Row {
  const unseen = new Set<string>();
  return ({ line, values }) => {
    const cells: Cell[] = columns.map(() => '');
    if (values === undefined) return { row: line, line, cells, fault: 'is not a JSON object' };
    let fault: string | undefined;
    for (const [name, value] of values) {
      const place = places.get(name);
      if (place !== undefined) cells[place] = value;
      else if (options.matters(name))
        fault = `has the field "${name}", which the first lines do not have: name it with --map`;
      else if (!unseen.has(name) && unseen.size < 20) {
        unseen.add(name);
        options.onNotice(
          `Line ${line} has a field "${name}" that the first lines do not have; it is not sent. To send it: --map fields.${name}=${name}`,
        );
      }
    }
    return { row: line, line, cells, fault };
  };
}

function parseLine({ text, line }: Line): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { line, values: undefined };
    const values = new Map<string, Cell>();
    flatten(value, '', values);
    return { line, values };
  } catch {
    return { line, values: undefined };
  }
}

/** `{ fields: { budget: 5 } }` as `fields.budget`; lists stay as they are. */
function flatten(value: object, prefix: string, values: Map<string, Cell>): void {
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      flatten(inner, `${prefix}${key}.`, values);
    else values.set(prefix + key, inner);
  }
}

async function* rowBatches(
  first: readonly Row[],
  rest: AsyncGenerator<Line[]>,
  toRow: (parsed: Parsed) => Row,
): AsyncGenerator<readonly Row[]> {
  try {
    yield first;
    for await (const lines of rest) yield lines.map((line) => toRow(parseLine(line)));
  } finally {
    await rest.return(undefined);
  }
}

/** Lines that are not empty, as many at a time as came in one read. */
async function* lineBatches(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder('utf-8');
  let carry = '';
  let line = 0;
  const keep = (texts: readonly string[]): Line[] => {
    const lines: Line[] = [];
    for (const text of texts) {
      line++;
      if (text.trim() !== '') lines.push({ text, line });
    }
    return lines;
  };
  for await (const chunk of bytes) {
    const texts = (carry + decoder.decode(chunk, { stream: true })).split('\n');
    carry = texts.pop() ?? '';
    if (carry.length > MAX_LINE)
      throw new FileError(`line ${line + texts.length + 1} is longer than a megabyte.`, {
        hints: ['Shorten it and run it again: rows that were sent are not sent again.'],
      });
    const lines = keep(texts);
    if (lines.length > 0) yield lines;
  }
  const last = keep([carry + decoder.decode()]);
  if (last.length > 0) yield last;
}
