/** The beginning of a stream. */
export interface Peeked<Piece> {
  readonly pieces: readonly Piece[];
  /** Nothing comes behind them. */
  readonly isWhole: boolean;
  readonly rest: AsyncIterator<Piece>;
}

/** Reads pieces until they are enough; `followedBy` gives them again, with the rest behind them. */
export async function peek<Piece>(
  source: AsyncIterable<Piece>,
  isEnough: (pieces: readonly Piece[]) => boolean,
): Promise<Peeked<Piece>> {
  const rest = source[Symbol.asyncIterator]();
  const pieces: Piece[] = [];
  while (!isEnough(pieces)) {
    const next = await rest.next();
    if (next.done) return { pieces, isWhole: true, rest };
    pieces.push(next.value);
  }
  return { pieces, isWhole: false, rest };
}

export async function* followedBy<Piece>(pieces: Iterable<Piece>, rest: AsyncIterator<Piece>): AsyncGenerator<Piece> {
  try {
    yield* pieces;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

export async function* counted<Piece extends { readonly length: number }>(
  pieces: AsyncIterable<Piece>,
  onRead: (length: number) => void,
): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    onRead(piece.length);
    yield piece;
  }
}

export const lengthOf = (pieces: readonly { readonly length: number }[]): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);

/** What a look at the beginning takes from a file. */
export const ENOUGH: number = 64 * 1024;

/**
 * The first bytes of a file: at least a line of them, where there is one.
 * @param isPipe - one line is enough: what comes next may be a long time coming
 */
export async function peekBytes(
  chunks: AsyncIterable<Buffer>,
  isPipe: boolean,
): Promise<{ readonly head: Buffer; readonly rest: AsyncIterator<Buffer> }> {
  const hasLine = (chunk: Buffer): boolean => chunk.includes(10) || chunk.includes(13);
  const { pieces, rest } = await peek(chunks, (read) => {
    const length = lengthOf(read);
    return length >= ENOUGH || (isPipe && length >= 4 && read.some(hasLine));
  });
  return { head: Buffer.concat(pieces), rest };
}
