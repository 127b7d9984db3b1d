import type { Lead } from '@leadwire/core';
import { type ColumnPlan, listColumns } from '../columns/columns.ts';
import { FileError } from '../errors.ts';
import { type Cell, cellText, type Row } from '../table.ts';

type TextField = Exclude<keyof Lead, 'phone' | 'fields' | 'tags'>;

export interface LeadReader {
  /** The phone as it is written. */
  phoneOf(cells: readonly Cell[]): string;
  toLead(cells: readonly Cell[], phone: string): Lead;
}

/** Reads leads from the cells of rows, each column as it was planned. */
export function createLeadReader(plan: ColumnPlan): LeadReader {
  const at = (field: string): number => plan.uses.find((use) => use.destination === field)?.index ?? -1;
  const phoneAt = at('phone');
  const columns = {
    name: at('name'),
    firstName: at('firstName'),
    lastName: at('lastName'),
    email: at('email'),
    company: at('company'),
    jobTitle: at('jobTitle'),
    notes: at('notes'),
    source: at('source'),
    ref: at('ref'),
  } satisfies Record<TextField, number>;
  const tagsAt = at('tags');
  const fields = plan.uses.flatMap((use) =>
    use.destination.startsWith('fields.') ? [[use.destination.slice(7), use.index] as const] : [],
  );
  const text = (cells: readonly Cell[], index: number): string | undefined =>
    index === -1 ? undefined : cellText(cells[index]) || undefined;
  return {
    phoneOf: (cells) => phoneText(cells[phoneAt]),
    toLead: (cells, phone) => ({
      phone,
      name: text(cells, columns.name),
      firstName: text(cells, columns.firstName),
      lastName: text(cells, columns.lastName),
      email: text(cells, columns.email),
      company: text(cells, columns.company),
      jobTitle: text(cells, columns.jobTitle),
      notes: text(cells, columns.notes),
      tags: tagsAt === -1 ? undefined : tagsOf(cells[tagsAt]),
      source: text(cells, columns.source),
      fields: fields.length === 0 ? undefined : fieldsOf(cells, fields),
      ref: text(cells, columns.ref),
    }),
  };
}

/** A phone's cell without what spreadsheets and their exports put around it: `'+91…`, `="0171…"`, `919999999999.0`. */
export function phoneText(cell: Cell): string {
  const text = cellText(cell);
  const first = text.charCodeAt(0);
  if (first === 0x27 || first === 0x3d) {
    const inner = /^'?(?:="?)?([^"]*)"?$/.exec(text);
    return (inner?.[1] ?? text).trim();
  }
  return text.endsWith('.0') && /^\+?\d{6,15}\.0$/.test(text) ? text.slice(0, -2) : text;
}

function tagsOf(cell: Cell): readonly string[] | undefined {
  const tags = Array.isArray(cell) ? cell.map(cellText) : cellText(cell).split(/[,;|]/);
  const kept = tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
  return kept.length === 0 ? undefined : kept;
}

function fieldsOf(
  cells: readonly Cell[],
  fields: readonly (readonly [string, number])[],
): Record<string, unknown> | undefined {
  const filled: Record<string, unknown> = {};
  let some = false;
  for (const [name, index] of fields) {
    const cell = cells[index];
    const value = typeof cell === 'string' ? cell.trim() : cell;
    if (value === '' || value === undefined || value === null) continue;
    filled[name] = value;
    some = true;
  }
  return some ? filled : undefined;
}

const ONE_COLUMN =
  'If that is a title: the first line must name the columns. If it is all of them: --delimiter says what separates them.';

/** No lead without a phone: says which columns there are, and which of them hold what looks like phones. */
export function requirePhoneColumn(plan: ColumnPlan, columns: readonly string[], sample: readonly Row[]): void {
  if (plan.uses.some((use) => use.destination === 'phone')) return;
  const looksLikePhones = columns.filter((column, index) => {
    const filled = sample
      .slice(0, 100)
      .map((row) => cellText(row.cells[index]))
      .filter((text) => text !== '');
    const phones = filled.filter((text) => /^[+(]?[\d\s().-]{7,20}$/.test(text) && text.replace(/\D/g, '').length >= 7);
    return column !== '' && filled.length > 0 && phones.length >= filled.length * 0.6;
  });
  const example = looksLikePhones[0] ?? 'COLUMN';
  throw new FileError('no column is known to hold the phone number.', {
    hints: [
      `The columns are: ${listColumns(columns)}.`,
      ...(looksLikePhones.length > 0 ? [`Phone numbers seem to stand in ${listColumns(looksLikePhones)}.`] : []),
      ...(columns.filter((column) => column !== '').length === 1 ? [ONE_COLUMN] : []),
      `Name it: --map ${/\s/.test(example) ? `"phone=${example}"` : `phone=${example}`}`,
    ],
  });
}
