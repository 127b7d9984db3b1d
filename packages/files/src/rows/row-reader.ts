import { PHONE_ADVICE, type Phone, type PhoneReason } from '@leadwire/core/phone';
import {
  type Cell,
  cellText,
  filledText,
  hasFraction,
  isDay,
  isOneDigit,
  isRounded,
  isTestLead,
  phoneText,
} from '../cells/cell.ts';
import type { CountryReader } from '../cells/country.ts';
import { isDigitsAlone, type PhoneReader, phoneRemark } from '../cells/phone.ts';
import { type DoNotCallColumns, isCancelledColumn, refusalsIn, saysYes } from '../columns/do-not-call.ts';
import { listColumns } from '../columns/find-column.ts';
import type { RowEdit, RowEdits } from '../options.ts';
import type { Row } from '../tables/table.ts';
import type { FirstSeen } from './first-seen.ts';
import type { LeadReader } from './lead-reader.ts';
import type { LeadRow, RowPhone, RowWarning, UnsentRow } from './lead-row.ts';
import { createMisplacedCheck } from './misplaced-rows.ts';
import { ruleFor, type SkipRule } from './skip-rules.ts';

/** All that is known of a file before its rows are read. */
export interface RowPlan {
  readonly header: readonly string[];
  readonly phoneColumns: readonly number[];
  readonly country: string | undefined;
  readonly countryColumn: number | undefined;
  /** Columns in which an ad platform marks its own test leads: `is_test`. */
  readonly testColumns: readonly number[];
  /** Of phone columns, those that say what is in them: `Work Fax`. */
  readonly labelColumns: ReadonlyMap<number, number>;
  /** Area codes of phones that are written without. */
  readonly areaColumn: number | undefined;
  readonly keyColumn: number | undefined;
  readonly skip: readonly SkipRule[];
  /** Empty where it is to be ignored. */
  readonly doNotCall: DoNotCallColumns;
  /** Flags of a registry beside each phone: said, not obeyed. */
  readonly registryFlags: readonly number[];
  readonly edits: RowEdits;
  readonly readPhone: PhoneReader;
  /** Reads digits as a number of the country. */
  readonly readAtHome: PhoneReader;
  readonly readCountry: CountryReader;
  readonly toLead: LeadReader;
}

type Refusal = Pick<UnsentRow, 'kind' | 'code' | 'reason'>;

const refusal = (code: UnsentRow['code'], reason: string, kind: UnsentRow['kind'] = 'rejected'): Refusal => ({
  kind,
  code,
  reason,
});

const NO_KEY = refusal('no-key', 'has nothing in the key column');
const BAD_KEY = refusal('bad-key', 'has more than 255 characters, or a line end, in the key column');
const TEST_LEAD = refusal('test-lead', 'is a test lead that the form made itself');
const DO_NOT_CALL = refusal('do-not-call', 'says that this person is not to be called', 'skipped');
const CANCELLED = refusal('do-not-call', 'says that this person has cancelled', 'skipped');
const LEFT_OUT = refusal('left-out', 'was left out by hand', 'skipped');
const ROUNDED = refusal('scientific-notation', `phone ${PHONE_ADVICE['scientific-notation']}`);
const NOT_A_NUMBER = refusal('not-a-number', `phone ${PHONE_ADVICE['not-a-number']}`);
const WRONG_NUMBER = refusal('not-a-number', 'phone is marked as wrong, out of use or a fax');
const UNKNOWN_COUNTRY = refusal(
  'unknown-country',
  'names no country that is known, and the phone is written without one',
);

/**
 * Makes the function that reads rows in the order of the file.
 * @param seen - the phones of the rows so far
 */
export function createRowReader(plan: RowPlan, seen: FirstSeen): (row: Row) => LeadRow {
  const misplacedBy = createMisplacedCheck(plan);
  return (given) => {
    const edit = plan.edits.get(given.row);
    const { row, line, cells, fault, isHidden = false } = editedRow(given, edit);
    const base = { row, line, cells };
    if (edit?.leaveOut) return { ...base, ...LEFT_OUT };
    if (fault !== undefined) return { ...base, ...refusal('broken-row', fault) };
    const out = leftOut(plan, cells);
    if (out !== undefined) return { ...base, ...out };
    const phone = phoneOf(plan, cells);
    const misplaced = misplacedBy(row, cells, phone);
    if (misplaced !== undefined) return { ...base, ...refusal('broken-row', misplaced) };
    if ('reason' in phone) return { ...base, ...phone };
    const key = keyOf(cells, plan.keyColumn);
    if (typeof key === 'object') return { ...base, ...key };
    const before = seen.see(phone.e164, row);
    if (before !== undefined)
      return { ...base, ...refusal('same-phone', `has the phone number of row ${before}`, 'duplicate') };
    const { lead, isEmailLeftOut } = plan.toLead(cells, phone.e164);
    const isInRegistry = plan.registryFlags.some((index) => saysYes(cells[index]));
    return {
      ...base,
      kind: 'ready',
      lead,
      key,
      phone,
      warnings: warningsOf(phone, { isEmailLeftOut, isInRegistry, isHidden }),
    };
  };
}

/** A row as it stands in the file, with the cells that were changed in their places. */
function editedRow(row: Row, edit: RowEdit | undefined): Row {
  if (edit?.cells === undefined) return row;
  const cells = [...row.cells];
  for (const [index, text] of Object.entries(edit.cells)) cells[Number(index)] = text;
  return { ...row, cells };
}

function leftOut({ header, skip, doNotCall, testColumns }: RowPlan, cells: readonly Cell[]): Refusal | undefined {
  if (cells.some((cell) => typeof cell === 'string' && isTestLead(cell))) return TEST_LEAD;
  if (testColumns.some((index) => saysYes(cells[index]))) return TEST_LEAD;
  const rule = ruleFor(cells, skip);
  if (rule !== undefined) return refusal('skip-rule', `is left out by --skip ${rule.text}`, 'skipped');
  const refusals = refusalsIn(cells, doNotCall);
  if (refusals.length === 0) return undefined;
  return refusals.every((index) => isCancelledColumn(header[index] ?? '')) ? CANCELLED : DO_NOT_CALL;
}

function keyOf(cells: readonly Cell[], column: number | undefined): string | undefined | Refusal {
  if (column === undefined) return undefined;
  const key = filledText(cells[column]);
  if (key === '') return NO_KEY;
  return key.length > 255 || /\p{Cc}/u.test(key) ? BAD_KEY : key;
}

/** The first phone of the row that is in a known range; else the first that is possible; else why the first that is filled cannot be used. */
function phoneOf(plan: RowPlan, cells: readonly Cell[]): RowPhone | Refusal {
  let possible: RowPhone | undefined;
  let refused: Refusal | undefined;
  for (const index of plan.phoneColumns) {
    const written = phoneText(cells[index]);
    if (written === '') continue;
    const label = plan.labelColumns.get(index);
    const read = spoiledBy(label === undefined ? '' : cellText(cells[label])) ?? readOne(plan, cells, written);
    if ('reason' in read) {
      refused ??= read;
      continue;
    }
    const { e164, region, type, valid } = read;
    const phone: RowPhone = { e164, column: plan.header[index] ?? '', written, region, type, valid };
    if (phone.valid) return phone;
    possible ??= phone;
  }
  return possible ?? refused ?? noPhone(plan);
}

const noPhone = ({ header, phoneColumns }: RowPlan): Refusal =>
  refusal('no-phone', `has no phone number in ${listColumns(phoneColumns.map((at) => header[at] ?? ''))}`);

function readOne(plan: RowPlan, cells: readonly Cell[], written: string): Phone | Refusal {
  const spoiled = spoiledBy(written);
  if (spoiled !== undefined) return spoiled;
  const cell = plan.countryColumn === undefined ? '' : filledText(cells[plan.countryColumn]);
  const named = cell === '' ? undefined : plan.readCountry(cell);
  if (cell !== '' && named === undefined && isWithoutCountry(written)) return UNKNOWN_COUNTRY;
  const country = named ?? plan.country;
  const area = plan.areaColumn === undefined ? '' : phoneText(cells[plan.areaColumn]);
  const read = area === '' ? plan.readPhone(written, country) : readWithArea(plan, area, written, country);
  if (typeof read === 'string') return refusal(read, adviceFor(read, written, country));
  return !read.valid && isOneDigit(written) ? NOT_A_NUMBER : read;
}

/** A cell that is refused whatever its digits: a date, a damaged number, or a remark against calling. */
function spoiledBy(written: string): Refusal | undefined {
  if (isDay(written) || hasFraction(written)) return NOT_A_NUMBER;
  if (isRounded(written)) return ROUNDED;
  const remark = phoneRemark(written);
  if (remark === undefined) return undefined;
  return remark === 'wrong-number' ? WRONG_NUMBER : DO_NOT_CALL;
}

/** `11` and `98765-4321`: the number alone where it says its area or country; refused where both it and the two together are numbers. */
function readWithArea(
  { readPhone, readAtHome }: RowPlan,
  area: string,
  written: string,
  country: string | undefined,
): Phone | PhoneReason {
  const alone = readPhone(written, country);
  if (/^\s*(\+|\(?0|tel:)/.test(written) || country === undefined || !/\d/.test(area)) return alone;
  const together = readAtHome(`${area} ${written}`, country);
  const isNumber = (read: Phone | PhoneReason): boolean => typeof read === 'object' && read.valid;
  if (isNumber(together) && !isNumber(alone)) return together;
  return isNumber(alone) && !isNumber(together) ? alone : 'ambiguous-number';
}

const isWithoutCountry = (written: string): boolean => !/^\s*(\+|00|tel:)/.test(written) || isDigitsAlone(written);

function warningsOf(phone: RowPhone, has: Readonly<Record<keyof typeof REMARKS, boolean>>): readonly RowWarning[] {
  const warnings: RowWarning[] = phone.valid ? [] : [DOUBTFUL];
  for (const name of REMARK_NAMES) if (has[name]) warnings.push(REMARKS[name]);
  return warnings.length === 0 ? NONE : warnings;
}

const DOUBTFUL: RowWarning = {
  code: 'doubtful-phone',
  text: 'phone is possible, but in no range that its country has given out',
};
const REMARKS = {
  isEmailLeftOut: { code: 'not-an-email', text: 'email is not an e-mail address and is left out' },
  isInRegistry: { code: 'do-not-call-registry', text: 'phone is marked as listed in a do-not-call registry' },
  isHidden: { code: 'hidden-row', text: 'row is hidden in the workbook' },
} as const;
const REMARK_NAMES = ['isEmailLeftOut', 'isInRegistry', 'isHidden'] as const;
const NONE: readonly RowWarning[] = [];

/** `+52 1 55 …` and `044 55 …`: the numbering plan of today, and so the library, has no such numbers. */
const isOldMexican = (written: string, country: string | undefined): boolean =>
  /^\D*(00)?52\D*1(\D*\d){10}\D*$/.test(written) ||
  (country === 'MX' && /^\D*0\D*(1|4\D*[45])(\D*\d){10}\D*$/.test(written));

/** What to do about a phone: a person may have the command or the import page in front. */
function adviceFor(reason: PhoneReason, written: string, country: string | undefined): string {
  if (reason === 'too-long' && isOldMexican(written, country))
    return 'phone has a prefix that Mexico dropped in 2019 (the 1 behind 52, or 01, 044, 045): leave it out';
  if (reason === 'needs-country')
    return 'phone has no country: write it with + and the country calling code, or name the country of such phones';
  if (reason === 'ambiguous-number')
    return 'phone can be read as a number at home and as one abroad: write + or the trunk prefix in front, or say whether such phones are national or international';
  return `phone ${PHONE_ADVICE[reason]}`;
}
