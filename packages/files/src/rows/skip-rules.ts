import { type Cell, cellText } from '../cells/cell.ts';
import { findColumn } from '../columns/find-column.ts';
import { optionError } from '../option-error.ts';

/** Rows to leave out: those whose cell is this value. */
export interface SkipRule {
  readonly index: number;
  /** Trimmed, in lower case. */
  readonly value: string;
  /** As it was given. */
  readonly text: string;
}

/** Reads `DoNotCall=1`; case and spaces around the value do not count. */
export function parseSkipRules(texts: readonly string[], header: readonly string[]): readonly SkipRule[] {
  return texts.map((text) => {
    const at = text.lastIndexOf('=');
    if (at < 1)
      throw optionError(
        `--skip ${text} is not a column and a value.`,
        'Write it as --skip DoNotCall=1: rows with that value are left out.',
      );
    const index = findColumn(header, text.slice(0, at).trim());
    return { index, value: plain(text.slice(at + 1)), text };
  });
}

/** The rule that leaves a row out. */
export const ruleFor = (cells: readonly Cell[], rules: readonly SkipRule[]): SkipRule | undefined =>
  rules.find(({ index, value }) => plain(cellText(cells[index])) === value);

const plain = (text: string): string => text.trim().toLowerCase();
