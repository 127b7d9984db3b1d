import { type Cell, cellText } from '@leadwire/files';
import { CsvFile } from './csv-file.ts';
import type { ReportOptions } from './report.ts';

/** The rejected rows in the form of the file that was read, ready to be corrected and sent again. */
export class RejectedFile {
  readonly #file: CsvFile;
  readonly #columns: number;

  private constructor(file: CsvFile, { columns }: ReportOptions) {
    this.#file = file;
    this.#columns = columns.length;
    void file.add(columns);
  }

  static async open(path: string, options: ReportOptions): Promise<RejectedFile> {
    return new RejectedFile(await CsvFile.open(path, { ...options, flag: '--rejected' }), options);
  }

  add(cells: readonly Cell[]): Promise<void> | undefined {
    return this.#file.add(
      Array.from({ length: Math.max(this.#columns, cells.length) }, (_, index) => cellText(cells[index])),
    );
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
