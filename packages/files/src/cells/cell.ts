import { cleanText } from '@leadwire/core/phone';
import { phrases } from '../columns/words-of.ts';

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
  ...['nan', 'NaN', 'NAN', 'None', 'null', 'NULL', '(null)', '<null>', '[null]', 'undefined', 'NaT', '<NA>', '\\N'],
  ...['n/a', 'N/A', 'N/a', '#N/A', '#n/a', '#NA', '#REF!', '#VALUE!', '#NAME?', '#NULL!', '#NUM!', '#DIV/0!'],
]);

/** A cell as text; a word that stands for nothing (`nan`, `NULL`, `#N/A`) is empty. */
export function filledText(cell: Cell): string {
  const text = cellText(cell);
  return text.length <= 9 && EMPTY_WORDS.has(text) ? '' : text;
}

/** What stands in the filled cells of one column. */
export const filledTexts = (rows: readonly (readonly Cell[])[], index: number): string[] =>
  rows.map((cells) => filledText(cells[index])).filter((text) => text !== '');

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

const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d\d.*)?$/;
/** A day that is surely one: no country groups its numbers so. */
const DAY =
  /^((19|20)\d\d([-/.])(0?[1-9]|1[0-2])\3(0?[1-9]|[12]\d|3[01])|(0?[1-9]|[12]\d|3[01])([-/.])(0?[1-9]|[12]\d|3[01])\7(19|20)\d\d)([ T]\d{1,2}:\d\d.*)?$/;
const YEARS = /^(19|20)\d\d\s*[-/–]\s*((19|20)\d\d|\d\d)$/;
const PHONE = /^(p:|tel:|'|=")?[+(]?[\d\s().\-/–]{6,24}(:::|[,;xe]|ext|dw)?.{0,20}$/i;
const FLOAT = /^\d+\.\d+(e\+?\d+)?$/i;
const EMAIL = /^(mailto:)?[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"().]{2,}$/i;

/** By its digits alone, whatever the country: 6 to 15 of them and little else. No date, no range of years. */
export function looksLikePhone(text: string): boolean {
  if (!PHONE.test(text) || DATE.test(text) || YEARS.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  if (FLOAT.test(text)) return /\.0+$|e\+?\d+$/i.test(text) && digits >= 7;
  return digits >= 6 && digits <= 32;
}

/** A day of the calendar, which would be dialled where it happens to be a number. */
export const isDay = (text: string): boolean => DAY.test(text);

/** `0000000000` stands where a form had to be filled. */
export const isOneDigit = (text: string): boolean => /^\D*(\d)(\D*\1){5,}\D*$/.test(text);

/** `919876000000`: a spreadsheet showed 9.19876E+11, and that was saved and opened again. The last digits are lost. */
export const isRounded = (text: string): boolean => text.length >= 12 && /^[1-9]\d*0{6}$/.test(text);

/** `9876543210.5`: the result of a calculation: no country groups its numbers so. */
export const hasFraction = (text: string): boolean => /^[1-9]\d{8,}[.,]\d*[1-9]\d*$/.test(text);

const TOTALS = new Set(
  phrases(
    'total, totals, grand total, grand totals, sub total, sub-total, subtotal, overall total, sum, count, average',
    'summe, gesamt, gesamtsumme, gesamtergebnis, zwischensumme, somme, sous-total, total général, totale, somma, suma, total general',
    'suma total, soma, total geral, totaal, subtotaal, razem, suma końcowa, celkem, összesen, totalt, toplam, genel toplam, jumlah',
    'итого, всего, общий итог, الإجمالي, المجموع, कुल, 合計, 小計, 总计, 合计, 總計, 합계, 총계',
  ),
);

/** The word that stands in front of a row of totals. */
export const isTotalWord = (text: string): boolean =>
  text.length <= 20 && TOTALS.has(text.replace(/[\s:=.]+$/, '').toLowerCase());

export const looksLikeEmail = (text: string): boolean => EMAIL.test(text);

/** One address of a cell that holds one or more: `a@b.c ::: d@e.f`, `Asha <a@b.c>`. */
export function emailOf(text: string): string | undefined {
  if (EMAIL.test(text)) return text.replace(/^mailto:/i, '');
  const parts = text.split(/ ::: |[\s,;<>|]+/).map((part) => part.replace(/^mailto:/i, ''));
  return parts.find((part) => EMAIL.test(part));
}

/** What stands in one column of the first rows. */
export interface ColumnLook {
  readonly filled: number;
  readonly phones: number;
  readonly emails: number;
}

/** A test lead of a form says so in place of an answer. */
export const isTestLead = (text: string): boolean =>
  text.startsWith('<test lead: dummy data') || text.startsWith('p:<test lead');

export function lookOf(rows: readonly (readonly Cell[])[], index: number): ColumnLook {
  let filled = 0;
  let phones = 0;
  let emails = 0;
  for (const cells of rows) {
    const text = filledText(cells[index]);
    if (text === '' || isTestLead(text)) continue;
    filled++;
    if (looksLikePhone(phoneText(text))) phones++;
    else if (emailOf(text) !== undefined) emails++;
  }
  return { filled, phones, emails };
}
