import { looksLikeEmail, looksLikePhone } from '../cells/cell.ts';
import { guessCountryColumn } from '../columns/country-column.ts';
import { isDoNotCallColumn } from '../columns/do-not-call.ts';
import { fieldOfHeader } from '../columns/field-of-header.ts';
import { FileError } from '../errors.ts';
import type { TableOptions } from './table.ts';

export interface FoundHeader {
  readonly names: readonly string[];
  /** Among the records that were looked at. */
  readonly index: number;
  /** Records above it that are not empty. */
  readonly skipped: number;
  /** Line of the file. */
  readonly line: number;
}

export interface HeaderCandidate {
  readonly cells: readonly string[];
  readonly line: number;
}

/** A title or two, a date, an empty line: further down than this no header is looked for. */
const LOOKED_AT = 15;

/** The record that names the columns: the first, unless it is a title above one whose names are known. `undefined` where there is none. */
export function findHeader(
  records: readonly HeaderCandidate[],
  skipLines: number | undefined,
): FoundHeader | undefined {
  const filled = records
    .map(({ cells, line }, index) => ({ cells, line, index }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const after = skipLines === undefined ? filled : filled.filter(({ line }) => line > skipLines);
  const first = after[0];
  if (first === undefined) return undefined;
  const found = skipLines === undefined ? belowTitles(after.slice(0, LOOKED_AT)) : first;
  const names = found.cells.map((cell) => cell.trim());
  refuseData(names, after.slice(after.indexOf(found) + 1, LOOKED_AT));
  return { names, index: found.index, skipped: after.indexOf(found), line: found.line };
}

/** Says which lines above the header were skipped, unless an option told to. */
export function sayIfSkipped({ skipped, line }: FoundHeader, { skipLines, onNotice }: SkipOptions): void {
  if (skipped === 0 || skipLines !== undefined) return;
  const lines = skipped === 1 ? 'One line' : `${skipped} lines`;
  onNotice(
    `${lines} above the header (line ${line}) ${skipped === 1 ? 'is' : 'are'} skipped. To say otherwise: --skip-lines N`,
  );
}

type SkipOptions = Pick<TableOptions, 'skipLines' | 'onNotice'>;

/** Titles hold no data and name fewer columns than the header below them. */
function belowTitles<Candidate extends HeaderCandidate>(records: readonly Candidate[]): Candidate {
  const [first] = records as readonly [Candidate, ...Candidate[]];
  const known = knownNames(first.cells);
  if (known > 1 || holdsPhoneName(first.cells)) return first;
  for (const record of records.slice(1)) {
    if (record.cells.some(isData)) return first;
    if (knownNames(record.cells) > Math.max(1, known) || (holdsPhoneName(record.cells) && record.cells.length > 1))
      return record;
  }
  return first;
}

const knownNames = (cells: readonly string[]): number =>
  cells.filter((cell) => cell !== '' && isKnownName(cell)).length;

/** Is this what some column is called, rather than what stands in one? */
const isKnownName = (cell: string): boolean =>
  fieldOfHeader(cell) !== undefined || isDoNotCallColumn(cell) || guessCountryColumn([cell], new Set()) !== undefined;

const holdsPhoneName = (cells: readonly string[]): boolean =>
  cells.some((cell) => {
    const guess = fieldOfHeader(cell);
    return guess?.field === 'phone' && guess.strength !== 'weak';
  });

const isData = (cell: string): boolean =>
  looksLikeEmail(cell) || (looksLikePhone(cell) && cell.replace(/\D/g, '').length >= 7);

/** A first line with a phone number or an e-mail address is no header, and must not be shown as one. */
function refuseData(names: readonly string[], below: readonly HeaderCandidate[]): void {
  const at = names.findIndex((name, index) => {
    if (looksLikeEmail(name)) return true;
    if (!isData(name)) return false;
    const digits = name.replace(/\D/g, '').length;
    return digits >= 9 || below.some(({ cells }) => isData(cells[index] ?? ''));
  });
  if (at === -1) return;
  throw new FileError(
    `the file has no header: column ${at + 1} of its first line holds a phone number or an e-mail address.`,
    { code: 'no-header', hints: ['Put a line with the names of the columns on top of the file: Name,Phone,Email'] },
  );
}
