import { type Cell, cellText } from '@leadwire/files';
import { CsvFile, type CsvFileOptions } from './csv-file.ts';

export interface ReportLine {
  readonly row: number;
  readonly outcome: string;
  readonly id: string | undefined;
  readonly reason: string;
  /** The number as it was sent; undefined where the row has none that can be used. */
  readonly phone: string | undefined;
  readonly cells: readonly Cell[];
}

/** The report's own columns, which stand before those of the file. */
const OWN_COLUMNS = ['row', 'outcome', 'id', 'reason', 'phone_used'] as const;

export interface ReportOptions extends Omit<CsvFileOptions, 'flag'> {
  /** Of the file that was read: its columns follow the report's own. */
  readonly columns: readonly string[];
}

/** A CSV with the outcome of each row beside its original cells. */
export class Report {
  readonly #file: CsvFile;
  readonly #columns: number;

  private constructor(file: CsvFile, { columns }: ReportOptions) {
    this.#file = file;
    this.#columns = columns.length;
    const original = columns.map((column) =>
      (OWN_COLUMNS as readonly string[]).includes(column.toLowerCase()) ? `${column} (file)` : column,
    );
    void file.add([...OWN_COLUMNS, ...original].map(harmless));
  }

  static async open(path: string, options: ReportOptions): Promise<Report> {
    return new Report(await CsvFile.open(path, { ...options, flag: '--report' }), options);
  }

  /** Adds a line; returns a promise where the disk must catch up first. */
  add(line: ReportLine): Promise<void> | undefined {
    const cells = Array.from({ length: Math.max(this.#columns, line.cells.length) }, (_, index) =>
      cellText(line.cells[index]),
    );
    const own = [String(line.row), line.outcome, line.id ?? '', line.reason, line.phone ?? ''];
    return this.#file.add([...own, ...cells].map(harmless));
  }

  get isWhole(): boolean {
    return this.#file.isWhole;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
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
