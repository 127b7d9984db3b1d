// Kept beside exceljs and SheetJS: they take 20 times as long and 3 to 7 times the memory for 300,000 rows (README).

import { listColumns, shortName } from '../../columns/find-column.ts';
import { FileError } from '../../errors.ts';
import { counted, followedBy, peek } from '../../input/peek.ts';
import { type FoundHeader, findHeader, sayIfSkipped } from '../header.ts';
import { AS_CSV, type Row, SAMPLE_ROWS, type Table, type TableOptions, toRows } from '../table.ts';
import { readSheetRows, type SheetRow } from './sheet-rows.ts';
import { chosenSheets, readWorkbook, type Sheet, type Workbook } from './workbook.ts';
import { openZip, type Zip } from './zip.ts';

type XlsxOptions = Pick<TableOptions, 'sheet' | 'skipLines' | 'onNotice'>;

export interface XlsxTable extends Table {
  readonly sheet: string;
  /** Visible sheets that are not read, where none was named. */
  readonly otherSheets: readonly string[];
  readonly sheets: readonly string[];
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
      if (options.sheet !== undefined) return { ...opened, otherSheets: [] };
      sayWhichSheet(workbook, sheet, options.onNotice);
      const others = workbook.sheets.filter(({ name, isHidden }) => !isHidden && name !== sheet.name);
      return { ...opened, otherSheets: others.map(({ name }) => name) };
    }
  } catch (error) {
    zip.close();
    throw error;
  }
  zip.close();
  throw empty(hidden, options.sheet);
}

const empty = (hidden: readonly string[], sheet: string | undefined): FileError =>
  new FileError(sheet === undefined ? emptyBook(hidden) : `the sheet "${shortName(sheet)}" is empty.`, {
    hints: [
      'The first row of a sheet must name the columns.',
      ...(hidden.length === 0 ? [] : [`To read a hidden sheet (${listColumns(hidden)}): --sheet NAME`]),
    ],
  });

const emptyBook = (hidden: readonly string[]): string =>
  hidden.length === 0 ? 'the workbook is empty.' : 'the visible sheets of the workbook are empty.';

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
): Promise<Omit<XlsxTable, 'otherSheets'> | undefined> {
  const size = Math.max(1, zip.sizeOf(sheet.path));
  let read = 0;
  const texts = counted(await zip.read(sheet.path), (count) => {
    read += count;
  });
  const hidden: [from: number, to: number][] = [];
  let isSaid = false;
  const found = readSheetRows(texts, workbook, {
    onHiddenColumns: (from, to) => hidden.push([from, to]),
    onMissingResult: (row) => {
      if (!isSaid) options.onNotice(missingResult(row));
      isSaid = true;
    },
  });
  const { pieces, rest } = await peek(found, (batches) => batches.flat().length >= SAMPLE_ROWS);
  const opening = pieces.flat();
  const header = findHeader(
    opening.map(({ cells, row }) => ({ cells, line: row })),
    options.skipLines,
  );
  if (header === undefined) return undefined;
  sayIfSkipped(header, options);
  sayWhatIsHidden(header, hidden, options.onNotice);
  const rows = await toRows(followedBy([opening.slice(header.index + 1)], rest), rowMaker(header));
  return {
    header: header.names,
    format: 'Excel workbook',
    ...AS_CSV,
    rare: new Set(),
    sheet: sheet.name,
    sheets: workbook.sheets.map(({ name }) => name),
    sample: rows.sample,
    batches: closing(zip, rows.batches),
    share: () => Math.min(1, read / size),
    close: () => zip.close(),
  };
}

async function* closing(zip: Zip, batches: Table['batches']): Table['batches'] {
  try {
    yield* batches;
  } finally {
    zip.close();
  }
}

const missingResult = (row: number): string =>
  `Row ${row} holds a formula whose result is not in the file, and its cell is read as empty: open the workbook in Excel or LibreOffice and save it.`;

function sayWhatIsHidden(
  { names }: FoundHeader,
  hidden: readonly (readonly [from: number, to: number])[],
  onNotice: (text: string) => void,
): void {
  const found = names.filter((name, index) => name !== '' && hidden.some(([from, to]) => from <= index && index <= to));
  if (found.length > 0) onNotice(`Hidden columns are read, too: ${listColumns(found)}.`);
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
