/** Where in a file each phone number came first: a million numbers take 30 MB. */
export class FirstSeen {
  /** Rows by the last nine digits, which fit into a small integer, grouped by the digits in front, of which a file has few. */
  readonly #rows = new Map<string, Map<number, number>>();

  /** The row that had it before; undefined the first time. */
  see(e164: string, row: number): number | undefined {
    const front = e164.slice(0, -9);
    let rows = this.#rows.get(front);
    if (rows === undefined) {
      rows = new Map();
      this.#rows.set(front, rows);
    }
    const low = Number(e164.slice(-9));
    const before = rows.get(low);
    if (before === undefined) rows.set(low, row);
    return before;
  }
}
