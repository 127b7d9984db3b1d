/** The newest entries of an endless list, so that a simulator can run for days. */
export interface History<Entry> {
  /** Live, oldest first. Holds the newest `limit` entries at least, and a tenth more at most. */
  readonly kept: Entry[];
  /** How many there were, including those that are forgotten. */
  readonly count: number;
  /** Adds an entry and returns its number, counted from 0. */
  add(entry: Entry): number;
  /** The entry of this number, unless it is forgotten. */
  at(number: number): Entry | undefined;
  reset(): void;
}

export function createHistory<Entry>(limit: number): History<Entry> {
  const kept: Entry[] = [];
  // Many go at a time, as each time moves all that stay.
  const most = limit + Math.ceil(limit / 10);
  let count = 0;
  return {
    kept,
    get count() {
      return count;
    },
    add(entry) {
      if (kept.length >= most) kept.splice(0, kept.length - limit + 1);
      kept.push(entry);
      count += 1;
      return count - 1;
    },
    at: (number) => kept[number - count + kept.length],
    reset() {
      kept.length = 0;
      count = 0;
    },
  };
}
