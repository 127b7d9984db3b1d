import type { LeadRow, OpenedFile } from '@leadwire/files';
import { Reasons } from './reasons.ts';

/** Which rows of a file are sent. */
export interface Selection {
  /** The first so many that can be sent. */
  readonly limit?: number | undefined;
  /** Rows of the file, both ends included. */
  readonly only?: { readonly from: number; readonly to: number } | undefined;
}

/** Tells of each row, in the order of the file, whether it is selected; `done`: no later one is. */
export function createSelector({ limit, only }: Selection): (row: LeadRow) => 'selected' | 'passed-over' | 'done' {
  let ready = 0;
  return ({ row, kind }) => {
    if (limit !== undefined && ready >= limit) return 'done';
    if (only !== undefined && row > only.to) return 'done';
    if (only !== undefined && row < only.from) return 'passed-over';
    if (kind === 'ready') ready++;
    return 'selected';
  };
}

/** What the selected rows of a file hold, counted before anything is sent. */
export interface Survey {
  readonly rows: number;
  readonly ready: number;
  /** Ready rows whose number is possible, but in no known range. */
  readonly doubtful: number;
  /** Ready rows by the region of their phone. */
  readonly regions: ReadonlyMap<string, number>;
  /** Why rows will not be sent. */
  readonly unsent: Reasons;
  /** Remarks on rows that will be sent. */
  readonly warnings: Reasons;
}

export interface SurveyOptions extends Selection {
  readonly signal: AbortSignal;
  /** Told of every row of the file, also of those that are not selected. */
  readonly onRow?: ((row: LeadRow) => Promise<void>) | undefined;
}

/** Reads every row of a file and counts those that are selected. */
export async function surveyFile(file: OpenedFile, { signal, onRow, ...selection }: SurveyOptions): Promise<Survey> {
  const select = createSelector(selection);
  const counts = { rows: 0, ready: 0, doubtful: 0 };
  const regions = new Map<string, number>();
  const unsent = new Reasons();
  const warnings = new Reasons();
  for await (const row of file.rows()) {
    if (signal.aborted) break;
    await onRow?.(row);
    if (select(row) !== 'selected') continue;
    counts.rows++;
    if (row.kind !== 'ready') {
      unsent.addRow(row);
      continue;
    }
    counts.ready++;
    if (!row.phone.valid) counts.doubtful++;
    const { region = '' } = row.phone;
    regions.set(region, (regions.get(region) ?? 0) + 1);
    for (const { code, text } of row.warnings) warnings.add(code, text, row.row);
  }
  return { ...counts, regions, unsent, warnings };
}

/** More doubtful numbers than this stop a run: most likely the country or the column is wrong. */
const MOST_DOUBTFUL = 0.1;

/** Says why a file should not be sent as it is; undefined where nothing speaks against it. */
export function tooDoubtful({ ready, doubtful }: Survey): string | undefined {
  if (ready === 0 || doubtful / ready <= MOST_DOUBTFUL) return undefined;
  const share = Math.round((doubtful / ready) * 100);
  return `${share} % of the phone numbers (${doubtful.toLocaleString('en')} of ${ready.toLocaleString('en')}) are possible, but in no known range: most likely the country or the column is wrong.`;
}
