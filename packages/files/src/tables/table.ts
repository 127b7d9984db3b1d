import type { Cell } from '../cells/cell.ts';
import { followedBy, peek } from '../input/peek.ts';
import type { OpenedFile } from '../opened-file.ts';
import type { ReadOptions } from '../options.ts';

/** How a table is found in its file. */
export interface TableOptions extends Pick<ReadOptions, 'encoding' | 'delimiter' | 'skipLines' | 'sheet'> {
  /** Columns that are named by an option, whether or not the first objects of a JSON file have them. */
  readonly wanted: readonly string[];
  /** Parts of the lead for which a column is named. */
  readonly told: ReadonlySet<string>;
  readonly onNotice: (text: string) => void;
  /** Takes what has come as the sample, rather than waiting for more: a pipe may be slow. */
  readonly isPipe: boolean;
}

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
export interface Table extends Pick<OpenedFile, 'header' | 'format' | 'delimiter' | 'lineEnd' | 'quotesAll'> {
  /** Columns that most of the first rows do not have; only JSON has them. */
  readonly rare: ReadonlySet<number>;
  /** The first rows, for a look at what columns hold. They come again in `batches`. */
  readonly sample: readonly Row[];
  readonly batches: AsyncIterable<readonly Row[]>;
}

/** How a table that is no CSV is written as one. */
export const AS_CSV = { delimiter: ',', lineEnd: '\r\n', quotesAll: false } as const;

/** How many rows are looked at before the columns are decided. */
export const SAMPLE_ROWS = 200;

/** The rows of what a reader finds, the first of them to look at: the next batch is read when it is asked for. */
export async function toRows<Found>(
  batches: AsyncIterable<readonly Found[]>,
  toRow: (found: Found) => Row,
): Promise<Pick<Table, 'sample' | 'batches'>> {
  async function* all(): AsyncGenerator<readonly Row[]> {
    for await (const batch of batches) if (batch.length > 0) yield batch.map(toRow);
  }
  const { pieces, rest } = await peek(all(), (read) => read.length > 0);
  return { sample: pieces.flat().slice(0, SAMPLE_ROWS), batches: followedBy(pieces, rest) };
}
