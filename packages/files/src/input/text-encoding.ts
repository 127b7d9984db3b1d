import iconv from 'iconv-lite';
import { flag } from '../columns/find-column.ts';
import { didYouMean } from '../did-you-mean.ts';
import { FileError } from '../errors.ts';
import { optionError } from '../option-error.ts';
import type { Doubt, ReadOptions } from '../options.ts';
import { encodingCandidates, languagesOf, looksWestern, rivalsOfWestern } from './guess-encoding.ts';
import { followedBy } from './peek.ts';
import { decodeUtf8, looksLikeUtf8, markDamage, SAVE_AS_UTF8 } from './utf8.ts';

export interface TextInput {
  /** The first of them, to look at. */
  readonly start: string;
  /** Without a byte order mark. */
  readonly texts: AsyncIterable<string>;
  /** As its beginning says: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or the one that was asked for. */
  readonly encoding: string;
  /** The file was marked by the program that wrote it, a spreadsheet most likely. */
  readonly hasBom: boolean;
  /** Set where only a person can tell by looking at the names; `texts` come in the likeliest encoding. */
  readonly doubt: Doubt | undefined;
}

/** Bytes of a file in whatever encoding as text, recognised from their beginning. */
export function readText(
  { head, rest }: { readonly head: Buffer; readonly rest: AsyncIterator<Buffer> },
  { encoding: wanted, onNotice }: Pick<ReadOptions, 'encoding' | 'onNotice'>,
): TextInput {
  const { encoding, bomBytes, western, candidates } = wanted === undefined ? recognise(head) : asked(head, wanted);
  const say = (text: string): void => onNotice?.(`The file is ${text}`);
  if (western) say(`not UTF-8, and is read as Windows-1252. Do names look wrong? ${SAVE_AS_UTF8}`);
  const start = head.subarray(bomBytes);
  const body = followedBy([start], rest);
  return {
    start: iconv.decode(start, encoding),
    texts: wanted === undefined && encoding === 'utf-8' ? decodeUtf8(body, say) : decoded(body, encoding),
    encoding,
    hasBom: bomBytes > 0,
    doubt: candidates && encodingDoubt(candidates),
  };
}

interface Recognised {
  readonly encoding: string;
  readonly bomBytes: number;
  readonly western?: boolean;
  readonly candidates?: readonly string[];
}

function bomOf(head: Buffer): Recognised | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  return undefined;
}

const ENCODINGS: readonly string[] = [
  ...['utf-8', 'utf-16le', 'windows-1252', 'windows-1251', 'windows-1256', 'iso-8859-2', 'gb18030', 'shift_jis'],
];

function asked(head: Buffer, encoding: string): Recognised {
  if (iconv.encodingExists(encoding) && !/^(base64|hex|ucs2|binary|internal|utf-?7)/i.test(encoding))
    return { encoding, bomBytes: bomOf(head)?.bomBytes ?? 0 };
  throw optionError(
    `There is no encoding named "${encoding}".`,
    ...didYouMean(encoding, ENCODINGS),
    `Names that work: ${ENCODINGS.join(', ')}.`,
  );
}

function recognise(head: Buffer): Recognised {
  const marked = bomOf(head);
  if (marked) return marked;
  const wide = withoutBom16(head);
  if (wide !== undefined) return { encoding: wide, bomBytes: 0 };
  if (looksLikeUtf8(head)) return { encoding: 'utf-8', bomBytes: 0 };
  const rivals = looksWestern(head) ? rivalsOfWestern(head) : undefined;
  if (rivals?.length === 0) return { encoding: 'windows-1252', bomBytes: 0, western: true };
  const candidates = rivals ?? encodingCandidates(head);
  const [likeliest] = candidates;
  if (likeliest === undefined)
    throw new FileError('the file is not UTF-8, and in no encoding that is known.', {
      code: 'encoding',
      hints: [SAVE_AS_UTF8],
    });
  return { encoding: likeliest, bomBytes: 0, candidates };
}

/** A header's separators and line ends are ASCII, and UTF-16 puts a zero byte beside each. A few zero bytes are damage, many are no text. */
function withoutBom16(head: Buffer): string | undefined {
  const sample = head.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (even + odd === 0) return undefined;
  // Two bytes a character, all through: line ends are so, or every other letter.
  const is16 = (zeros: number, lineEnd: readonly number[]): boolean =>
    sample.includes(Buffer.from(lineEnd)) || zeros * 4 >= sample.length;
  if (odd > 8 * even && is16(odd, [10, 0])) return 'utf-16le';
  if (even > 8 * odd && is16(even, [0, 10])) return 'utf-16be';
  if ((even + odd) * 20 < sample.length || even + odd <= 2) return undefined;
  throw new FileError('the file is not text: it holds zero bytes.', { hints: [SAVE_AS_UTF8] });
}

function encodingDoubt(candidates: readonly string[]): Doubt {
  return {
    kind: 'encoding',
    columns: [],
    question: `The file is not UTF-8, and does not say in which encoding its names are written. Is it ${candidates.join(', ')}?`,
    stopsPipe: true,
    answers: candidates.map((encoding) => ({
      label: languagesOf(encoding),
      flag: flag('--encoding', encoding),
      options: { encoding },
    })),
  };
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  if (/^utf-?16/i.test(encoding)) {
    yield* decodedUtf16(chunks, encoding);
    return;
  }
  const isWestern = /^(windows-1252|cp1252|latin1|iso-8859-1)$/i.test(encoding);
  const decoder = iconv.getDecoder(isWestern ? 'windows-1252' : encoding);
  const checked = (text: string): string => {
    // One bad byte costs its row; many say that it is another encoding.
    const marked = markDamage(text, text.length / 20);
    if (marked === undefined) throw notThat(isWestern ? 'Windows-1252' : encoding);
    return marked;
  };
  for await (const chunk of chunks) yield checked(decoder.write(chunk));
  yield checked(decoder.end() ?? '');
}

/** By the platform's decoder, which sees where half a character is missing. */
async function* decodedUtf16(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(/be$/i.test(encoding) ? 'utf-16be' : 'utf-16le', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    throw cause instanceof TypeError ? notThat(encoding) : cause;
  }
}

const notThat = (encoding: string): FileError =>
  new FileError(`the file is not ${encoding}, or ends in the middle of a character.`, {
    code: 'encoding',
    hints: [SAVE_AS_UTF8],
  });

/**
 * Text in an encoding that `OpenedFile.encoding` names, to write rows back in the form of their file.
 * @example encodeText('Zoë', 'windows-1252')
 */
export const encodeText = (text: string, encoding: string): Buffer => iconv.encode(text, encoding, { addBOM: false });
