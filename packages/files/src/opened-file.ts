import type { ColumnUse, FileColumn } from './columns/column-plan.ts';
import type { Doubt } from './doubts.ts';
import type { LeadRow } from './rows/lead-row.ts';

/** A file that is open, its columns put to use, and what has to be asked first. */
export interface OpenedFile {
  /** As it is called in messages. */
  readonly name: string;
  /** `CSV with semicolons`, `NDJSON`, `JSON`, `Excel workbook`. */
  readonly format: string;
  readonly encoding: string;
  /** Of a workbook. */
  readonly sheet: string | undefined;
  /** How a CSV separates its cells; a comma for other formats. */
  readonly delimiter: string;
  /** It begins with a byte order mark. */
  readonly hasBom: boolean;
  /** How a CSV ends its lines; `\r\n` for other formats. */
  readonly lineEnd: string;
  /** A CSV has each name of its header in quotes. */
  readonly quotesAll: boolean;
  readonly header: readonly string[];
  readonly columns: readonly FileColumn[];
  /** The parts of the lead and the columns that fill them, in the order of a lead. */
  readonly uses: readonly ColumnUse[];
  /** The program that the file comes from, recognised by its header: `Meta lead ads`. */
  readonly profile: string | undefined;
  /** Of phones that are written without `+`. */
  readonly country: string | undefined;
  /** The file is a report of this command. */
  readonly isReport: boolean;
  /** To be answered before anything is sent. */
  readonly doubts: readonly Doubt[];
  /** About how many rows there are; 0 where it cannot be known. */
  readonly expectedRows: number;
  /** How much of the file is read, 0 to 1; undefined where its length is not known. */
  share(): number | undefined;
  /** The first rows as they will be sent. They come again in `rows()`. */
  preview(count?: number): readonly LeadRow[];
  /** Every row, in the order of the file; once. */
  rows(): AsyncIterable<LeadRow>;
  /** Lets go of a file whose rows are not wanted, such as one that is opened again with an answer. */
  close(): void;
}
