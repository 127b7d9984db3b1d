import { cleanText } from '@leadwire/core/phone';

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

const ASCII = /^[\x20-\x7E]*$/;

/** A phone's cell without what spreadsheets and exports put around it: `'+91…`, `="0171…"`, `919999999999.0`, `9,876,543,210`, `p:+91…`. */
export function phoneText(cell: Cell): string {
  const filled = filledText(cell);
  const text = ASCII.test(filled) ? filled : cleanText(filled);
  const first = text.charCodeAt(0);
  if (first === 0x27 || first === 0x3d) {
    const inner = /^'?(?:="?)?([^"]*)"?$/.exec(text);
    return (inner?.[1] ?? text).trim();
  }
  if (first === 0x70 && text.startsWith('p:')) return text.slice(2).trim();
  if (/^\d{1,3}(,\d{3}){2,}$/.test(text)) return text.replaceAll(',', '');
  return text.endsWith('0') && /^\+?\d{6,15}\.0+$/.test(text) ? text.replace(/\.0+$/, '') : text;
}
