import { isAscii, isUtf8 } from 'node:buffer';
import { FileError } from '../errors.ts';
import { encodingCandidates } from './encoding-candidates.ts';
import { decodeWestern, looksWestern, rivalsOfWestern } from './western.ts';

/** More bad bytes than this in one piece are no damage: there the file is in another encoding. */
export const MOST_DAMAGED = 20;

/**
 * Decodes UTF-8. While only ASCII has come, the first byte that is not UTF-8 turns the rest into Windows-1252;
 * behind letters that were UTF-8 it is damage, which `markDamage` marks.
 */
export async function* decodeUtf8(
  chunks: AsyncIterable<Buffer>,
  onNotice: (text: string, encoding?: string) => void,
): AsyncGenerator<string> {
  let carry: Buffer = Buffer.alloc(0);
  let onlyAscii = true;
  let western = false;
  let isToldDamaged = false;
  let lines = 1;
  const decodeOther = (bytes: Buffer): string => {
    const line = lines + countLines(bytes, firstBadByte(bytes));
    if (!onlyAscii || isMostlyUtf8(bytes)) {
      const text = markDamage(bytes);
      if (text === undefined) throw notUtf8(`line ${line} is not UTF-8, and what came before is.`, []);
      if (!isToldDamaged) onNotice(`damaged: line ${line} is not UTF-8. Such rows are refused.`);
      isToldDamaged = true;
      return text;
    }
    const candidates = looksWestern(bytes) ? rivalsOfWestern(bytes) : encodingCandidates(bytes);
    if (!looksWestern(bytes) || candidates.length > 0)
      throw notUtf8(`line ${line} is not UTF-8, and hardly Windows-1252.`, candidates);
    western = true;
    onNotice(
      `not UTF-8 from line ${line} on, and is read as Windows-1252. Do names look wrong? ${SAVE_AS_UTF8}`,
      'windows-1252',
    );
    return decodeWestern(bytes);
  };
  for await (const chunk of chunks) {
    if (western) {
      yield decodeWestern(chunk);
      continue;
    }
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const whole = bytes.length - unfinishedTail(bytes);
    const body = bytes.subarray(0, whole);
    carry = Buffer.from(bytes.subarray(whole));
    const text = isUtf8(body) ? body.toString('utf8') : decodeOther(body);
    if (western && carry.length > 0) yield text + decodeWestern(carry);
    else yield text;
    if (onlyAscii) onlyAscii = isAscii(body);
    lines += countLines(body, body.length);
  }
  if (carry.length > 0 && !western) yield decodeOther(carry);
}

/** UTF-8 with half a surrogate pair for each byte that is not a character, which no text holds: `isWellFormed` finds it. `undefined` where there are too many. */
function markDamage(bytes: Buffer): string | undefined {
  let text = '';
  let rest = bytes;
  for (let damaged = 0; ; damaged++) {
    const bad = firstBadByte(rest);
    const end = bad - unfinishedTail(rest.subarray(0, bad));
    text += rest.toString('utf8', 0, end);
    if (end === rest.length) return text;
    if (damaged > MOST_DAMAGED) return undefined;
    text += DAMAGE;
    rest = rest.subarray(Math.max(bad, end + 1));
  }
}

/** Stands for bytes that are no character. */
export const DAMAGE = '\udcff';

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

/** Whether bytes that may be cut off anywhere are UTF-8 so far. */
export const startsAsUtf8 = (bytes: Buffer): boolean => isUtf8(bytes.subarray(0, bytes.length - unfinishedTail(bytes)));

/** Whether most letters are UTF-8 all the same: then a place of the file is damaged, and it is in no other encoding. */
export function isMostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  return good >= bad;
}

function firstBadByte(bytes: Buffer): number {
  let start = 0;
  let end = bytes.length;
  while (start < end) {
    const middle = (start + end + 1) >> 1;
    if (startsAsUtf8(bytes.subarray(0, middle))) start = middle;
    else end = middle - 1;
  }
  return start;
}

function countLines(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
