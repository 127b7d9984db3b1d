/** What a person changed in one row. */
export interface RowEdit {
  /** New texts, by the index of the column. */
  readonly cells?: Readonly<Record<number, string>> | undefined;
  /** The row is not to be sent. */
  readonly leaveOut?: boolean | undefined;
}

/** Changes by the row's number, as a spreadsheet counts: the header is row 1. */
export type RowEdits = ReadonlyMap<number, RowEdit>;
