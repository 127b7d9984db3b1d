import { createJudge, type Verdict } from '../cells/judge.ts';
import { createLeadReader, type LeadReader, requirePhoneColumn } from '../cells/lead-reader.ts';
import { type ColumnPlan, findColumn, parseMapping, planColumns } from '../columns/columns.ts';
import { guessColumn } from '../columns/guess-column.ts';
import { FileError } from '../errors.ts';
import type { Surroundings } from '../input/source.ts';
import type { Row } from '../table.ts';
import { type OpenedTable, openTable } from './open-table.ts';

/** Options of every command that reads a file. */
export interface FileOptions {
  readonly map?: readonly string[] | undefined;
  readonly country?: string | undefined;
  /** Column that tells rows apart, in place of the phone. */
  readonly key?: string | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
}

export interface OpenedRows {
  readonly table: OpenedTable;
  readonly plan: ColumnPlan;
  readonly reader: LeadReader;
  readonly judge: (row: Row) => Verdict;
  readonly keyColumn: number | undefined;
}

/** A file, with each of its columns put to use. */
export async function openRows(
  path: string,
  options: FileOptions,
  io: Surroundings & { readonly onNotice: (text: string) => void },
): Promise<OpenedRows> {
  const mapping = parseMapping(options.map ?? []);
  const filled = new Set<string>(mapping.keys());
  const matters = (column: string): boolean => {
    const guess = guessColumn(column);
    return column.startsWith('fields.') || (guess !== undefined && !filled.has(guess.field));
  };
  const table = await openTable(path, io, {
    encoding: options.encoding,
    delimiter: options.delimiter,
    wantedColumns: [...new Set([...mapping.values(), options.key ?? ''])].filter((column) => column !== ''),
    matters,
    onNotice: io.onNotice,
  });
  const { plan, keyColumn } = planOf(table, mapping, options.key);
  for (const use of plan.uses) filled.add(use.destination);
  const reader = createLeadReader(plan);
  const judge = createJudge({
    phoneOf: reader.phoneOf,
    country: options.country,
    keyColumn,
    expectedRows: table.expectedRows,
  });
  return { table, plan, reader, judge, keyColumn };
}

function planOf(
  { name, columns, sample }: OpenedTable,
  mapping: ReturnType<typeof parseMapping>,
  key: string | undefined,
): Pick<OpenedRows, 'plan' | 'keyColumn'> {
  try {
    const plan = planColumns(columns, mapping);
    requirePhoneColumn(plan, columns, sample);
    return { plan, keyColumn: key === undefined ? undefined : findColumn(columns, key) };
  } catch (error) {
    throw error instanceof FileError ? error.in(name) : error;
  }
}
