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
  /** Of phones that will be dialled, once every row is read. */
  readonly regions: readonly string[];
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
