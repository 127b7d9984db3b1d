// What the page and the server say to each other, as JSON. The page imports types of this file only.

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
  readonly format: string;
  readonly encoding: string;
  readonly sheet: string | undefined;
  /** The program that the file comes from. */
  readonly profile: string | undefined;
  readonly country: string | undefined;
  /** It was dropped into the page: a private copy is kept until the import is over. */
  readonly isUpload: boolean;
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

/** Rows that share a problem or a remark. */
export interface RowGroup {
  /** For `RowQuery.filter`. */
  readonly filter: string;
  readonly text: string;
  readonly count: number;
}

/** What the rows of the file hold. */
export interface CheckView {
  readonly state: 'reading' | 'done' | 'failed';
  readonly rows: number;
  readonly ready: number;
  readonly edited: number;
  readonly groups: readonly RowGroup[];
  /** Why the file should not be sent as it is. */
  readonly doubt: string | undefined;
  /** How much is read, 0 to 1. */
  readonly share: number | undefined;
}

/** Which rows to show. */
export interface RowQuery {
  /** `all`, `ready`, `rejected:too-short`, `warning:doubtful-phone`, `edited`, `outcome:parked`. */
  readonly filter: string;
  readonly offset: number;
  readonly limit: number;
  /** Phones in full. */
  readonly reveal: boolean;
}

/** A row as the tables show it. */
export interface RowView {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly kind: 'ready' | 'rejected' | 'duplicate' | 'skipped';
  readonly name: string;
  readonly typed: string;
  readonly dialled: string;
  readonly region: string;
  /** Why it is not sent, or what to say of it. */
  readonly remark: string;
  readonly isEdited: boolean;
  readonly isLeftOut: boolean;
  readonly outcome: string;
  readonly id: string;
  readonly reason: string;
}

/** Some of the rows that a filter finds. */
export interface RowPage {
  readonly total: number;
  readonly rows: readonly RowView[];
}

/** What a person changed in a row. */
export interface RowChange {
  /** New texts, by the index of the column. */
  readonly cells?: Readonly<Record<string, string>> | undefined;
  readonly leaveOut?: boolean | undefined;
}

/** A credential, never its value. */
export interface CredentialView {
  readonly variable: string;
  readonly where: string;
  /** In the environment, or typed in before. */
  readonly isSet: boolean;
}

/** What a destination asks for: a list, a campaign. */
export interface OptionView {
  readonly name: string;
  readonly text: string;
  readonly value: 'uuid' | 'number' | 'none';
  readonly isNeeded: boolean;
}

/** One way for leads into a provider. */
export interface DestinationView {
  readonly name: string;
  readonly callsAtOnce: boolean;
  readonly ids: readonly CredentialView[];
  /** Alternatives: all of one of them are needed. */
  readonly secrets: readonly (readonly CredentialView[])[];
  readonly options: readonly OptionView[];
  /** Address that is used in place of the provider's own. */
  readonly baseUrl: string | undefined;
}

/** One entry of a select. */
export interface Choice {
  readonly value: string | number;
  readonly label: string;
}

/** What may be chosen for each option, as the provider names it; an option that is missing is typed. */
export interface ChoicesView {
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  readonly problem: Problem | undefined;
}

/** Where the leads go. */
export interface DestinationChoice {
  readonly to: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly account?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Most requests a second; the limit of the provider where it is left out. */
  readonly rate?: number | undefined;
  readonly onExisting: 'keep' | 'update';
  readonly checkExisting: boolean;
}

/** How far the sending is. */
export interface SendView {
  readonly state: 'interrupted' | 'opening' | 'running' | 'paused' | 'stopping' | 'ended';
  readonly total: number;
  readonly done: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Rows a second. */
  readonly rate: number;
  readonly secondsLeft: number | undefined;
  readonly notices: readonly string[];
  readonly problem: Problem | undefined;
}

/** What is wrong, and what to do next. */
export interface Problem {
  readonly message: string;
  readonly hints: readonly string[];
}

/** All that the page shows beside rows. */
export interface ConsoleState {
  /** The folder that the command was started in. */
  readonly folder: string;
  readonly file: FileView | undefined;
  readonly check: CheckView | undefined;
  readonly destination: DestinationChoice | undefined;
  readonly send: SendView | undefined;
  readonly problem: Problem | undefined;
  /** Changes when rows have changed. */
  readonly rowsVersion: number;
}

/** An import that a ledger on this machine knows. */
export interface PastImport {
  readonly id: string;
  readonly file: string;
  readonly to: string;
  readonly account: string;
  readonly startedAt: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly canUndo: boolean;
}

/** What a person found out about parked rows; `look-again` asks the provider once more. */
export type Finding = 'arrived' | 'not-there' | 'look-again';
