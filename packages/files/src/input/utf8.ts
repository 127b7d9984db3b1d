import { isAscii, isUtf8 } from 'node:buffer';
import { FileError } from '../errors.ts';
import { decodeWestern, encodingCandidates, looksWestern, rivalsOfWestern } from './guess-encoding.ts';

/** More bad bytes than this in one piece are no damage: there the file is in another encoding. */
const MOST_DAMAGED = 20;
/** What decoders put in place of bytes that are no character. */
const REPLACED = '\ufffd';

/**
 * Decodes UTF-8. While only ASCII has come, the first byte that is not UTF-8 turns the rest into Windows-1252;
 * behind letters that were UTF-8 it is damage, which `markDamage` marks.
 */
export async function* decodeUtf8(
  chunks: AsyncIterable<Buffer>,
  onNotice: (text: string) => void,
): AsyncGenerator<string> {
  let carry: Buffer = Buffer.alloc(0);
  let onlyAscii = true;
  let isWestern = false;
  let isToldDamaged = false;
  let lines = 1;
  const decodeOther = (bytes: Buffer): string => {
    const text = bytes.toString('utf8');
    const line = lines + countLines(text.slice(0, text.indexOf(REPLACED)));
    if (!onlyAscii || isMostlyUtf8(text)) {
      const marked = markDamage(text);
      if (marked === undefined) throw notUtf8(`line ${line} is not UTF-8, and what came before is.`, []);
      if (!isToldDamaged) onNotice(`damaged: line ${line} is not UTF-8. Such rows are refused.`);
      isToldDamaged = true;
      return marked;
    }
    const candidates = looksWestern(bytes) ? rivalsOfWestern(bytes) : encodingCandidates(bytes);
    if (!looksWestern(bytes) || candidates.length > 0)
      throw notUtf8(`line ${line} is not UTF-8, and hardly Windows-1252.`, candidates);
    isWestern = true;
    onNotice(`not UTF-8 from line ${line} on, and is read as Windows-1252. Do names look wrong? ${SAVE_AS_UTF8}`);
    return decodeWestern(bytes);
  };
  for await (const chunk of chunks) {
    if (isWestern) {
      yield decodeWestern(chunk);
      continue;
    }
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const whole = bytes.subarray(0, bytes.length - unfinishedTail(bytes));
    carry = Buffer.from(bytes.subarray(whole.length));
    const text = isUtf8(whole) ? whole.toString('utf8') : decodeOther(whole);
    yield isWestern ? text + decodeWestern(carry) : text;
    if (onlyAscii) onlyAscii = isAscii(whole);
    lines += countLines(text);
  }
  if (carry.length > 0 && !isWestern) yield decodeOther(carry);
}

/** Stands for bytes that are no character: half a surrogate pair, which no text holds and `isWellFormed` finds. */
const DAMAGE = '\udcff';

/** Text in which bytes that are no character are marked; `undefined` where there are too many of them. */
export function markDamage(text: string, most: number = MOST_DAMAGED): string | undefined {
  const damaged = text.split(REPLACED).length - 1;
  return damaged > Math.min(most, MOST_DAMAGED) ? undefined : text.replaceAll(REPLACED, DAMAGE);
}

export const SAVE_AS_UTF8 =
  'Save it as "CSV UTF-8" and try again, or name its encoding: --encoding windows-1251, for example.';

const notUtf8 = (message: string, candidates: readonly string[]): FileError =>
  new FileError(message, {
    code: 'encoding',
    hints: [...(candidates.length > 0 ? [`It may be ${candidates.slice(0, 3).join(' or ')}.`] : []), SAVE_AS_UTF8],
  });

/** How many bytes at the end begin a character that the next chunk goes on with. */
function unfinishedTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

function lengthOf(leadByte: number): number {
  if (leadByte >= 0xf0) return 4;
  return leadByte >= 0xe0 ? 3 : 2;
}

/** Whether bytes that may be cut off anywhere are UTF-8, or most letters are: then a place is damaged, and they are in no other encoding. */
export const looksLikeUtf8 = (bytes: Buffer): boolean =>
  isUtf8(bytes.subarray(0, bytes.length - unfinishedTail(bytes))) || isMostlyUtf8(bytes.toString('utf8'));

function isMostlyUtf8(text: string): boolean {
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  return good >= bad;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
