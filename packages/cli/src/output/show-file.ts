import type { OpenedFile, ReadyRow } from '@leadwire/files';
import { clean } from '@leadwire/importer/errors';
import { columnName, type Style } from './printer.ts';

const SHOWN_ROWS = 5;
const LONGEST_VALUE = 40;

/** What is read, and which column fills which field: shown before anything is sent, so that a wrong guess is seen. */
export function describePlan(file: OpenedFile, style: Style): string[] {
  const extra = (['country', 'area-code', 'key', 'do-not-call'] as const).filter((use) =>
    file.columns.some(({ uses }) => uses.includes(use)),
  );
  const width = Math.max(
    8,
    ...[...file.uses.map(({ destination }) => destination), ...extra].map(({ length }) => length),
  );
  const facts = [file.format, file.sheet && `sheet ${file.sheet}`, file.encoding, file.profile].filter(Boolean);
  const line = (what: string, columns: string): string => `  ${what.padEnd(width)} ← ${columns}`;
  const lines = [`${style('bold', clean(file.name))}  ${clean(facts.join(', '))}`];
  for (const { destination, indexes, why } of file.uses) {
    const names = indexes.map((index) => columnName(file.header[index] ?? '')).join(', then ');
    lines.push(line(destination, `${names}${why === 'told' ? style('dim', '  (--map)') : ''}`));
  }
  for (const use of extra) {
    const names = file.columns.filter(({ uses }) => uses.includes(use)).map(({ name }) => columnName(name));
    lines.push(line(use, names.join(', ')));
  }
  const unused = file.columns
    .filter(({ name, uses }) => uses.length === 0 && name !== '')
    .map(({ name, passedOverFor }) =>
      passedOverFor === undefined ? columnName(name) : `${columnName(name)} (could be ${passedOverFor} too)`,
    );
  if (unused.length === 0) return lines;
  return [
    ...lines,
    line('not sent', unused.join(', ')),
    style('dim', "  To change this: --map phone=COLUMN, --map fields.NAME=COLUMN, --map 'fields.*'"),
  ];
}

/** The first rows as they will be sent. Holds personal data: a person must see them before they are sent. */
export function previewRows(file: OpenedFile, style: Style): string[] {
  const rows = file.preview(SHOWN_ROWS * 4);
  const ready = rows.filter((row) => row.kind === 'ready').slice(0, SHOWN_ROWS);
  if (ready.length === 0) return [];
  return [
    '',
    style('bold', 'The first rows as they will be sent:'),
    ...ready.flatMap((row) => describeRow(row, style)),
  ];
}

function describeRow({ row, lead, phone, warnings }: ReadyRow, style: Style): string[] {
  const name = lead.name ?? [lead.firstName, lead.lastName].filter(Boolean).join(' ');
  const where = phone.region === undefined ? '' : ` (${phone.region})`;
  const details = [name, lead.email, lead.company, lead.jobTitle, lead.source, lead.tags?.join(', '), lead.notes];
  const fields = Object.entries(lead.fields ?? {}).map(([field, value]) => `${clean(field)}=${short(String(value))}`);
  const shown = [
    ...details.filter((value) => value !== undefined && value !== '').map((value) => short(value ?? '')),
    ...fields,
  ];
  return [
    `  ${style('dim', `row ${row}`.padEnd(8))} ${phone.e164}${where}  ${shown.join('  ')}`,
    ...warnings.map(({ text }) => `           ${style('yellow', clean(text))}`),
  ];
}

function short(value: string): string {
  const text = clean(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
