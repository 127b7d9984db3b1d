import type { E164 } from '@leadwire/core/phone';
import { type Cell, filledText, isTotalWord, phoneText } from '../cells/cell.ts';
import { fieldOfHeader } from '../columns/field-of-header.ts';
import type { LeadReader } from './lead-reader.ts';
import type { RowPhone, UnsentRow } from './lead-row.ts';

/** A row below a table that adds it up: `Total,,19753086421`. A person or a company may be called Total, and has more than that to it. */
function isTotals(cells: readonly Cell[], toLead: LeadReader, phone: E164): boolean {
  const first = cells.find((cell) => filledText(cell) !== '');
  if (!isTotalWord(filledText(first))) return false;
  const { lead, isEmailLeftOut } = toLead(cells, phone);
  const names = [lead.name, lead.firstName, lead.lastName];
  return lead.email === undefined && !isEmailLeftOut && names.every((name) => name === undefined || isTotalWord(name));
}

/**
 * Why a row is not part of the table; undefined where it is. Rows are given in the order of the file.
 * @param phone - the phone of the row, or the reason why it has none that can be used
 */
type MisplacedCheck = (
  row: number,
  cells: readonly Cell[],
  phone: RowPhone | Pick<UnsentRow, 'reason'>,
) => string | undefined;

/** What is known of a table before its rows are read. */
interface KnownTable {
  readonly header: readonly string[];
  readonly phoneColumns: readonly number[];
  readonly toLead: LeadReader;
}

/**
 * Finds rows that are not part of the table: totals, its header once more, and a second table, whose columns are others: what stands
 * below the phones of the first may be anything.
 */
export function createMisplacedCheck({ header, phoneColumns, toLead }: KnownTable): MisplacedCheck {
  let below: number | undefined;
  let last: number | undefined;
  return (row, cells, phone) => {
    const isBehindGap = last !== undefined && row > last + 1;
    last = row;
    if (below !== undefined) return `stands below another header (row ${below}): save each table as a separate file`;
    if ('e164' in phone) return isTotals(cells, toLead, phone.e164) ? 'holds totals, not a person' : undefined;
    if (!phoneColumns.some((index) => isWords(phoneText(cells[index])))) return undefined;
    const texts = cells.map(filledText);
    if (texts.every((text, index) => text === '' || text === header[index])) return 'repeats the header';
    if (!isHeader(texts, isBehindGap)) return undefined;
    below = row;
    return 'is the header of another table: save each table as a separate file';
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
