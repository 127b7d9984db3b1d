import type { Row } from '../tables/table.ts';

/** What a person changed in one row. */
export interface RowEdit {
  /** New texts, by the index of the column. */
  readonly cells?: Readonly<Record<number, string>> | undefined;
  /** The row is not to be sent. */
  readonly leaveOut?: boolean | undefined;
}

/** Changes by the row's number, as a spreadsheet counts: the header is row 1. */
export type RowEdits = ReadonlyMap<number, RowEdit>;

/** A row as it stands in the file, with the cells that were changed in their places. */
export function editedRow(row: Row, edit: RowEdit | undefined): Row {
  if (edit?.cells === undefined) return row;
  const cells = [...row.cells];
  for (const [index, text] of Object.entries(edit.cells)) cells[Number(index)] = text;
  return { ...row, cells };
}
