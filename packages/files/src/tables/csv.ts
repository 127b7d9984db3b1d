import { type Options, parse } from 'csv-parse/sync';
import { FileError } from '../errors.ts';
import { ENOUGH, followedBy, lengthOf, peek } from '../input/peek.ts';
import { RecordSplitter, type RecordText } from './csv-records.ts';
import { delimiterName, findDelimiter } from './delimiter.ts';
import { findHeader, sayIfSkipped } from './header.ts';
import { AS_CSV, type Row, type Table, type TableOptions, toRows } from './table.ts';

interface Parsed extends RecordText {
  /** As a spreadsheet counts. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** Rows of a CSV, its separator and its header found unless they are given. */
export async function readCsv(
  texts: AsyncIterable<string>,
  options: Pick<TableOptions, 'delimiter' | 'skipLines' | 'isPipe' | 'onNotice'>,
): Promise<Table> {
  const opening = await peek(texts, (read) =>
    options.isPipe ? read.some((text) => /[\r\n]/.test(text)) : lengthOf(read) >= ENOUGH,
  );
  const text = opening.pieces.join('');
  const found = findDelimiter(text);
  const delimiter = options.delimiter ?? found.delimiter;
  const behindSep = followedBy([text.slice(found.skip)], opening.rest);
  const read = readRecords(behindSep, delimiter, found.skip > 0 ? 2 : 1);
  // A short file shows its last record only when its end is known.
  const { pieces, rest } = await peek(read, (batches) => !opening.isWhole && batches.flat().length >= 2);
  const records = pieces.flat();
  const [first] = records;
  if (first?.fault !== undefined && options.skipLines === undefined)
    throw new FileError(`the first line ${FAULTS[first.fault]}.`, {
      code: 'no-header',
      hints: ['It must name the columns. If it is a title, leave it out: --skip-lines 1'],
    });
  const header = findHeader(records, options.skipLines);
  if (header === undefined)
    throw new FileError('the file is empty.', { hints: ['Its first line must name the columns.'] });
  sayIfSkipped(header, options);
  const behindHeader = followedBy([records.slice(header.index + 1)], rest);
  return {
    header: header.names,
    format: `CSV with ${delimiterName(delimiter)}`,
    delimiter,
    lineEnd: /\r\n|\n|\r/.exec(text)?.[0] ?? AS_CSV.lineEnd,
    quotesAll: isQuoted(records[header.index]?.text ?? '', delimiter),
    rare: new Set(),
    ...(await toRows(behindHeader, rowMaker(header.names.length))),
  };
}

const isQuoted = (text: string, delimiter: string): boolean =>
  text.split(delimiter).every((cell) => /^\s*".*"\s*$/.test(cell));

/** A line that a list of SAP, psql or mysql draws between its rows: `|-----+-----|`. */
const RULE = /^[\s|+]*[-=]{3}[-=|+\s]*$/;

/** Cuts and parses; csv-parse gets whole records only, so that one bad quote is one bad record. Empty records are left out. */
async function* readRecords(
  texts: AsyncIterable<string>,
  delimiter: string,
  firstLine: number,
): AsyncGenerator<readonly Parsed[]> {
  const splitter = new RecordSplitter(delimiter, firstLine);
  let row = firstLine;
  const parsed = (records: readonly RecordText[]): Parsed[] => {
    const readable = records.filter(({ text, fault }) => fault === undefined && text.trim() !== '' && !RULE.test(text));
    const cells = parseAll(readable, delimiter);
    const cellsOf = new Map(readable.map((record, index) => [record, cells[index] ?? []]));
    return records
      .map((record) => ({ ...record, row: row++, cells: cellsOf.get(record) ?? [] }))
      .filter((record) => record.fault !== undefined || !isBlank(record.cells));
  };
  for await (const text of texts) yield parsed(splitter.push(text));
  yield parsed(splitter.push('', true));
}

function parseAll(records: readonly RecordText[], delimiter: string): string[][] {
  const options: Options = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    columns: false,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
  };
  const parsed = parse(records.map(({ text }) => text).join('\n'), options) as string[][];
  if (parsed.length === records.length) return parsed;
  return records.map(({ text }) => (parse(text, options) as string[][])[0] ?? []);
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '') return false;
  return true;
}

const DAMAGED = 'holds bytes that are no character of its encoding: the file is damaged here';
const FAULTS = {
  'quote-not-closed': 'has a quote that opens and is not closed',
  'text-after-quote': 'has more text behind a closing quote; a quote inside a cell is written twice, ""',
} as const;

/** Makes rows of records, and marks those whose cells cannot be trusted. */
function rowMaker(columns: number): (record: Parsed) => Row {
  return ({ row, line, text, cells, fault, afterFault }) => {
    // The line as it stands, so that it can be mended.
    if (fault !== undefined) return { row, line, cells: [text], fault: FAULTS[fault] };
    if (!text.isWellFormed()) return { row, line, cells, fault: DAMAGED };
    return { row, line, cells, fault: misfit(cells, columns, afterFault === true) };
  };
}

function misfit(cells: readonly string[], columns: number, afterFault: boolean): string | undefined {
  if (cells.some((cell) => cell.includes('\0'))) return 'holds a zero byte: the file is damaged here';
  if (afterFault && (cells.length !== columns || columns < 3))
    return 'stands behind a quote that was not closed, and may be part of another cell';
  if (cells.length <= columns) return undefined; // spreadsheets leave the last cells out where they are empty
  // and write empty cells behind the last column
  if (isBlank(cells.slice(columns))) return undefined;
  return `has ${cells.length} cells where the header has ${columns}: a separator or a quote is wrong in this line`;
}
