import type { PhoneReason } from './reasons.ts';

export type LengthFault = Extract<PhoneReason, 'too-short' | 'too-long' | 'invalid-length'>;

/** The lengths that national numbers of a plan can have, in ascending order. */
export class Lengths {
  readonly #shortest: number;
  readonly #longest: number;
  readonly #bits: number;

  constructor(lengths: readonly number[]) {
    this.#shortest = lengths[0] ?? 0;
    this.#longest = lengths.at(-1) ?? 0;
    this.#bits = lengths.reduce((bits, length) => bits | (1 << length), 0);
  }

  has(length: number): boolean {
    return length <= this.#longest && (this.#bits & (1 << length)) !== 0;
  }

  /** Why no number has this length; undefined when some have. */
  fault(length: number): LengthFault | undefined {
    if (this.has(length)) return undefined;
    if (length < this.#shortest) return 'too-short';
    return length > this.#longest ? 'too-long' : 'invalid-length';
  }
}
