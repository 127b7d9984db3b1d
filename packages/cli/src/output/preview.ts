import type { OpenedFile, ReadyRow } from '@leadwire/files';
import type { Style } from './printer.ts';
import { clean } from './text.ts';

const SHOWN_ROWS = 5;
const LONGEST_VALUE = 40;

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
