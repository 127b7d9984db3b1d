import type { Destination } from './columns/mapping.ts';
import type { Doubt } from './options.ts';
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
  /** Every sheet of a workbook, in its order, hidden ones too; none for other formats. */
  readonly sheets: readonly string[];
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

/** Why a column is used as it is. */
export type Why = 'told' | 'profile' | 'name' | 'cells';

/** One destination and the columns that fill it; the first that holds something usable counts. */
export interface ColumnUse {
  readonly destination: Destination;
  /** Indexes into the header, in the order in which they are tried. */
  readonly indexes: readonly number[];
  readonly why: Why;
}

/** A column of the file and what it is used for. */
export interface FileColumn {
  readonly name: string;
  /** From 0. */
  readonly index: number;
  /** Parts of the lead that it fills; empty where it goes nowhere. */
  readonly uses: readonly (Destination | 'country' | 'area-code' | 'do-not-call' | 'key')[];
  /** Why: told by an option, by a profile, by its name, by what stands in its cells. */
  readonly why: Why | undefined;
  /** What it would fill if another column did not. */
  readonly passedOverFor: Destination | undefined;
}
