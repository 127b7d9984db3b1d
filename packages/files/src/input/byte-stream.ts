/** What a look at the beginning takes from a file. */
const ENOUGH_BYTES = 64 * 1024;

export interface Peeked {
  /** The first bytes: at least a line of them, where there is one. */
  readonly head: Buffer;
  /** The bytes behind the head. */
  readonly rest: AsyncIterator<Buffer>;
  /** All bytes, from the start. */
  readonly all: AsyncIterable<Buffer>;
}

/**
 * Looks at the beginning of a stream without losing it.
 * @param isPipe - one line is enough: what comes next may be a long time coming
 */
export async function peek(chunks: AsyncIterable<Buffer>, isPipe: boolean): Promise<Peeked> {
  const rest = chunks[Symbol.asyncIterator]();
  const taken: Buffer[] = [];
  let length = 0;
  let hasLine = false;
  while (length < ENOUGH_BYTES && !(isPipe && hasLine && length >= 4)) {
    const next = await rest.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
    hasLine ||= next.value.includes(10) || next.value.includes(13);
  }
  const head = Buffer.concat(taken);
  return { head, rest, all: followedBy(head, rest) };
}

async function* followedBy(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

export async function* skipBytes(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (skipped < chunk.length) yield skipped === 0 ? chunk : chunk.subarray(skipped);
  }
}
