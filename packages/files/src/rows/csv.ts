import { type CsvError, type Parser, parse } from 'csv-parse';
import { FileError } from '../errors.ts';
import { peek } from '../input/byte-stream.ts';
import type { Row, Table } from '../table.ts';
import { delimiterName, findDelimiter } from './delimiter.ts';
import { checkHeader } from './header.ts';

/** A record longer than this is most likely a quote that was never closed. */
const MAX_RECORD_BYTES = 1024 * 1024;

/** Rows of a CSV in UTF-8, its separator found in the header unless it is given. */
export async function readCsv(
  bytes: AsyncIterable<Buffer>,
  options: { delimiter?: string | undefined } = {},
): Promise<Table> {
  const { head: start, rest: source } = await peek(bytes);
  const found = findDelimiter(start.subarray(0, 64 * 1024).toString('utf8'));
  const delimiter = options.delimiter ?? found.delimiter;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    columns: false,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  const records = parseRecords(parser, start.subarray(found.skip), source);
  const reading = numberRows(records, found.skip > 0 ? 2 : 1);
  const opened = await reading.next();
  if (opened.done || opened.value.header === undefined)
    throw new FileError('the file is empty.', { hints: ['Its first line must name the columns.'] });
  const { header } = opened.value;
  const rows = [...opened.value.rows];
  // A short file shows its rows only when its end is known.
  while (rows.length === 0) {
    const next = await reading.next();
    if (next.done) break;
    rows.push(...next.value.rows);
  }
  return {
    columns: checkHeader(header),
    format: `CSV with ${delimiterName(delimiter)}`,
    delimiter,
    sample: rows,
    batches: batchesFrom(rows, reading),
  };
}

/** Feeds the parser a chunk at a time and drains it before the next: memory stays at one chunk and its rows. */
async function* parseRecords(
  parser: Parser,
  start: Buffer,
  rest: AsyncIterator<Buffer>,
): AsyncGenerator<{ records: string[][]; fault?: CsvError }> {
  const drain = (): string[][] => {
    const records: string[][] = [];
    for (let record = parser.read(); record !== null; record = parser.read()) records.push(record);
    return records;
  };
  parser.on('error', () => undefined);
  try {
    let chunk: Buffer | undefined = start;
    while (chunk !== undefined) {
      const written = settled((done) => parser.write(chunk, done));
      const records = drain();
      const fault = await written;
      yield { records, ...(fault && { fault }) };
      if (fault) return;
      const next = await rest.next();
      chunk = next.done ? undefined : next.value;
    }
    const ended = settled((done) => {
      parser.once('error', done);
      parser.end(() => done());
    });
    const records = drain();
    const fault = await ended;
    yield { records: [...records, ...drain()], ...(fault && { fault }) };
  } finally {
    parser.destroy();
    await rest.return?.();
  }
}

const settled = (run: (done: (error?: Error | null) => void) => void): Promise<CsvError | undefined> =>
  new Promise((resolve) => run((error) => resolve((error as CsvError | null | undefined) ?? undefined)));

interface Numbered {
  readonly header: readonly string[] | undefined;
  readonly rows: readonly Row[];
}

/** Gives every record its row and line, and marks those whose cells do not fit the header. */
async function* numberRows(
  records: AsyncIterable<{ records: string[][]; fault?: CsvError }>,
  firstLine: number,
): AsyncGenerator<Numbered> {
  let header: readonly string[] | undefined;
  let line = firstLine;
  let row = firstLine;
  for await (const batch of records) {
    const opens = header === undefined;
    const rows: Row[] = [];
    for (const cells of batch.records) {
      if (!isBlank(cells)) {
        if (header === undefined) header = cells;
        else rows.push({ row, line, cells, fault: misfit(cells, header.length) });
      }
      row++;
      line += 1 + lineEnds(cells);
    }
    if (header !== undefined) yield { header: opens ? header : undefined, rows };
    if (batch.fault) throw brokenAt(line, batch.fault);
  }
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '') return false;
  return true;
}

function misfit(cells: readonly string[], columns: number): string | undefined {
  if (holdsZero(cells)) return 'holds a zero byte: the file is damaged here';
  if (cells.length === columns) return undefined;
  // Spreadsheets write empty cells behind the last column; cells that are missing may mean that the others have moved.
  if (cells.length > columns && isBlank(cells.slice(columns))) return undefined;
  return `has ${cells.length} cells where the header has ${columns}: a separator or a quote is wrong in this line`;
}

function holdsZero(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell.includes('\0')) return true;
  return false;
}

function lineEnds(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells)
    if (cell.includes('\n') || cell.includes('\r')) count += cell.split(/\r\n|\r|\n/).length - 1;
  return count;
}

/** csv-parse's own messages quote the cell, so they are not used. */
function brokenAt(line: number, cause: CsvError): FileError {
  const what = BROKEN[cause.code] ?? 'the quotes are wrong';
  return new FileError(`line ${line}: ${what}.`, {
    hints: ['Mend that line and run it again: rows that were sent are not sent again.'],
  });
}

const BROKEN: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote opens and is not closed',
  CSV_MAX_RECORD_SIZE: 'it goes on for more than a megabyte: a quote opens and is not closed, or a cell is too long',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'more text follows a closing quote; a quote inside a cell is written twice, ""',
};

async function* batchesFrom(first: readonly Row[], rest: AsyncGenerator<Numbered>): AsyncGenerator<readonly Row[]> {
  try {
    if (first.length > 0) yield first;
    for await (const { rows } of rest) if (rows.length > 0) yield rows;
  } finally {
    await rest.return(undefined);
  }
}
