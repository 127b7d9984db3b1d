/** Rows by a key that is nearly unique, without a list for a single row: a million of them must fit in memory. */
export interface KeyIndex<Row> {
  get(key: string): readonly Row[];
  put(key: string, row: Row): void;
  take(key: string, row: Row): void;
  clear(): void;
}

const NONE: readonly never[] = Object.freeze([]);

export function createKeyIndex<Row extends object>(): KeyIndex<Row> {
  const index = new Map<string, Row | Row[]>();
  const get = (key: string): readonly Row[] => {
    const held = index.get(key);
    if (held === undefined) return NONE;
    return Array.isArray(held) ? held : [held];
  };
  return {
    get,
    put(key, row) {
      const held = index.get(key);
      if (held === undefined) index.set(key, row);
      else if (Array.isArray(held)) held.push(row);
      else index.set(key, [held, row]);
    },
    take(key, row) {
      const left = get(key).filter((other) => other !== row);
      if (left.length === 0) index.delete(key);
      else index.set(key, left);
    },
    clear: () => index.clear(),
  };
}
