import { basename } from 'node:path';
import { maskText } from '@leadwire/core/provider';
import {
  cellText,
  LEAD_FIELDS,
  type LeadRow,
  nameOrPlace,
  type OpenedFile,
  phoneText,
  type ReadOptions,
} from '@leadwire/files';
import { Fault } from '@leadwire/importer/errors';
import type { FileView, SampleRow } from '../api/file.ts';
import { inPageWords } from './page-words.ts';

const SAMPLE_ROWS = 8;

export interface FileViewContext {
  /** Where it lies. */
  readonly path: string;
  /** The file as it was read first, before anything was changed. */
  readonly guess: OpenedFile;
  readonly notices: readonly string[];
}

export function toFileView(file: OpenedFile, { path, guess, notices }: FileViewContext): FileView {
  const { format, encoding, sheet, sheets, profile, country } = file;
  const columns = file.columns.map(({ index, name: column, uses, passedOverFor }) => {
    const { uses: guessed = [], why } = guess.columns[index] ?? {};
    const tried = file.uses.find(({ destination }) => destination === uses[0])?.indexes ?? [];
    return {
      index,
      name: column,
      use: uses[0] ?? '',
      guess: guessed[0] ?? '',
      why: why === 'told' ? undefined : why,
      turn: tried.length > 1 ? tried.indexOf(index) + 1 : undefined,
      passedOverFor,
    };
  });
  const doubts = file.doubts.map(({ question, stopsPipe, answers }) => ({
    question: inPageWords(question),
    stops: stopsPipe,
    answers: answers.map(({ label }) => label),
  }));
  const facts = { name: basename(path), path, format, encoding, sheet, sheets, profile, country };
  return { ...facts, columns, fields: LEAD_FIELDS, doubts, notices: notices.map(inPageWords) };
}

/** Columns that hold phones or e-mail addresses are masked, and so is whatever looks like one. */
export function sampleRows(file: OpenedFile, reveal: boolean): SampleRow[] {
  const isPrivate = new Set(
    file.uses.flatMap(({ destination, indexes }) => (/^(phone|email)$/.test(destination) ? indexes : [])),
  );
  const shown = (text: string, index: number): string => {
    const looksPrivate = isPrivate.has(index) || text.includes('@') || text.replace(/\D/g, '').length >= 7;
    return reveal || text === '' || !looksPrivate ? text : maskText(text);
  };
  return file.preview(SAMPLE_ROWS).map((row) => {
    const cells = row.cells.map((cell, index) => shown(cellText(cell), index));
    const common = { row: row.row, cells };
    if (row.kind !== 'ready') return { ...common, dialled: undefined, region: undefined, problem: row.reason };
    const { e164, region } = row.phone;
    return { ...common, dialled: reveal ? e164 : maskText(e164), region, problem: undefined };
  });
}

/** Who a row is about, also one that is not sent. */
export function nameIn(file: OpenedFile, { cells }: LeadRow): string {
  const textOf = (part: string): string => {
    const indexes = file.uses.find(({ destination }) => destination === part)?.indexes ?? [];
    return indexes.map((index) => cellText(cells[index]).trim()).find((text) => text !== '') ?? '';
  };
  return textOf('name') || `${textOf('firstName')} ${textOf('lastName')}`.trim();
}

/** The phone of a row as it stands in the file. */
export function typedPhone(file: OpenedFile, row: LeadRow): string {
  if (row.kind === 'ready') return row.phone.written;
  const indexes = file.uses.find(({ destination }) => destination === 'phone')?.indexes ?? [];
  return indexes.map((index) => phoneText(row.cells[index])).find((text) => text !== '') ?? '';
}

/**
 * What was chosen for each column, as options of the reader. Parts that no column fills are taken back, so that nothing is guessed anew.
 * @throws Fault where no column holds the phone
 */
export function toReadOptions(
  file: OpenedFile,
  columns: readonly string[],
): Pick<ReadOptions, 'map' | 'countryColumn' | 'key'> {
  if (!columns.includes('phone'))
    throw new Fault('A lead needs a phone, and no column would be left for it.', {
      hints: ['Choose the other column for the phone first; then this one can be left out.'],
    });
  const order = new Map(file.uses.map(({ destination, indexes }) => [destination as string, indexes]));
  const columnsOf = (use: string): string[] => {
    const before = order.get(use) ?? [];
    const chosen = columns.flatMap((each, index) => (each === use ? [index] : []));
    const kept = before.filter((index) => chosen.includes(index));
    return [...kept, ...chosen.filter((index) => !kept.includes(index))].map((index) =>
      nameOrPlace(file.header, index),
    );
  };
  const parts = new Set<string>([...LEAD_FIELDS, ...columns.filter((use) => use.startsWith('fields.'))]);
  return {
    map: [...parts].map((part) => `${part}=${columnsOf(part).join(',')}`),
    countryColumn: columnsOf('country')[0] ?? '',
    key: columnsOf('key')[0],
  };
}
