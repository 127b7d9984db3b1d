import { isAscii, isUtf8 } from 'node:buffer';
import { FileError } from '../errors.ts';
import { doubtWindows1252, legacyBytes, SAVE_AS_UTF8 } from './windows-1252.ts';

/** Lets UTF-8 through as it is. While only ASCII has come, the first byte that is no UTF-8 turns the rest into Windows-1252. */
export async function* checkedUtf8(
  chunks: AsyncIterable<Buffer>,
  onLegacy: (text: string) => void,
): AsyncGenerator<Buffer> {
  let carry: Buffer = Buffer.alloc(0);
  let onlyAscii = true;
  let legacy = false;
  let lines = 1;
  const legacyOrFault = (bytes: Buffer): void => {
    const at = lines + countLines(bytes, firstBadByte(bytes));
    const doubt = onlyAscii ? doubtWindows1252(bytes) : 'what came before is UTF-8';
    if (doubt !== undefined) {
      throw new FileError(`line ${at} is not UTF-8, and hardly Windows-1252: ${doubt}.`, { hints: [SAVE_AS_UTF8] });
    }
    legacy = true;
    onLegacy(`not UTF-8 from line ${at} on, and is read as Windows-1252. Do names look wrong? ${SAVE_AS_UTF8}`);
  };
  for await (const chunk of chunks) {
    if (legacy) {
      yield legacyBytes(chunk);
      continue;
    }
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const whole = bytes.length - unfinishedTail(bytes);
    const body = bytes.subarray(0, whole);
    if (!isUtf8(body)) {
      legacyOrFault(bytes);
      yield legacyBytes(bytes);
      continue;
    }
    carry = Buffer.from(bytes.subarray(whole));
    if (onlyAscii) onlyAscii = isAscii(body);
    lines += countLines(body, body.length);
    yield body;
  }
  if (carry.length > 0 && !legacy) {
    legacyOrFault(carry);
    yield legacyBytes(carry);
  }
}

/** How many bytes at the end begin a character that the next chunk goes on with. */
function unfinishedTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function firstBadByte(bytes: Buffer): number {
  let start = 0;
  let end = bytes.length;
  while (start < end) {
    const middle = (start + end + 1) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, middle - unfinishedTail(part)))) start = middle;
    else end = middle - 1;
  }
  return start;
}

function countLines(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
