import { type Cell, cellText, type OpenedFile } from '@leadwire/files';
import { type ByteSink, CsvFile } from './csv-file.ts';

/** Flags that name files for the outcomes of rows. */
export interface RowFileFlags {
  readonly report?: string | undefined;
  readonly rejected?: string | undefined;
}

export interface RowFiles {
  readonly report: Report | undefined;
  readonly rejectedFile: RejectedFile | undefined;
  /** Writes what is held back; returns what it failed with. */
  close(): Promise<unknown>;
}

/** A CSV with the outcome of each row beside its original cells. */
export type Report = CsvFile<ReportLine>;

/** The rejected rows, ready to be corrected and sent again. */
export type RejectedFile = CsvFile<readonly Cell[]>;

interface ReportLine {
  readonly row: number;
  readonly outcome: string;
  readonly id: string | undefined;
  readonly reason: string;
  /** The number as it was sent; undefined where the row has none that can be used. */
  readonly phone: string | undefined;
  readonly cells: readonly Cell[];
}

/** Opens the report and the file of rejected rows, where they are wanted. */
export async function openRowFiles(flags: RowFileFlags, file: OpenedFile, input: string): Promise<RowFiles> {
  const { report, rejected } = flags;
  const opened = [
    report === undefined ? undefined : openReport(report, { ...file, input }),
    rejected === undefined ? undefined : openRejectedFile(rejected, { ...file, input }),
  ] as const;
  const close = async (): Promise<unknown> => {
    const closed = await Promise.allSettled(opened.map(async (each) => (await each)?.close()));
    return closed.find((each) => each.status === 'rejected')?.reason as unknown;
  };
  try {
    const [reportFile, rejectedFile] = await Promise.all(opened);
    return { report: reportFile, rejectedFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The report's own columns, which stand before those of the file. */
const OWN_COLUMNS: readonly string[] = ['row', 'outcome', 'id', 'reason', 'phone_used'];

/** Opens a report: its own columns stand before those of the file. */
export function openReport(
  path: string | ByteSink,
  { delimiter, header, input }: Pick<OpenedFile, 'delimiter' | 'header'> & { readonly input: string },
): Promise<Report> {
  const original = header.map((name) => (OWN_COLUMNS.includes(name.toLowerCase()) ? `${name} (file)` : name));
  return CsvFile.open<ReportLine>(path, {
    ...{ flag: '--report', delimiter, input, header: [...OWN_COLUMNS, ...original].map(harmless) },
    toRow: ({ row, outcome, id = '', reason, phone = '', cells }) =>
      [String(row), outcome, id, reason, phone, ...textsOf(cells, header.length)].map(harmless),
  });
}

type FormOfFile = Pick<OpenedFile, 'header' | 'format' | 'delimiter' | 'encoding' | 'hasBom' | 'lineEnd' | 'quotesAll'>;

/** In the form of the file that was read: of a workbook a CSV, of JSON one object a line. */
export function openRejectedFile(
  path: string | ByteSink,
  options: FormOfFile & { readonly input: string },
): Promise<RejectedFile> {
  const { delimiter, encoding, format, hasBom, header, input, lineEnd, quotesAll } = options;
  const form = format === 'Excel workbook' ? undefined : { encoding, hasBom, lineEnd, quotesAll };
  const isJson = format.endsWith('JSON');
  return CsvFile.open<readonly Cell[]>(path, {
    ...{ flag: '--rejected', delimiter, input, form, header: isJson ? undefined : header },
    toRow: (cells) => (isJson ? asJson(cells, header) : textsOf(cells, header.length)),
  });
}

const textsOf = (cells: readonly Cell[], columns: number): string[] =>
  Array.from({ length: Math.max(columns, cells.length) }, (_, index) => cellText(cells[index]));

/** A line that could not be read stands as it was. */
function asJson(cells: readonly Cell[], header: readonly string[]): string {
  if (cells.length < header.length) return cellText(cells[0]);
  return JSON.stringify(
    Object.fromEntries(header.flatMap((name, index) => (cells[index] === '' ? [] : [[name, cells[index]]]))),
  );
}

/**
 * A spreadsheet runs a cell that begins like a formula: an apostrophe in front makes it text.
 * A plain number or a phone number, `+91 98765 43210`, stays as it is, unless it is also a sum, `+1-415-555-2671`.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmless(cell: string): string {
  if (!/^[=+\-@\t\r\n＝＋－＠]/.test(cell)) return cell;
  const isPlain = /^[+-]?\d[\d ().-]*$/.test(cell) && !/^[+-][\d.]+(-[\d.]+)+$/.test(cell);
  return isPlain ? cell : `'${cell}`;
}
