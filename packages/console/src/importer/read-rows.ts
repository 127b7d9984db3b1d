import type { OpenedFile, RowEdit } from '@leadwire/files';
import { type Survey, surveyFile, tooDoubtful } from '@leadwire/importer';
import type { CheckView } from '../api/rows.ts';
import { nameIn, typedPhone } from './file-view.ts';
import type { RowTable } from './row-table.ts';

/** The page is told after so many rows. */
const ROWS_BETWEEN_NEWS = 1000;

export interface RowReading {
  readonly file: OpenedFile;
  readonly table: RowTable;
  readonly edits: ReadonlyMap<number, RowEdit>;
  readonly signal: AbortSignal;
}

/** Reads every row of the file into the table, and tells what is known so far: at the start, every 1,000 rows, and at the end. */
export async function readRows(
  { file, table, edits, signal }: RowReading,
  onNews: (check: CheckView) => void,
): Promise<void> {
  const tell = (state: CheckView['state'], survey?: Survey): void => {
    if (signal.aborted) return;
    const counts = { rows: table.count('all'), ready: table.count('ready'), edited: table.count('edited') };
    const groups = state === 'reading' ? [] : table.groups();
    const found = { regions: [...(survey?.regions.keys() ?? [])], doubt: survey && tooDoubtful(survey) };
    onNews({ state, ...counts, groups, ...found, share: file.share() });
  };
  let count = 0;
  const onRow = async (row: Parameters<RowTable['put']>[0]): Promise<void> => {
    const edit = edits.get(row.row);
    const flags = { isEdited: edit?.cells !== undefined, isLeftOut: edit?.leaveOut === true };
    table.put(row, { typed: typedPhone(file, row), name: nameIn(file, row), ...flags });
    if (++count % ROWS_BETWEEN_NEWS === 0) tell('reading');
  };
  tell('reading');
  try {
    tell('done', await surveyFile(file, { signal, onRow }));
  } catch (error) {
    if (signal.aborted) return;
    tell('failed');
    throw error;
  }
}
