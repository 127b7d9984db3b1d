import type { LeadField } from './column-words.ts';

/** Where a column's cells go: a part of the lead, or one of the provider's own fields, `fields.budget`. */
export type Destination = LeadField | `fields.${string}`;

/** Why a column is used as it is. */
export type Why = 'told' | 'profile' | 'name' | 'cells';

/** One destination and the columns that fill it; the first that holds something usable counts. */
export interface ColumnUse {
  readonly destination: Destination;
  /** Indexes into the header, in the order in which they are tried. */
  readonly indexes: readonly number[];
  readonly why: Why;
}

/** A column of the file and what it is used for. */
export interface FileColumn {
  readonly name: string;
  /** From 0. */
  readonly index: number;
  /** Parts of the lead that it fills; empty where it goes nowhere. */
  readonly uses: readonly (Destination | 'country' | 'do-not-call' | 'key')[];
  /** Why: told by an option, by a profile, by its name, by what stands in its cells. */
  readonly why: Why | undefined;
  /** What it would fill if another column did not. */
  readonly passedOverFor: Destination | undefined;
}
