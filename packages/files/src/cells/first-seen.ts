/** `+` and 15 digits: what E.164 allows, and what a double holds exactly. */
const LONGEST_EXACT = 16;
const EMPTY = 0;
const LOW_PART = 2 ** 32;

/** Where in a file each phone number came first: a million numbers in 12 MB, where a Map takes 100. */
export class FirstSeen {
  /** A number's lower 32 bits; the rest of it, of which most files have few, by its place in `#parts`. */
  #low: Uint32Array;
  #high: Uint8Array | Uint32Array;
  #rows: Uint32Array;
  #count = 0;
  readonly #parts = new Map<number, number>();
  /** Some countries give out numbers that are longer than E.164 allows. */
  readonly #long = new Map<string, number>();

  /** @param expected - how many numbers may come; it grows where more do */
  constructor(expected = 0) {
    const size = Math.max(1024, Math.ceil(expected * 1.25));
    this.#low = new Uint32Array(size);
    this.#high = new Uint8Array(size);
    this.#rows = new Uint32Array(size);
  }

  /** The row that had it before; undefined the first time. */
  see(e164: string, row: number): number | undefined {
    if (e164.length > LONGEST_EXACT) return this.#seeLong(e164, row);
    const number = Number(e164.slice(1));
    const low = number >>> 0;
    const high = this.#placeOfPart(Math.floor(number / LOW_PART));
    const place = this.#placeOf(low, high);
    if (this.#high[place] === high) return this.#rows[place];
    this.#put(place, low, high, row);
    this.#count++;
    if (this.#count * 5 > this.#low.length * 4) this.#grow();
    return undefined;
  }

  #seeLong(e164: string, row: number): number | undefined {
    const before = this.#long.get(e164);
    if (before === undefined) this.#long.set(e164, row);
    return before;
  }

  /** From 1 upwards: 0 is an empty place. */
  #placeOfPart(part: number): number {
    let place = this.#parts.get(part);
    if (place === undefined) {
      place = this.#parts.size + 1;
      this.#parts.set(part, place);
      if (place === 256) this.#high = Uint32Array.from(this.#high);
    }
    return place;
  }

  #placeOf(low: number, high: number): number {
    const { length } = this.#low;
    let place = hashOf(low, high) % length;
    while (this.#high[place] !== EMPTY && !(this.#low[place] === low && this.#high[place] === high))
      place = place + 1 === length ? 0 : place + 1;
    return place;
  }

  #put(place: number, low: number, high: number, row: number): void {
    this.#low[place] = low;
    this.#high[place] = high;
    this.#rows[place] = row;
  }

  #grow(): void {
    const [lows, highs, rows] = [this.#low, this.#high, this.#rows];
    const size = lows.length * 2;
    this.#low = new Uint32Array(size);
    this.#high = highs instanceof Uint8Array ? new Uint8Array(size) : new Uint32Array(size);
    this.#rows = new Uint32Array(size);
    lows.forEach((low, index) => {
      const high = highs[index] ?? EMPTY;
      if (high !== EMPTY) this.#put(this.#placeOf(low, high), low, high, rows[index] ?? 0);
    });
  }
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
