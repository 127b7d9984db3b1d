/** Rows by a key that is nearly unique: no list is held where one row is enough, for a million of them must fit. */
export interface Drawers<Row> {
  get(key: string): readonly Row[];
  put(key: string, row: Row): void;
  take(key: string, row: Row): void;
  clear(): void;
}

const NONE: readonly never[] = Object.freeze([]);

export function createDrawers<Row extends object>(): Drawers<Row> {
  const drawers = new Map<string, Row | Row[]>();
  const get = (key: string): readonly Row[] => {
    const held = drawers.get(key);
    if (held === undefined) return NONE;
    return Array.isArray(held) ? held : [held];
  };
  return {
    get,
    put(key, row) {
      const held = drawers.get(key);
      if (held === undefined) drawers.set(key, row);
      else if (Array.isArray(held)) held.push(row);
      else drawers.set(key, [held, row]);
    },
    take(key, row) {
      const left = get(key).filter((other) => other !== row);
      if (left.length === 0) drawers.delete(key);
      else drawers.set(key, left);
    },
    clear: () => drawers.clear(),
  };
}
