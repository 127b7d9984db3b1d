import type { Row } from './table.ts';

/** The rows that were read to look at, and then the rest: the next text is read when its rows are asked for. */
export async function* batchesFrom(
  first: readonly Row[],
  source: AsyncIterator<string>,
  read: (text: string, final: boolean) => Row[],
): AsyncGenerator<readonly Row[]> {
  try {
    if (first.length > 0) yield first;
    for (;;) {
      const next = await source.next();
      const rows = read(next.done ? '' : next.value, next.done === true);
      if (rows.length > 0) yield rows;
      if (next.done) return;
    }
  } finally {
    await source.return?.();
  }
}
