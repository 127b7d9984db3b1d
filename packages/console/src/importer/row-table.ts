import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { maskText } from '@leadwire/core/provider';
import { cellText, type LeadRow } from '@leadwire/files';
import type { RowOutcome } from '@leadwire/importer';
import type { RowGroup, RowPage, RowQuery, RowView } from '../api/rows.ts';

// Sorting a large table would otherwise write rows to a temporary file.
const SCHEMA = `pragma temp_store = memory;
  create table row (
  row integer primary key, kind text not null, code text not null, remark text not null, name text not null, typed text not null,
  dialled text not null, region text not null, cells text not null, edited integer not null, left_out integer not null,
  outcome text not null default '', id text not null default '', reason text not null default '', key text) strict;
  create index row_code on row (kind, code)`;

const PUT = `insert into row (row, kind, code, remark, name, typed, dialled, region, cells, edited, left_out)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (row) do update set kind = excluded.kind, code = excluded.code, remark = excluded.remark, name = excluded.name,
    typed = excluded.typed, dialled = excluded.dialled, region = excluded.region, cells = excluded.cells,
    edited = excluded.edited, left_out = excluded.left_out`;

/** What the reader does not say of a row. */
export interface RowFacts {
  /** The phone as it stands in the file. */
  readonly typed: string;
  readonly name: string;
  readonly isEdited: boolean;
  readonly isLeftOut: boolean;
}

/** Outcome of a row as the import says it. */
export interface SettledView {
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly id?: string | undefined;
  readonly reason?: string | undefined;
}

/** The rows of the file in memory, in a form that is small and can be asked for any part of it. */
export class RowTable {
  readonly #database = new DatabaseSync(':memory:');
  readonly #put: StatementSync;
  readonly #settle: StatementSync;
  readonly #key: StatementSync;

  constructor() {
    this.#database.exec(SCHEMA);
    this.#put = this.#database.prepare(PUT);
    this.#settle = this.#database.prepare('update row set outcome = ?, id = ?, reason = ? where row = ?');
    this.#key = this.#database.prepare('update row set key = ? where row = ?');
  }

  put(row: LeadRow, { typed, name, isEdited, isLeftOut }: RowFacts): void {
    const isReady = row.kind === 'ready';
    const code = isReady ? row.warnings.map((warning) => warning.code).join(' ') : row.code;
    const remark = isReady ? row.warnings.map(({ text }) => text).join('; ') : row.reason;
    const [dialled, region] = isReady ? [row.phone.e164, row.phone.region ?? ''] : ['', ''];
    const cells = JSON.stringify(row.cells.map(cellText));
    const flags = [isEdited, isLeftOut].map(Number);
    this.#put.run(row.row, row.kind, code, remark, name, typed, dialled, region, cells, ...flags);
  }

  settle({ row, outcome, id = '', reason = '' }: SettledView): void {
    this.#settle.run(outcome, id, reason, row);
  }

  /** Where the ledger has it. */
  setKey(row: number, key: string): void {
    this.#key.run(key, row);
  }

  keyOf(row: number): string | undefined {
    return (this.#one('select key from row where row = ?', row)?.key as string | null) ?? undefined;
  }

  cells(row: number): readonly string[] {
    const found = this.#one('select cells from row where row = ?', row);
    return found === undefined ? [] : (JSON.parse(found.cells as string) as string[]);
  }

  count(filter: string): number {
    const { sql, values } = whereOf(filter);
    return this.#one(`select count(*) as count from row where ${sql}`, ...values)?.count as number;
  }

  page({ filter, offset, limit, reveal }: RowQuery): RowPage {
    const { sql, values } = whereOf(filter);
    const rows = this.#all(`select * from row where ${sql} order by row limit ? offset ?`, ...values, limit, offset);
    return { total: this.count(filter), rows: rows.map((row) => toView(row, reveal)) };
  }

  /** Every row of a filter with its cells, one at a time. */
  *each(filter: string): Generator<RowView & { readonly cells: readonly string[] }> {
    const { sql, values } = whereOf(filter);
    for (const row of this.#database.prepare(`select * from row where ${sql} order by row`).iterate(...values))
      yield { ...toView(row as Found, true), cells: JSON.parse(row.cells as string) as string[] };
  }

  /** Rows by problem and by remark, most rows first. */
  groups(): RowGroup[] {
    const counted = this.#all('select kind, code, min(remark) as text, count(*) as count from row group by kind, code');
    const groups = new Map<string, RowGroup>();
    for (const { kind, code, text, count } of counted as unknown as Counted[]) {
      for (const [index, each] of (code === '' ? [] : code.split(' ')).entries()) {
        const filter = `${kind === 'ready' ? 'warning' : kind}:${each}`;
        const said =
          each === 'same-phone' ? 'has the phone number of an earlier row' : (text.split('; ')[index] ?? text);
        const before = groups.get(filter)?.count ?? 0;
        groups.set(filter, { filter, text: groups.get(filter)?.text ?? said, count: before + count });
      }
    }
    return [...groups.values()].toSorted((one, other) => other.count - one.count);
  }

  outcomes(): Record<string, number> {
    const counted = this.#all("select outcome, count(*) as count from row where outcome <> '' group by outcome");
    return Object.fromEntries(counted.map(({ outcome, count }) => [outcome as string, count as number]));
  }

  clearOutcomes(): void {
    this.#database.exec(
      "update row set outcome = '', id = '', reason = '' where outcome <> ''; create index if not exists row_outcome on row (outcome)",
    );
  }

  close(): void {
    this.#database.close();
  }

  #one(sql: string, ...values: SQLInputValue[]): Found | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: SQLInputValue[]): Found[] {
    return this.#database.prepare(sql).all(...values);
  }
}

type Found = Record<string, unknown>;

interface Counted {
  readonly kind: string;
  readonly code: string;
  readonly text: string;
  readonly count: number;
}

function whereOf(filter: string): { readonly sql: string; readonly values: readonly string[] } {
  const [kind = '', code] = filter.split(':', 2);
  if (kind === 'edited') return { sql: '(edited = 1 or left_out = 1)', values: [] };
  if (kind === 'outcome') return { sql: 'outcome = ?', values: [code ?? ''] };
  if (kind === 'warning')
    return { sql: "kind = 'ready' and code <> '' and instr(' ' || code || ' ', ?) > 0", values: [` ${code} `] };
  if (kind === 'unsent') return { sql: "kind <> 'ready'", values: [] };
  if (kind === 'all') return { sql: 'true', values: [] };
  if (code === undefined) return { sql: 'kind = ?', values: [kind] };
  return { sql: 'kind = ? and code = ?', values: [kind, code] };
}

function toView(found: Found, reveal: boolean): RowView {
  const { row, kind, name, typed, dialled, region, remark, edited, left_out, outcome, id, reason } =
    found as unknown as Omit<RowView, 'isEdited' | 'isLeftOut'> & { edited: number; left_out: number };
  const shown = (phone: string): string => (reveal || phone === '' ? phone : maskText(phone));
  const flags = { isEdited: edited === 1, isLeftOut: left_out === 1 };
  return {
    row,
    kind,
    name,
    typed: shown(typed),
    dialled: shown(dialled),
    region,
    remark,
    ...flags,
    outcome,
    id,
    reason,
  };
}
