/** `+` and 15 digits: what E.164 allows, and what a double holds exactly. */
const LONGEST_EXACT = 16;
const EMPTY = 0;

/** Where in a file each phone number came first: a million numbers in 18 MB, where a Map takes 100. */
export class FirstSeen {
  #numbers: Float64Array;
  #rows: Uint32Array;
  #count = 0;
  /** Some countries give out numbers that are longer than E.164 allows. */
  readonly #long = new Map<string, number>();

  /** @param expected - how many numbers may come; it grows where more do */
  constructor(expected = 0) {
    const size = Math.max(1024, Math.ceil(expected * 1.4));
    this.#numbers = new Float64Array(size);
    this.#rows = new Uint32Array(size);
  }

  /** The row that had it before; undefined the first time. */
  see(e164: string, row: number): number | undefined {
    if (e164.length > LONGEST_EXACT) return this.#seeLong(e164, row);
    const number = Number(e164.slice(1));
    const place = this.#placeOf(number);
    if (this.#numbers[place] === number) return this.#rows[place];
    this.#numbers[place] = number;
    this.#rows[place] = row;
    this.#count++;
    if (this.#count * 5 > this.#numbers.length * 4) this.#grow();
    return undefined;
  }

  #seeLong(e164: string, row: number): number | undefined {
    const before = this.#long.get(e164);
    if (before === undefined) this.#long.set(e164, row);
    return before;
  }

  #placeOf(number: number): number {
    const numbers = this.#numbers;
    let place = hashOf(number) % numbers.length;
    while (numbers[place] !== EMPTY && numbers[place] !== number) place = place + 1 === numbers.length ? 0 : place + 1;
    return place;
  }

  #grow(): void {
    const numbers = this.#numbers;
    const rows = this.#rows;
    this.#numbers = new Float64Array(numbers.length * 2);
    this.#rows = new Uint32Array(numbers.length * 2);
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] ?? EMPTY;
      if (number === EMPTY) continue;
      const place = this.#placeOf(number);
      this.#numbers[place] = number;
      this.#rows[place] = rows[i] ?? 0;
    }
  }
}

function hashOf(number: number): number {
  let hash = Math.imul(number | 0, 0x9e3779b1) ^ Math.imul((number / 0x100000000) | 0, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
