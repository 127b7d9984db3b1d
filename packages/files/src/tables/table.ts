import type { Cell } from '../cells/cell.ts';

export interface Row {
  /** As a spreadsheet counts: the header is row 1. In NDJSON the line. */
  readonly row: number;
  /** Line of the file where it begins. */
  readonly line: number;
  readonly cells: readonly Cell[];
  /** Hidden in its workbook, by a filter or by hand. */
  readonly isHidden?: boolean | undefined;
  /** Why its cells cannot be trusted; such a row is never sent. */
  readonly fault: string | undefined;
}

/** Rows of a file, a batch at a time: the next is read when it is asked for. */
export interface Table {
  readonly header: readonly string[];
  /** What it was read as: `CSV with semicolons`. */
  readonly format: string;
  /** How a CSV separates its cells; a comma for other formats. */
  readonly delimiter: string;
  /** How a CSV ends its lines. */
  readonly lineEnd?: string | undefined;
  /** A CSV has each name of its header in quotes. */
  readonly quotesAll?: boolean | undefined;
  /** Columns that most of the first rows do not have; only JSON has them. */
  readonly rare: ReadonlySet<number>;
  /** The sheet of a workbook that is read. */
  readonly sheet?: string | undefined;
  /** The first rows, for a look at what columns hold. They come again in `batches`. */
  readonly sample: readonly Row[];
  readonly batches: AsyncIterable<readonly Row[]>;
}

/** How many rows are looked at before the columns are decided. */
export const SAMPLE_ROWS = 200;
