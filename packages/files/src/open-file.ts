import { checkCountry } from './cells/country.ts';
import { namesIn, parseMapping } from './columns/mapping.ts';
import { FileError } from './errors.ts';
import type { FileSource } from './input/open-bytes.ts';
import type { OpenedFile } from './opened-file.ts';
import { optionError } from './option-error.ts';
import { applyAnswer, type ReadOptions } from './options.ts';
import { mapOf } from './profiles/profile.ts';
import { FirstSeen } from './rows/first-seen.ts';
import type { LeadRow } from './rows/lead-row.ts';
import { planFile } from './rows/plan-file.ts';
import { createRowReader, type RowPlan } from './rows/row-reader.ts';
import { openTable } from './tables/open-table.ts';
import type { Row, Table } from './tables/table.ts';

/**
 * Opens a file of leads: recognises its format and encoding, finds its header, and decides what each column is for.
 * What it cannot decide is in `doubts`; rows are read as they are asked for.
 * @throws FileError where it cannot be read as leads at all, or an option does not fit it
 * @example
 * const file = await openFile({ path: 'leads.csv', stdin: process.stdin, signal }, { country: 'IN' })
 * if (file.doubts.some(({ stopsPipe }) => stopsPipe)) … // ask, and open it again with applyAnswer(options, answer)
 * for await (const row of file.rows()) if (row.kind === 'ready') await send(row.lead)
 */
export async function openFile(source: FileSource, given: ReadOptions = {}): Promise<OpenedFile> {
  const options = withProfile(given);
  const country = checkCountry(options.country);
  checkCount('skipLines', options.skipLines);
  const mapping = parseMapping(options.map ?? []);
  const wanted = [...namesIn(mapping), options.key ?? '', options.countryColumn ?? ''].filter((name) => name !== '');
  const table = await openTable(source, {
    encoding: options.encoding,
    delimiter: options.delimiter,
    skipLines: options.skipLines,
    sheet: options.sheet,
    wanted,
    told: new Set(mapping.columns.keys()),
    onNotice: options.onNotice ?? (() => undefined),
  });
  const plan = await planFile(table, mapping, { ...options, country }).catch((error: unknown) => {
    table.close();
    throw error instanceof FileError ? error.in(table.name) : error;
  });
  const { sample, batches, doubt, rare: _rare, otherSheets: _others, ...facts } = table;
  const { rows, ...decided } = plan;
  return {
    ...facts,
    ...decided,
    country,
    // Read in another encoding, its columns have other names.
    doubts: doubt === undefined ? plan.doubts : [doubt],
    preview(count = 5) {
      checkCount('count', count);
      return previewRows(rows, sample.slice(0, count));
    },
    rows: () => readAllRows(rows, batches),
  };
}

/** Options with what their profile says beside them; what is named for this run goes first. */
function withProfile({ profile, ...options }: ReadOptions): ReadOptions {
  if (profile === undefined) return options;
  const { version: _version, name: _name, destination: _destination, ...kept } = profile;
  const named = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return applyAnswer({ ...kept, map: mapOf(profile) }, { options: named });
}

/** -1, NaN and 1.5 are refused instead of being taken for another number. */
function checkCount(name: string, count: number | undefined): void {
  if (count === undefined || (Number.isSafeInteger(count) && count >= 0)) return;
  throw optionError(`${name} must be a whole number of at least 0`, 'Leave it out for the default.');
}

function previewRows(plan: RowPlan, sample: readonly Row[]): LeadRow[] {
  const seen = new FirstSeen();
  try {
    return sample.map(createRowReader(plan, seen));
  } finally {
    seen.close();
  }
}

async function* readAllRows(plan: RowPlan, batches: Table['batches']): AsyncGenerator<LeadRow> {
  const seen = new FirstSeen();
  try {
    const read = createRowReader(plan, seen);
    for await (const batch of batches) for (const row of batch) yield read(row);
  } finally {
    seen.close();
  }
}
