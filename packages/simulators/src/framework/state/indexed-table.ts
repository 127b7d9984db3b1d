import { type Collection, createTable } from './collection.ts';

/** Rows by id, by keys that are nearly unique, and in the order in which they were made; a million of them must fit in memory. */
export class IndexedTable<Id, Row extends { readonly id: Id }, View> {
  readonly rows: Map<Id, Row>;
  readonly collection: Collection<Id, View>;
  /** The vendor's shape of a row. */
  readonly view: (row: Row) => View;
  readonly #keysOf: (row: Row) => readonly string[];
  /** Without a list for a single row, to save memory. */
  readonly #byKey = new Map<string, Row | Row[]>();
  #inOrder: Row[] = [];

  constructor(view: (row: Row) => View, keysOf: (row: Row) => readonly string[]) {
    const { rows, collection } = createTable<Id, Row, View>(view);
    this.rows = rows;
    this.collection = collection;
    this.view = view;
    this.#keysOf = keysOf;
  }

  insert(row: Row): Row {
    this.rows.set(row.id, row);
    this.#inOrder.push(row);
    this.#file(row);
    return row;
  }

  withKey(key: string): readonly Row[] {
    const held = this.#byKey.get(key);
    if (held === undefined) return [];
    return Array.isArray(held) ? held : [held];
  }

  /** Makes a change that may give the row other keys. */
  change(row: Row, make: () => void): void {
    this.#unfile(row);
    make();
    this.#file(row);
  }

  remove(row: Row): void {
    this.rows.delete(row.id);
    this.#unfile(row);
    const { length } = this.#inOrder;
    if (length > 1_000 && length > 2 * this.rows.size) this.#inOrder = Array.from(this.rows.values());
  }

  /** @param isOlder - where to begin: true for all rows up to one, and false behind it */
  *newestFirst(isOlder: (row: Row) => boolean = () => true): IterableIterator<Row> {
    const rows = this.#inOrder;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isOlder(rows[middle] as Row)) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= 0; at -= 1) {
      const row = rows[at] as Row;
      if (this.rows.has(row.id)) yield row;
    }
  }

  reset(): void {
    this.rows.clear();
    this.#byKey.clear();
    this.#inOrder = [];
  }

  #file(row: Row): void {
    for (const key of this.#keysOf(row)) {
      const held = this.#byKey.get(key);
      if (held === undefined) this.#byKey.set(key, row);
      else if (Array.isArray(held)) held.push(row);
      else this.#byKey.set(key, [held, row]);
    }
  }

  #unfile(row: Row): void {
    for (const key of this.#keysOf(row)) {
      const left = this.withKey(key).filter((other) => other !== row);
      if (left.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, left);
    }
  }
}
