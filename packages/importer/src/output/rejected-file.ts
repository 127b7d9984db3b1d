import { type Cell, cellText, type OpenedFile } from '@leadwire/files';
import { CsvFile, type CsvFileOptions } from './csv-file.ts';

export type RejectedFileOptions = Pick<CsvFileOptions, 'input'> &
  Pick<OpenedFile, 'header' | 'format' | 'delimiter' | 'encoding' | 'hasBom' | 'lineEnd' | 'quotesAll'>;

/** The rejected rows in the form of the file that was read, ready to be corrected and sent again: of a workbook a CSV, of JSON one object a line. */
export class RejectedFile {
  readonly #file: CsvFile;
  readonly #header: readonly string[];
  readonly #isJson: boolean;

  private constructor(file: CsvFile, { header, format }: RejectedFileOptions) {
    this.#file = file;
    this.#header = header;
    this.#isJson = format.endsWith('JSON');
    if (!this.#isJson) void file.add(header);
  }

  static async open(path: string, options: RejectedFileOptions): Promise<RejectedFile> {
    const { delimiter, encoding, format, hasBom, input, lineEnd, quotesAll } = options;
    const form = format === 'Excel workbook' ? undefined : { encoding, hasBom, lineEnd, quotesAll };
    return new RejectedFile(await CsvFile.open(path, { flag: '--rejected', delimiter, input, form }), options);
  }

  add(cells: readonly Cell[]): Promise<void> | undefined {
    if (this.#isJson) return this.#file.addLine(this.#asJson(cells));
    const count = Math.max(this.#header.length, cells.length);
    return this.#file.add(Array.from({ length: count }, (_, index) => cellText(cells[index])));
  }

  /** A line that could not be read stands as it was. */
  #asJson(cells: readonly Cell[]): string {
    if (cells.length < this.#header.length) return cellText(cells[0]);
    const filled = this.#header.map((name, index) => [name, cells[index]] as const).filter(([, cell]) => cell !== '');
    return JSON.stringify(Object.fromEntries(filled));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
