import type { Readable } from 'node:stream';
import type { Lead } from '@leadwire/core';
import type { E164 } from '@leadwire/core/phone';
import { type Cell, cellText } from '../cells/cell.ts';
import { checkCountry } from '../cells/country.ts';
import { phoneText } from '../cells/phone-text.ts';
import { createPhoneReader } from '../cells/read-phone.ts';
import type { Destination } from '../columns/column-plan.ts';
import { findColumn } from '../columns/find-column.ts';
import { namesIn, parseMapping } from '../columns/mapping.ts';
import { FileError } from '../errors.ts';
import { type OpenedTable, openTable } from '../tables/open-table.ts';
import type { Row } from '../tables/table.ts';
import type { ReadyRow, UnsentRow } from './lead-row.ts';
import { planFile } from './plan-file.ts';
import { createRowReader } from './row-reader.ts';

// The former door, until the command stands on `openFile`.

export interface FileOptions {
  readonly map?: readonly string[] | undefined;
  readonly country?: string | undefined;
  readonly key?: string | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
}

export interface ColumnPlan {
  readonly uses: readonly {
    readonly destination: Destination;
    readonly column: string;
    readonly index: number;
    readonly guessed: boolean;
  }[];
  readonly unused: readonly string[];
  readonly passedOver: readonly { readonly column: string; readonly destination: Destination }[];
}

export type Verdict =
  | { readonly kind: 'ready'; readonly phone: E164; readonly valid: boolean }
  | { readonly kind: 'rejected' | 'duplicate'; readonly code: string; readonly reason: string };

export interface OpenedRows {
  readonly table: OpenedTable & { readonly columns: readonly string[] };
  readonly plan: ColumnPlan;
  readonly reader: { toLead(cells: readonly Cell[], phone: string): Lead };
  readonly judge: (row: Row) => Verdict;
  readonly keyColumn: number | undefined;
}

export interface Surroundings {
  readonly stdin: Readable;
  readonly signal: AbortSignal;
}

export async function openRows(
  path: string,
  options: FileOptions,
  io: Surroundings & { readonly onNotice: (text: string) => void },
): Promise<OpenedRows> {
  const mapping = parseMapping(options.map ?? []);
  const country = checkCountry(options.country);
  const table = await openTable(
    { path, stdin: io.stdin, signal: io.signal },
    {
      ...options,
      wanted: [...namesIn(mapping), ...(options.key ? [options.key] : [])],
      told: new Set(mapping.columns.keys()),
      onNotice: io.onNotice,
    },
  );
  const plan = await planFile(table, mapping, { ...options, country, onNotice: io.onNotice }).catch(
    (error: unknown) => {
      throw error instanceof FileError ? error.in(table.name) : error;
    },
  );
  const doubt = [table.doubt, ...plan.doubts].find((each) => each?.stopsPipe);
  if (doubt !== undefined)
    throw new FileError(`${table.name}: ${doubt.question}`, {
      code: 'option',
      hints: doubt.answers.map(({ flag }) => flag),
    });
  const read = createRowReader(plan.rows);
  return {
    table: Object.assign(table, { columns: table.header }),
    plan: {
      uses: plan.uses.map(({ destination, indexes, why }) => ({
        destination,
        column: indexes.map((index) => table.header[index]).join(', '),
        index: indexes[0] ?? -1,
        guessed: why !== 'told',
      })),
      unused: plan.columns.filter(({ name, uses }) => name !== '' && uses.length === 0).map(({ name }) => name),
      passedOver: plan.columns.flatMap(({ name, passedOverFor }) =>
        passedOverFor === undefined ? [] : [{ column: name, destination: passedOverFor }],
      ),
    },
    reader: { toLead: (cells, phone) => plan.rows.toLead(cells, phone as E164).lead },
    judge: (row) => verdictOf(read(row)),
    keyColumn: options.key === undefined ? undefined : findColumn(table.header, options.key),
  };
}

const verdictOf = (row: ReadyRow | UnsentRow): Verdict =>
  row.kind === 'ready'
    ? { kind: 'ready', phone: row.phone.e164, valid: row.phone.valid }
    : { kind: row.kind === 'skipped' ? 'rejected' : row.kind, code: row.code, reason: row.reason };

export interface JudgeOptions {
  readonly phoneOf: (cells: readonly Cell[]) => string;
  readonly country: string | undefined;
  readonly keyColumn: number | undefined;
}

/** One phone as a row of a file is judged. */
export function createJudge({ phoneOf, country }: JudgeOptions): (row: Row) => Verdict {
  const plan = {
    header: ['phone'],
    phoneColumns: [0],
    country: checkCountry(country),
    countryColumn: undefined,
    keyColumn: undefined,
    skip: [],
    doNotCall: { named: [], others: [] },
    registryFlags: [],
    readPhone: createPhoneReader(undefined),
    readCountry: () => undefined,
    toLead: (_: readonly Cell[], phone: E164) => ({ lead: { phone }, isEmailLeftOut: false }),
  };
  const read = createRowReader(plan);
  return (row) => verdictOf(read({ ...row, cells: [phoneOf(row.cells)] }));
}

export { cellText, phoneText };
