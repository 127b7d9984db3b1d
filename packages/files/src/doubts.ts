import type { ReadOptions } from './options.ts';

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
export function applyAnswer(options: ReadOptions, answer: Answer): ReadOptions {
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
export const partOf = (text: string): string => text.split('=', 1)[0] ?? '';
