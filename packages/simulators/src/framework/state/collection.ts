/** A provider's records as a test sees them: copies in the vendor's shape, made when they are read. */
export interface Collection<Id, View> extends Iterable<View> {
  readonly length: number;
  all(): View[];
  get(id: Id): View | undefined;
  find(matches: (view: View) => boolean): View | undefined;
  filter(matches: (view: View) => boolean): View[];
  [Symbol.iterator](): IterableIterator<View>;
}

/** A deep copy: a row may hold the body of a request, which a test must not change. */
function copied<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied) as Value;
  const copy: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) copy[name] = copied(part);
  return copy as Value;
}

/** Rows by id, in the order they were made. Rows are small; `view` gives the vendor's shape. */
interface Table<Id, Row, View> {
  readonly rows: Map<Id, Row>;
  readonly collection: Collection<Id, View>;
}

export function createTable<Id, Row, View>(view: (row: Row) => View): Table<Id, Row, View> {
  const rows = new Map<Id, Row>();
  const shown = (row: Row) => copied(view(row));
  function* views(): IterableIterator<View> {
    for (const row of rows.values()) yield shown(row);
  }
  return {
    rows,
    collection: {
      get length() {
        return rows.size;
      },
      all: () => Array.from(views()),
      get(id) {
        const row = rows.get(id);
        return row === undefined ? undefined : shown(row);
      },
      find(matches) {
        for (const row of views()) if (matches(row)) return row;
        return undefined;
      },
      filter: (matches) => Array.from(views()).filter(matches),
      [Symbol.iterator]: views,
    },
  };
}
