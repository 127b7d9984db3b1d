import { constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { FileError, isSystemError, reasonOf } from '../errors.ts';
import { peek } from '../input/byte-stream.ts';
import type { Surroundings } from '../input/source.ts';
import { readText } from '../input/text-encoding.ts';
import type { Table } from '../table.ts';
import { readCsv } from './csv.ts';
import { readNdjson } from './ndjson.ts';

/** Larger reads are no faster, and leave more rows in memory at once. */
const READ_BYTES = 8 * 1024;

export interface OpenOptions {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly wantedColumns: readonly string[];
  /** Would this column go into the lead? */
  readonly matters: (column: string) => boolean;
  readonly onNotice: (text: string) => void;
}

export interface OpenedTable extends Table {
  /** As it is called in messages. */
  readonly name: string;
  readonly encoding: string;
  readonly hasBom: boolean;
  /** How much of the file is read, 0 to 1; undefined where its length is not known: standard input. */
  readonly share: () => number | undefined;
  /** About how many rows there are, judged by the first; 0 where it cannot be known. */
  readonly expectedRows: number;
}

/** Opens a CSV or NDJSON file, or standard input for `-`. */
export async function openTable(path: string, io: Surroundings, options: OpenOptions): Promise<OpenedTable> {
  const { chunks, name, totalBytes } = await openBytes(path, io);
  try {
    return await readTable(chunks, { ...options, path, name, totalBytes });
  } catch (error) {
    if (io.signal.aborted) throw new FileError(`Stopped before ${name} was read.`, { code: 'aborted' });
    throw asFault(name, error);
  }
}

interface ReadOptions extends OpenOptions {
  readonly path: string;
  readonly name: string;
  readonly totalBytes: number | undefined;
}

async function readTable(chunks: AsyncIterable<Buffer>, options: ReadOptions): Promise<OpenedTable> {
  const { path, name, totalBytes } = options;
  let bytesRead = 0;
  const text = await readText(
    counted(chunks, (count) => {
      bytesRead += count;
    }),
    options,
  );
  const { head, all } = await peek(text.bytes);
  const isJson =
    ['.ndjson', '.jsonl'].includes(extname(path).toLowerCase()) ||
    /^\s*(\{|\[\s*(\{|$))/.test(head.subarray(0, 1024).toString('utf8'));
  const table = isJson
    ? await readNdjson(all, {
        wanted: options.wantedColumns,
        matters: options.matters,
        onNotice: options.onNotice,
      })
    : await readCsv(all, { delimiter: options.delimiter });
  return {
    ...table,
    batches: named(name, table.batches),
    name,
    encoding: text.encoding,
    hasBom: text.hasBom,
    share: () => (totalBytes === undefined || totalBytes === 0 ? undefined : Math.min(1, bytesRead / totalBytes)),
    expectedRows: Math.ceil(((totalBytes ?? 0) * table.sample.length) / Math.max(1, bytesRead)),
  };
}

/** Whoever finds a fault in a file, it is said which file. */
function asFault(name: string, error: unknown): unknown {
  if (error instanceof FileError) return error.in(name);
  if (!isSystemError(error)) return error;
  return new FileError(`${name} cannot be read: ${reasonOf(error)}.`, {
    hints: error.code === 'EACCES' ? ['Ask whoever owns it for leave to read it.'] : [],
    cause: error,
  });
}

async function* named(name: string, batches: Table['batches']): Table['batches'] {
  try {
    yield* batches;
  } catch (error) {
    throw asFault(name, error);
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** A pipe may never end: a stop ends it, and where nobody reads on it keeps no process alive. */
async function* untilStopped(
  pipe: Readable & Partial<Pick<Socket, 'ref' | 'unref'>>,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const onStop = () => pipe.destroy();
  if (signal.aborted) onStop();
  signal.addEventListener('abort', onStop, { once: true });
  try {
    for await (const chunk of pipe) {
      pipe.unref?.();
      yield chunk as Buffer;
      pipe.ref?.();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', onStop);
  }
}

/** Read as a socket is: waiting for who writes must not hold a thread, which nothing but that writer would set free. */
const openPipe = (path: string): Socket =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });

interface OpenedBytes {
  readonly chunks: AsyncIterable<Buffer>;
  readonly name: string;
  readonly totalBytes: number | undefined;
}

async function openBytes(path: string, io: Surroundings): Promise<OpenedBytes> {
  if (path === '-') return { chunks: untilStopped(io.stdin, io.signal), name: 'standard input', totalBytes: undefined };
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new FileError(`${path} is a folder.`, { hints: ['Name a CSV or NDJSON file in it.'] });
    if (found.isFIFO()) return { chunks: untilStopped(openPipe(path), io.signal), name: path, totalBytes: undefined };
    const totalBytes = found.isFile() ? found.size : undefined;
    return { chunks: createReadStream(path, { highWaterMark: READ_BYTES }), name: path, totalBytes };
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    const hints = ['Check the name, or give - to read standard input.'];
    throw new FileError(`${path || '""'} cannot be read: ${reasonOf(cause)}.`, { hints, cause });
  }
}
