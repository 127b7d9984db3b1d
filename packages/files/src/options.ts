import type { Profile } from './profiles/profile.ts';
import type { RowEdits } from './rows/row-edits.ts';

/** How a file is to be read; what is left out is guessed and shown, or asked about. */
export interface ReadOptions {
  /** Where a part of the lead stands: `phone=Mobile`, `phone=Mobile,Work Phone` (the first usable), `fields.budget=Budget`, `fields.*`, `email=` (none). */
  readonly map?: readonly string[] | undefined;
  /** ISO 3166-1 alpha-2: the country of phones that are written without `+`. */
  readonly country?: string | undefined;
  /** Column that holds the country of each row; empty: none. */
  readonly countryColumn?: string | undefined;
  /** How digits without `+` and without a trunk prefix are meant. */
  readonly phones?: 'national' | 'international' | undefined;
  /** Rows to leave out: `DoNotCall=1`. */
  readonly skip?: readonly string[] | undefined;
  /** Leave out, without asking, rows that say "do not call", "wrong number" or that the person has cancelled. @default false */
  readonly skipDoNotCall?: boolean | undefined;
  /** Send those rows, too. @default false */
  readonly ignoreDoNotCall?: boolean | undefined;
  /** Lines above the header. */
  readonly skipLines?: number | undefined;
  /** Sheet of a workbook, by its name. */
  readonly sheet?: string | undefined;
  /** Column that tells rows apart, in place of the phone. */
  readonly key?: string | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** A mapping that was kept; what is named beside it goes first. */
  readonly profile?: Profile | undefined;
  /** What a person changed by hand, by row number. It goes with this file as it is now: row numbers of another file mean other people. */
  readonly edits?: RowEdits | undefined;
  /** Told what is worth saying: title lines that were skipped, an encoding, a column that is not used. */
  readonly onNotice?: ((text: string) => void) | undefined;
}
