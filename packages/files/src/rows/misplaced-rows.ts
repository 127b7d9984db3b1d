import { type Cell, filledText, isTotalWord, phoneText } from '../cells/cell.ts';
import { fieldOfHeader } from '../columns/field-of-header.ts';
import type { LeadReader } from './lead-reader.ts';

/** A row below a table that adds it up: `Total,,19753086421`. A person or a company may be called Total, and has more than that to it. */
function isTotals(cells: readonly Cell[], toLead: LeadReader): boolean {
  const first = cells.find((cell) => filledText(cell) !== '');
  if (!isTotalWord(filledText(first))) return false;
  const { lead, isEmailLeftOut } = toLead(cells, '' as Parameters<LeadReader>[1]);
  const names = [lead.name, lead.firstName, lead.lastName];
  return lead.email === undefined && !isEmailLeftOut && names.every((name) => name === undefined || isTotalWord(name));
}

/** Says what speaks against a row, given in the order of the file; undefined where nothing does. `isRefused`: it has no phone that can be used. */
type TableWatch = (row: number, cells: readonly Cell[], isRefused: boolean) => string | undefined;

/** What is known of a table before its rows are read. */
interface KnownTable {
  readonly header: readonly string[];
  readonly phoneColumns: readonly number[];
  readonly toLead: LeadReader;
}

/**
 * Watches for rows that are no part of the table: totals, its header once more, and a second table, whose columns are others: what stands
 * below the phones of the first may be anything.
 */
export function createTableWatch({ header, phoneColumns, toLead }: KnownTable): TableWatch {
  let below: number | undefined;
  let last: number | undefined;
  return (row, cells, isRefused) => {
    const isBehindGap = last !== undefined && row > last + 1;
    last = row;
    if (below !== undefined) return `stands below another header (row ${below}): each table needs a file of its own`;
    if (!isRefused) return isTotals(cells, toLead) ? 'holds totals, and no person' : undefined;
    if (!phoneColumns.some((index) => isWords(phoneText(cells[index])))) return undefined;
    const texts = cells.map(filledText);
    if (texts.every((text, index) => text === '' || text === header[index])) return 'repeats the header';
    if (!isHeader(texts, isBehindGap)) return undefined;
    below = row;
    return 'is the header of another table: each table needs a file of its own';
  };
}

const isWords = (text: string): boolean => /\p{L}/u.test(text) && !/\d{3}/.test(text);

/** Known names and little else, or, behind an empty row, words without a digit in each of its cells. */
function isHeader(texts: readonly string[], isBehindGap: boolean): boolean {
  const filled = texts.filter((text) => text !== '');
  if (filled.length < 2 || new Set(filled).size < filled.length) return false;
  const known = filled.filter((text) => fieldOfHeader(text)?.strength === 'exact').length;
  return (known >= 2 && known * 3 >= filled.length * 2) || (isBehindGap && known >= 1 && filled.every(isWords));
}
