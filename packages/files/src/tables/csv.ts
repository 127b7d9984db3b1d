import { type Options, parse } from 'csv-parse/sync';
import { FileError } from '../errors.ts';
import { batchesFrom } from './batches.ts';
import { RecordSplitter, type RecordText } from './csv-records.ts';
import { delimiterName, findDelimiter } from './delimiter.ts';
import { findHeader, skippedNotice } from './header.ts';
import { type Row, SAMPLE_ROWS, type Table } from './table.ts';

export interface CsvOptions {
  readonly delimiter?: string | undefined;
  /** Lines above the header; guessed where it is left out. */
  readonly skipLines?: number | undefined;
  /** Takes what has come as the sample, rather than waiting for more: a pipe may be slow. */
  readonly isPipe: boolean;
  readonly onNotice: (text: string) => void;
}

interface Parsed extends RecordText {
  /** As a spreadsheet counts. */
  readonly row: number;
  readonly cells: readonly string[];
}

const ENOUGH_TEXT = 64 * 1024;

/** Rows of a CSV, its separator and its header found unless they are given. */
export async function readCsv(texts: AsyncIterable<string>, options: CsvOptions): Promise<Table> {
  const source = texts[Symbol.asyncIterator]();
  const opening = await readOpening(source, options.isPipe);
  const found = findDelimiter(opening.text);
  const delimiter = options.delimiter ?? found.delimiter;
  const reader = createReader(delimiter, found.skip > 0 ? 2 : 1);
  const records = await firstRecords(source, reader, opening, found.skip);
  const [first] = records.filter((record) => !isBlank(record));
  if (first?.fault !== undefined && options.skipLines === undefined)
    throw new FileError(`the first line ${FAULTS[first.fault]}.`, {
      code: 'no-header',
      hints: ['It must name the columns. If it is a title, leave it out: --skip-lines 1'],
    });
  const header = findHeader(
    records.map(({ cells, line }) => ({ cells, line })),
    options.skipLines,
  );
  if (header === undefined)
    throw new FileError('the file is empty.', { hints: ['Its first line must name the columns.'] });
  if (header.skipped > 0 && options.skipLines === undefined) options.onNotice(skippedNotice(header));
  const toRow = rowMaker(header.names.length);
  const rows = records
    .slice(header.index + 1)
    .filter((record) => !isBlank(record))
    .map(toRow);
  // A short file shows its rows only when its end is known.
  while (rows.length === 0) {
    const next = await source.next();
    rows.push(
      ...reader
        .read(next.done ? '' : next.value, next.done === true)
        .filter((record) => !isBlank(record))
        .map(toRow),
    );
    if (next.done) break;
  }
  return {
    header: header.names,
    format: `CSV with ${delimiterName(delimiter)}`,
    delimiter,
    lineEnd: /\r\n|\n|\r/.exec(opening.text)?.[0],
    quotesAll: isQuoted(records[header.index]?.text ?? '', delimiter),
    rare: new Set(),
    sample: rows.slice(0, SAMPLE_ROWS),
    batches: batchesFrom(rows, source, (text, final) =>
      reader
        .read(text, final)
        .filter((record) => !isBlank(record))
        .map(toRow),
    ),
  };
}

const isQuoted = (text: string, delimiter: string): boolean =>
  text.split(delimiter).every((cell) => /^\s*".*"\s*$/.test(cell));

/** The records to look at: those of the opening, and more until a header and a row are among them. */
async function firstRecords(
  source: AsyncIterator<string>,
  reader: { read(text: string, final: boolean): Parsed[] },
  { text, isWhole }: { readonly text: string; readonly isWhole: boolean },
  skip: number,
): Promise<Parsed[]> {
  const records = reader.read(text.slice(skip), isWhole);
  let ended = isWhole;
  while (!ended && (records.every(isBlank) || records.length < 2)) {
    const next = await source.next();
    ended = next.done === true;
    records.push(...reader.read(next.done ? '' : next.value, ended));
  }
  return records;
}

async function readOpening(
  source: AsyncIterator<string>,
  isPipe: boolean,
): Promise<{ text: string; isWhole: boolean }> {
  let text = '';
  do {
    const next = await source.next();
    if (next.done) return { text, isWhole: true };
    text += next.value;
  } while (isPipe ? !/[\r\n]/.test(text) : text.length < ENOUGH_TEXT);
  return { text, isWhole: false };
}

/** Cuts and parses; csv-parse gets whole records only, so that one bad quote is one bad record. */
function createReader(delimiter: string, firstLine: number): { read(text: string, final: boolean): Parsed[] } {
  const splitter = new RecordSplitter(delimiter, firstLine);
  const options: Options = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    columns: false,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
  };
  let row = firstLine;
  const parseAll = (records: readonly RecordText[]): string[][] => {
    const parsed = parse(records.map(({ text }) => text).join('\n'), options) as string[][];
    if (parsed.length === records.length) return parsed;
    return records.map(({ text }) => (parse(text, options) as string[][])[0] ?? []);
  };
  return {
    read(text, final) {
      const records = splitter.push(text, final);
      const readable = records.filter(({ text: record, fault }) => fault === undefined && record.trim() !== '');
      const cells = parseAll(readable);
      const cellsOf = new Map(readable.map((record, index) => [record, cells[index] ?? []]));
      return records.map((record) => ({ ...record, row: row++, cells: cellsOf.get(record) ?? [] }));
    },
  };
}

const isBlank = ({ cells, fault }: Parsed): boolean => fault === undefined && isBlankCells(cells);

function isBlankCells(cells: readonly string[]): boolean {
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
  if (isBlankCells(cells.slice(columns))) return undefined;
  return `has ${cells.length} cells where the header has ${columns}: a separator or a quote is wrong in this line`;
}
