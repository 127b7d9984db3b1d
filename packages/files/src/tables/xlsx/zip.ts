import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FileError } from '../../errors.ts';

/** The files inside a workbook, whose names are the same in capitals (ECMA-376, part 2). No file gives more bytes than its entry says. */
export interface Zip {
  has(name: string): boolean;
  /** Bytes of a file when it is unpacked; 0 where there is none. */
  sizeOf(name: string): number;
  /** Text of a file, a piece at a time. */
  read(name: string): Promise<AsyncIterable<string>>;
  close(): void;
}

/** @param source - path of the file, or its bytes */
export async function openZip(source: string | Buffer): Promise<Zip> {
  try {
    const options = { autoClose: false, lazyEntries: true };
    const zip = await (typeof source === 'string'
      ? yauzl.openPromise(source, options)
      : yauzl.fromBufferPromise(source, options));
    return { ...zipOf(zip, await entriesOf(zip)), close: () => zip.close() };
  } catch (cause) {
    if (cause instanceof FileError || (cause as NodeJS.ErrnoException).syscall !== undefined) throw cause;
    throw new FileError('the workbook is damaged, or was cut off.', { hints: ['Export or download it again.'], cause });
  }
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted())
      throw new FileError('the file is protected by a password.', { hints: ['Save it without one.'] });
    entries.set(entry.fileName.toLowerCase(), entry);
  }
  return entries;
}

function zipOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Omit<Zip, 'close'> {
  return {
    has: (name) => entries.has(name.toLowerCase()),
    sizeOf: (name) => entries.get(name.toLowerCase())?.uncompressedSize ?? 0,
    read: async (name) => {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) return nothing();
      const stream: Readable = await zip.openReadStreamPromise(entry);
      return stream.setEncoding('utf8') as AsyncIterable<string>;
    },
  };
}

async function* nothing(): AsyncGenerator<string> {}
