import { extname } from 'node:path';
import { FileError, isSystemError, reasonOf } from '../errors.ts';
import { type FileSource, type OpenedBytes, openBytes } from '../input/open-bytes.ts';
import { counted, followedBy, peekBytes } from '../input/peek.ts';
import { recogniseFormat, refuseOtherTexts } from '../input/recognise-format.ts';
import { readText } from '../input/text-encoding.ts';
import type { OpenedFile } from '../opened-file.ts';
import type { Doubt } from '../options.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { withQuestionColumns } from './question-columns.ts';
import type { Table, TableOptions } from './table.ts';
import { readXlsx } from './xlsx/xlsx.ts';

export interface OpenedTable
  extends Table,
    Pick<OpenedFile, 'name' | 'encoding' | 'hasBom' | 'sheet' | 'sheets' | 'expectedRows' | 'share' | 'close'> {
  readonly doubt: Doubt | undefined;
  /** Of a workbook in which no sheet was named: the visible ones that are not read. */
  readonly otherSheets?: readonly string[];
}

/** Opens a workbook, a CSV or a JSON file, or standard input for `-`. */
export async function openTable(source: FileSource, options: Omit<TableOptions, 'isPipe'>): Promise<OpenedTable> {
  const opened = await openBytes(source);
  try {
    const table = await withQuestionColumns(await readTable(opened, { ...options, isPipe: opened.isPipe ?? false }));
    return { ...table, batches: named(opened.name, table.batches) };
  } catch (error) {
    if (source.signal.aborted) throw new FileError(`Stopped before ${opened.name} was read.`, { code: 'aborted' });
    throw asFileError(opened.name, error);
  }
}

async function readTable(opened: OpenedBytes, options: TableOptions): Promise<OpenedTable> {
  const { name, size } = opened;
  let bytesRead = 0;
  const chunks = counted(opened.chunks, (length) => {
    bytesRead += length;
  });
  const { head, rest } = await peekBytes(chunks, options.isPipe);
  if (recogniseFormat(head) === 'zip') {
    const bytes = followedBy([head], rest);
    if (opened.path === undefined) return readWorkbook(name, await gather(bytes), options);
    await rest.return?.();
    return readWorkbook(name, opened.path, options);
  }
  const { start, texts, encoding, hasBom, doubt } = readText({ head, rest }, options);
  refuseOtherTexts(start);
  const isJson =
    ['.ndjson', '.jsonl', '.json'].includes(extname(name).toLowerCase()) ||
    /^\s*(\{|\[\s*(\{|$))/.test(start.slice(0, 1024));
  const table = isJson ? await readJson(texts, options) : await readCsv(texts, options);
  return {
    ...table,
    ...{ name, encoding, hasBom, doubt, sheet: undefined, sheets: [] },
    share: () => (size === undefined || size === 0 ? undefined : Math.min(1, bytesRead / size)),
    expectedRows: Math.ceil(((size ?? 0) * table.sample.length) / Math.max(1, bytesRead)),
    // Not awaited: of a pipe the next bytes may never come.
    close: () => void rest.return?.(),
  };
}

/** A workbook is read from its end: from the file itself, or from all of its bytes. */
async function readWorkbook(name: string, source: string | Buffer, options: TableOptions): Promise<OpenedTable> {
  const table = await readXlsx(source, options);
  const expectedRows = Math.ceil(table.sample.length / Math.max(table.share(), 0.0001));
  return { ...table, name, encoding: 'utf-8', hasBom: false, doubt: undefined, expectedRows };
}

const MAX_UPLOAD_BYTES = 256 * 1024 * 1024;

async function gather(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MAX_UPLOAD_BYTES)
      throw new FileError('the workbook is larger than 256 MB.', { hints: ['Name it as a file, or save it as CSV.'] });
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** Whatever finds an error in a file, it is said which file. */
function asFileError(name: string, error: unknown): unknown {
  if (error instanceof FileError) return error.in(name);
  if (!isSystemError(error)) return error;
  return new FileError(`${name} cannot be read: ${reasonOf(error)}.`, {
    code: 'unreadable',
    hints: error.code === 'EACCES' ? ['Ask the owner of the file for permission to read it.'] : [],
    cause: error,
  });
}

async function* named(name: string, batches: Table['batches']): Table['batches'] {
  try {
    yield* batches;
  } catch (error) {
    throw asFileError(name, error);
  }
}
