/** A file that may be imported, in the folder that the command was started in. */
export interface LocalFile {
  /** Relative to that folder. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** A column of the file and what it fills: a part of the lead, `fields.budget`, `country`, `key`, or nothing. */
export interface ColumnView {
  readonly index: number;
  readonly name: string;
  /** Empty where the column is not sent. */
  readonly use: string;
  /** What was guessed before anything was changed, and why. */
  readonly guess: string;
  readonly why: 'profile' | 'name' | 'cells' | undefined;
  /** Where several columns fill the same: when it is tried, from 1. The first that holds something usable counts. */
  readonly turn: number | undefined;
  /** What it would fill if another column did not. */
  readonly passedOverFor: string | undefined;
}

/** A question that only a person can answer. */
interface DoubtView {
  readonly question: string;
  /** Nothing is sent before it is answered. */
  readonly stops: boolean;
  readonly answers: readonly string[];
}

/** The file that is open. */
export interface FileView {
  readonly name: string;
  /** Where it lies: it is read there, and not copied. */
  readonly path: string;
  readonly format: string;
  readonly encoding: string;
  readonly sheet: string | undefined;
  /** Every sheet of a workbook. */
  readonly sheets: readonly string[];
  /** The program that the file comes from. */
  readonly profile: string | undefined;
  readonly country: string | undefined;
  readonly columns: readonly ColumnView[];
  /** Parts of a lead that a column may fill. */
  readonly fields: readonly string[];
  readonly doubts: readonly DoubtView[];
  readonly notices: readonly string[];
}

/** One of the first rows, its phones masked unless asked for. */
export interface SampleRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly dialled: string | undefined;
  readonly region: string | undefined;
  readonly problem: string | undefined;
}
