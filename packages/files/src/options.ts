import type { Profile } from './profiles/profile.ts';

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

/** What a person changed in one row. */
export interface RowEdit {
  /** New texts, by the index of the column. */
  readonly cells?: Readonly<Record<number, string>> | undefined;
  /** The row is not to be sent. */
  readonly leaveOut?: boolean | undefined;
}

/** Changes by the row's number, as a spreadsheet counts: the header is row 1. */
export type RowEdits = ReadonlyMap<number, RowEdit>;

/** What only a person can tell about a file. */
export type DoubtKind = 'encoding' | 'phone-column' | 'email-column' | 'country' | 'phones' | 'do-not-call';

/** One way out of a doubt. */
export interface Answer {
  /** For a menu: `Mobile`. */
  readonly label: string;
  /** For a command line: `--map phone=Mobile`. */
  readonly flag: string;
  /** Read the file again with these options in place. */
  readonly options: Partial<ReadOptions>;
}

/** A question to ask before anything is sent. It names columns, and never quotes what a person wrote in a cell. */
export interface Doubt {
  readonly kind: DoubtKind;
  /** Names of the columns that it is about. */
  readonly columns: readonly string[];
  readonly question: string;
  /** Where no one can be asked, nothing may be sent. The others go out: the rows in doubt are refused one by one. */
  readonly stopsPipe: boolean;
  /** The likeliest first. */
  readonly answers: readonly Answer[];
}

/** The options of the next try: as before, with this answer in place. */
export function applyAnswer(options: ReadOptions, answer: Pick<Answer, 'options'>): ReadOptions {
  const { map = [], skip = [], ...rest } = answer.options;
  const answered = new Set(map.map(partOf));
  return {
    ...options,
    ...rest,
    map: [...(options.map ?? []).filter((text) => !answered.has(partOf(text))), ...map],
    skip: [...(options.skip ?? []), ...skip],
  };
}

/** The part of the lead that a mapping fills: `phone` of `phone=Mobile`. */
const partOf = (text: string): string => text.split('=', 1)[0] ?? '';
