import { extname } from 'node:path';
import type { Doubt } from '../doubts.ts';
import { FileError, isSystemError, reasonOf } from '../errors.ts';
import { type Peeked, peek } from '../input/byte-stream.ts';
import { type FileSource, type OpenedBytes, openBytes } from '../input/open-bytes.ts';
import { recogniseFormat, refuseOtherTexts } from '../input/recognise-format.ts';
import { readText } from '../input/text-encoding.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import type { Table } from './table.ts';
import { readXlsx } from './xlsx/xlsx.ts';

export interface TableOptions {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly skipLines?: number | undefined;
  readonly sheet?: string | undefined;
  /** Columns that are named by an option, whether or not the first objects of a JSON file have them. */
  readonly wanted: readonly string[];
  /** Parts of the lead for which a column is named. */
  readonly told: ReadonlySet<string>;
  readonly onNotice: (text: string) => void;
}

export interface OpenedTable extends Table {
  /** As it is called in messages. */
  readonly name: string;
  readonly encoding: string;
  readonly hasBom: boolean;
  readonly doubt: Doubt | undefined;
  /** How much of the file is read, 0 to 1; undefined where its length is not known: standard input. */
  readonly share: () => number | undefined;
  /** About how many rows there are, judged by the first; 0 where it cannot be known. */
  readonly expectedRows: number;
  /** Lets go of the file, whether or not its rows were read. */
  close(): void;
}

/** Opens a workbook, a CSV or a JSON file, or standard input for `-`. */
export async function openTable(source: FileSource, options: TableOptions): Promise<OpenedTable> {
  const opened = await openBytes(source);
  try {
    const table = await readTable(opened, options);
    return { ...table, batches: named(opened.name, table.batches) };
  } catch (error) {
    if (source.signal.aborted) throw new FileError(`Stopped before ${opened.name} was read.`, { code: 'aborted' });
    throw asFileError(opened.name, error);
  }
}

async function readTable(opened: OpenedBytes, options: TableOptions): Promise<OpenedTable> {
  const { name, size, isPipe } = opened;
  let bytesRead = 0;
  const counted = countBytes(opened.chunks, (count) => {
    bytesRead += count;
  });
  const bytes = await peek(counted, isPipe);
  if (recogniseFormat(bytes.head) === 'zip') return readWorkbookFile(opened, bytes, options);
  const text = readText(bytes, options);
  const { head, texts } = await peekText(text.texts);
  refuseOtherTexts(head);
  const isJson =
    ['.ndjson', '.jsonl', '.json'].includes(extname(name).toLowerCase()) ||
    /^\s*(\{|\[\s*(\{|$))/.test(head.slice(0, 1024));
  const table = isJson ? await readJson(texts, { ...options, isPipe }) : await readCsv(texts, { ...options, isPipe });
  return {
    ...table,
    name,
    get encoding() {
      return text.encoding;
    },
    hasBom: text.hasBom,
    doubt: text.doubt,
    share: () => (size === undefined || size === 0 ? undefined : Math.min(1, bytesRead / size)),
    expectedRows: Math.ceil(((size ?? 0) * table.sample.length) / Math.max(1, bytesRead)),
    // Not awaited: of a pipe the next bytes may never come.
    close: () => void bytes.rest.return?.(),
  };
}

/** A workbook is read from its end: from the file itself, or from all of its bytes. */
async function readWorkbookFile(
  { name, path }: OpenedBytes,
  bytes: Peeked,
  options: TableOptions,
): Promise<OpenedTable> {
  if (path !== undefined) await bytes.rest.return?.();
  const table = await readXlsx(path ?? (await gather(bytes.all)), options);
  const share = table.share();
  return {
    ...table,
    name,
    encoding: 'utf-8',
    hasBom: false,
    doubt: undefined,
    expectedRows: Math.ceil(table.sample.length / Math.max(share, 0.0001)),
  };
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

async function peekText(texts: AsyncIterable<string>): Promise<{ head: string; texts: AsyncIterable<string> }> {
  const rest = texts[Symbol.asyncIterator]();
  const first = await rest.next();
  const head = first.done ? '' : first.value;
  async function* all(): AsyncGenerator<string> {
    try {
      if (head !== '') yield head;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    } finally {
      await rest.return?.();
    }
  }
  return { head, texts: all() };
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

async function* countBytes(chunks: AsyncIterable<Buffer>, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}
