/** One cell: text from a CSV; whatever JSON holds from NDJSON. */
export type Cell = unknown;

export interface Row {
  /** As a spreadsheet counts: the header is row 1. In NDJSON the line. */
  readonly row: number;
  /** Line of the file where it begins. */
  readonly line: number;
  readonly cells: readonly Cell[];
  /** Why its cells cannot be trusted; such a row is never sent. */
  readonly fault: string | undefined;
}

/** Rows of a file, a batch at a time: the next is read when it is asked for. */
export interface Table {
  readonly columns: readonly string[];
  /** What it was read as: `CSV with semicolons`. */
  readonly format: string;
  /** How a CSV separates its cells; a comma for other formats. */
  readonly delimiter: string;
  /** The first rows, for a look at what columns hold. They come again in `batches`. */
  readonly sample: readonly Row[];
  readonly batches: AsyncIterable<readonly Row[]>;
}

/** A cell as text; empty where it holds nothing. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (cell === null || cell === undefined) return '';
  if (Array.isArray(cell)) return cell.map(cellText).join(', ');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
