import { constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { FileError, reasonOf } from '../errors.ts';

/** Where leads are read from. */
export type FileSource =
  | {
      /** Path of a file, or `-` for standard input. */
      readonly path: string;
      readonly stdin: Readable;
      /** Aborted to stop reading. */
      readonly signal: AbortSignal;
    }
  | {
      /** An upload: bytes with the name that the file had. */
      readonly name: string;
      readonly bytes: AsyncIterable<Uint8Array>;
      readonly size?: number | undefined;
      readonly signal: AbortSignal;
    };

export interface OpenedBytes {
  readonly chunks: AsyncIterable<Buffer>;
  /** As it is called in messages. */
  readonly name: string;
  /** Of a regular file. */
  readonly path?: string;
  readonly size?: number | undefined;
  /** Bytes come when whoever writes them likes, and once only. @default false */
  readonly isPipe?: boolean;
}

/** Larger reads are no faster, and leave more rows in memory at once. */
const READ_BYTES = 16 * 1024;

export async function openBytes(source: FileSource): Promise<OpenedBytes> {
  if ('bytes' in source) return { name: source.name, chunks: asBuffers(source.bytes), size: source.size };
  const { path, stdin, signal } = source;
  if (path === '-') return { name: 'standard input', chunks: untilStopped(stdin, signal), isPipe: true };
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new FileError(`${path} is a folder.`, {
        code: 'unreadable',
        hints: ['Name a file in it: .csv, .xlsx or .ndjson.'],
      });
    if (found.isFIFO()) return { name: path, chunks: untilStopped(openPipe(path), signal), isPipe: true };
    const chunks = createReadStream(path, { highWaterMark: READ_BYTES });
    return found.isFile() ? { name: path, chunks, path, size: found.size } : { name: path, chunks };
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    const hints = ['Check the name, or give - to read standard input.'];
    throw new FileError(`${path || '""'} cannot be read: ${reasonOf(cause)}.`, { code: 'unreadable', hints, cause });
  }
}

async function* asBuffers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** A pipe may never end: a stop ends it, and where nothing reads on it keeps no process alive. */
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

/** Read as a socket is: waiting for a writer must not hold a thread, which nothing but that writer would set free. */
const openPipe = (path: string): Socket =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
