/** One cell: text from a spreadsheet; whatever JSON holds from NDJSON. */
export type Cell = unknown;

/** A cell as text; empty where it holds nothing. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (cell === null || cell === undefined) return '';
  if (Array.isArray(cell)) return cell.map(cellText).join(', ');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** What programs write where there is nothing: pandas, SQL exports, a formula that failed. */
const EMPTY_WORDS = new Set([
  ...['nan', 'NaN', 'NAN', 'null', 'NULL', '(null)', '<null>', '[null]', 'undefined', 'NaT', '<NA>', '\\N'],
  ...['n/a', 'N/A', 'N/a', '#N/A', '#n/a', '#NA', '#REF!', '#VALUE!', '#NAME?', '#NULL!', '#NUM!', '#DIV/0!'],
]);

/** A cell as text; a word that stands for nothing (`nan`, `NULL`, `#N/A`) is empty. */
export function filledText(cell: Cell): string {
  const text = cellText(cell);
  return text.length <= 9 && EMPTY_WORDS.has(text) ? '' : text;
}
