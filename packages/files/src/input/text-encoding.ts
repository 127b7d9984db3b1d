import { FileError } from '../errors.ts';
import { peek, skipBytes } from './byte-stream.ts';
import { checkedUtf8 } from './checked-utf8.ts';
import { legacyBytes, SAVE_AS_UTF8 } from './windows-1252.ts';

export interface TextInput {
  /** UTF-8, without a byte order mark. */
  readonly bytes: AsyncIterable<Buffer>;
  /** As found in the file so far: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or the label that was asked for. */
  readonly encoding: string;
  /** The file was marked by the program that wrote it, a spreadsheet most likely. */
  readonly hasBom: boolean;
}

export interface TextOptions {
  /** A label that the platform's TextDecoder knows; recognised from the bytes where it is left out. */
  readonly encoding?: string | undefined;
  readonly onNotice: (text: string) => void;
}

/** Bytes of a file in whatever encoding as UTF-8, recognised from their beginning. */
export async function readText(chunks: AsyncIterable<Buffer>, options: TextOptions): Promise<TextInput> {
  const { head, all } = await peek(chunks);
  refuseBinary(head);
  const found =
    options.encoding === undefined
      ? recognise(head)
      : { encoding: options.encoding, bomBytes: bomOf(head)?.bomBytes ?? 0 };
  const body = skipBytes(all, found.bomBytes);
  let { encoding } = found;
  const onLegacy = (text: string): void => {
    encoding = 'windows-1252';
    options.onNotice(`The file is ${text}`);
  };
  const bytes =
    options.encoding === undefined && encoding === 'utf-8' ? checkedUtf8(body, onLegacy) : decoded(body, encoding);
  return {
    bytes,
    get encoding() {
      return encoding;
    },
    hasBom: found.bomBytes > 0,
  };
}

interface Recognised {
  readonly encoding: string;
  readonly bomBytes: number;
}

function bomOf(head: Buffer): Recognised | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  return undefined;
}

function recognise(head: Buffer): Recognised {
  const marked = bomOf(head);
  if (marked) return marked;
  // A header's separators and line ends are ASCII, and UTF-16 puts a zero byte beside each.
  const sample = head.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (even === 0 && odd === 0) return { encoding: 'utf-8', bomBytes: 0 };
  // Two bytes a character, all through: line ends are so, or every other letter. A single zero byte is damage.
  const is16 = (zeros: number, lineEnd: readonly number[]): boolean =>
    sample.includes(Buffer.from(lineEnd)) || zeros * 4 >= sample.length;
  if (odd > 8 * even && is16(odd, [10, 0])) return { encoding: 'utf-16le', bomBytes: 0 };
  if (even > 8 * odd && is16(even, [0, 10])) return { encoding: 'utf-16be', bomBytes: 0 };
  throw new FileError('the file is not text: it holds zero bytes.', { hints: [SAVE_AS_UTF8] });
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another zip archive'],
  ['d0cf11e0', 'an old Excel workbook (.xls)'],
  ['1f8b', 'compressed with gzip'],
  ['25504446', 'a PDF'],
  ['fffe0000', 'UTF-32 text'],
];

function refuseBinary(head: Buffer): void {
  const hex = head.subarray(0, 4).toString('hex');
  const found = SIGNATURES.find(([signature]) => hex.startsWith(signature));
  if (found)
    throw new FileError(`the file is ${found[1]}, not a CSV.`, { hints: ['Save it as "CSV UTF-8" and try again.'] });
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  if (/^(windows-1252|cp1252|latin1|iso-8859-1)$/i.test(encoding)) {
    for await (const chunk of chunks) yield legacyBytes(chunk);
    return;
  }
  const decoder = decoderFor(encoding);
  try {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
    yield Buffer.from(decoder.decode(), 'utf8');
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new FileError(`the file is not ${encoding}, or ends in the middle of a character.`, {
      hints: [SAVE_AS_UTF8],
      cause,
    });
  }
}

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new FileError(`There is no encoding named "${encoding}".`, {
      hints: ['Names that work: utf-8, utf-16le, windows-1252, windows-1251, iso-8859-2, shift_jis.'],
      cause,
    });
  }
}
