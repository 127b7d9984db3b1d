import { listColumns, shortName } from '../../columns/find-column.ts';
import { FileError } from '../../errors.ts';
import { type FoundHeader, findHeader, skippedNotice } from '../header.ts';
import { type Row, SAMPLE_ROWS, type Table } from '../table.ts';
import { readSheetRows, type SheetRow } from './sheet-rows.ts';
import { chosenSheets, readWorkbook, type Sheet, type Workbook } from './workbook.ts';
import { openZip, type Zip } from './zip.ts';

export interface XlsxOptions {
  readonly sheet?: string | undefined;
  readonly skipLines?: number | undefined;
  readonly onNotice: (text: string) => void;
}

export interface XlsxTable extends Table {
  readonly sheet: string;
  /** How much of the sheet is read, 0 to 1. */
  share(): number;
  close(): void;
}

/** Rows of an Excel workbook, its cells as Excel shows them: one sheet, the first visible one that is not empty unless it is named. */
export async function readXlsx(source: string | Buffer, options: XlsxOptions): Promise<XlsxTable> {
  const zip = await openZip(source);
  let hidden: readonly string[] = [];
  try {
    const workbook = await readWorkbook(zip);
    hidden = workbook.sheets.filter(({ isHidden }) => isHidden).map(({ name }) => name);
    for (const sheet of chosenSheets(workbook, options.sheet)) {
      const opened = await openSheet(zip, workbook, sheet, options);
      if (opened === undefined) continue;
      if (options.sheet === undefined) sayWhichSheet(workbook, sheet, options.onNotice);
      return opened;
    }
  } catch (error) {
    zip.close();
    throw error;
  }
  zip.close();
  throw empty(hidden);
}

const empty = (hidden: readonly string[]): FileError =>
  new FileError(hidden.length === 0 ? 'the workbook is empty.' : 'the visible sheets of the workbook are empty.', {
    hints: [
      'The first row of a sheet must name the columns.',
      ...(hidden.length === 0 ? [] : [`To read a hidden sheet (${listColumns(hidden)}): --sheet NAME`]),
    ],
  });

function sayWhichSheet({ sheets }: Workbook, { name }: Sheet, onNotice: (text: string) => void): void {
  const others = sheets
    .filter((each) => each.name !== name)
    .map((each) => `${each.name}${each.isHidden ? ' (hidden)' : ''}`);
  if (others.length > 0)
    onNotice(
      `Sheet "${shortName(name)}" is read, and ${listColumns(others)} ${others.length === 1 ? 'is' : 'are'} not. To read another: --sheet NAME`,
    );
}

async function openSheet(
  zip: Zip,
  workbook: Workbook,
  sheet: Sheet,
  options: XlsxOptions,
): Promise<XlsxTable | undefined> {
  const size = Math.max(1, zip.sizeOf(sheet.path));
  let read = 0;
  const texts = counted(await zip.read(sheet.path), (count) => {
    read += count;
  });
  const hidden: [from: number, to: number][] = [];
  const reading = readSheetRows(texts, workbook, {
    onHiddenColumns: (from, to) => hidden.push([from, to]),
    onMissingResult: sayOnce((row: number) =>
      options.onNotice(
        `Row ${row} holds a formula whose result is not in the file, and its cell is read as empty: open the workbook in Excel or LibreOffice and save it.`,
      ),
    ),
  });
  const opening: SheetRow[] = [];
  while (opening.length < SAMPLE_ROWS) {
    const next = await reading.next();
    if (next.done) break;
    opening.push(...next.value);
  }
  const header = findHeader(
    opening.map(({ cells, row }) => ({ cells, line: row })),
    options.skipLines,
  );
  if (header === undefined) return undefined;
  if (header.skipped > 0 && options.skipLines === undefined) options.onNotice(skippedNotice(header));
  sayWhatIsHidden(header, hidden, options.onNotice);
  const toRow = rowMaker(header);
  const first = opening.slice(header.index + 1).map(toRow);
  return {
    header: header.names,
    format: 'Excel workbook',
    delimiter: ',',
    rare: new Set(),
    sheet: sheet.name,
    sample: first.slice(0, SAMPLE_ROWS),
    batches: batches(first, reading, toRow, () => zip.close()),
    share: () => Math.min(1, read / size),
    close: () => zip.close(),
  };
}

function sayWhatIsHidden(
  { names }: FoundHeader,
  hidden: readonly (readonly [from: number, to: number])[],
  onNotice: (text: string) => void,
): void {
  const found = names.filter((name, index) => name !== '' && hidden.some(([from, to]) => from <= index && index <= to));
  if (found.length > 0) onNotice(`Hidden columns are read, too: ${listColumns(found)}.`);
}

function sayOnce<Value>(say: (value: Value) => void): (value: Value) => void {
  let isSaid = false;
  return (value) => {
    if (!isSaid) say(value);
    isSaid = true;
  };
}

const rowMaker =
  ({ names }: FoundHeader) =>
  ({ row, cells, isHidden }: SheetRow): Row => ({
    row,
    line: row,
    isHidden,
    cells: cells.length >= names.length ? cells : [...cells, ...Array<string>(names.length - cells.length).fill('')],
    fault: cells.some((cell) => cell.includes('\0')) ? 'holds a zero byte: the file is damaged here' : undefined,
  });

async function* batches(
  first: readonly Row[],
  rest: AsyncGenerator<readonly SheetRow[]>,
  toRow: (row: SheetRow) => Row,
  close: () => void,
): AsyncGenerator<readonly Row[]> {
  try {
    if (first.length > 0) yield first;
    for await (const rows of rest) yield rows.map(toRow);
  } finally {
    await rest.return(undefined);
    close();
  }
}

async function* counted(texts: AsyncIterable<string>, onRead: (count: number) => void): AsyncGenerator<string> {
  for await (const text of texts) {
    onRead(text.length);
    yield text;
  }
}
