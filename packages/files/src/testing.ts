import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { openFile } from './open-file.ts';
import type { OpenedFile } from './opened-file.ts';
import type { ReadOptions } from './options.ts';
import type { LeadRow, ReadyRow } from './rows/lead-row.ts';

/** Opens a case file of the fixtures. */
export const openFixture = (name: string, options: ReadOptions = {}): Promise<OpenedFile> =>
  openFile(
    {
      path: fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url)),
      stdin: Readable.from([]),
      signal: new AbortController().signal,
    },
    options,
  );

/** Opens what is given as the content of a file. */
export const openText = (text: string | Buffer, options: ReadOptions = {}, name = 'leads.csv'): Promise<OpenedFile> =>
  openFile(
    {
      name,
      bytes: Readable.from([Buffer.from(text as string)]),
      size: text.length,
      signal: new AbortController().signal,
    },
    options,
  );

export async function rowsOf(file: OpenedFile): Promise<LeadRow[]> {
  const rows: LeadRow[] = [];
  for await (const row of file.rows()) rows.push(row);
  return rows;
}

export const isReady = (row: LeadRow): row is ReadyRow => row.kind === 'ready';

/** What each row comes to: the number that is dialled, or why it is not. */
export async function outcomesOf(file: OpenedFile): Promise<string[]> {
  return (await rowsOf(file)).map((row) => (isReady(row) ? row.lead.phone : row.code));
}

/** The columns that fill a part of the lead. */
export const columnsFor = (file: OpenedFile, part: FileColumnUse): string[] =>
  file.columns.filter(({ uses }) => uses.includes(part)).map(({ name }) => name);

type FileColumnUse = OpenedFile['columns'][number]['uses'][number];
