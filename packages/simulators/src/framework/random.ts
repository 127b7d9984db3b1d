/** Repeatable random numbers: the same seed gives the same sequence. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from 0 up to, but not including, `bound`. */
  int(bound: number): number;
  uuid(): string;
  /** `length` lower-case hex digits. */
  hex(length: number): string;
  /** A separate sequence that does not advance this one. */
  fork(name: string): Random;
  /** Starts the sequence again. */
  reset(): void;
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** FNV-1a, to make a seed of a name. */
function hash(text: string, seed: number): number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return state;
}

/** mulberry32 is small, quick and good enough for ids and dice. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const pair = (bits: number) => `${BYTES[bits & 0xff]}${BYTES[(bits >>> 8) & 0xff]}`;
  return {
    next: () => word() / 0x1_0000_0000,
    int: (bound) => Math.floor((word() / 0x1_0000_0000) * bound),
    uuid() {
      const [a, b, c, d] = [word(), word(), word(), word()];
      const version = (b & 0xffff0fff) | 0x4000;
      const variant = (c & 0xffffff3f) | 0x80;
      return `${pair(a)}${pair(a >>> 16)}-${pair(b >>> 16)}-${BYTES[(version >>> 8) & 0xff]}${BYTES[version & 0xff]}-${pair(variant)}-${pair(c >>> 16)}${pair(d)}${pair(d >>> 16)}`;
    },
    hex(length) {
      let text = '';
      while (text.length < length) text += pair(word());
      return text.slice(0, length);
    },
    fork: (name) => createRandom(hash(name, seed)),
    reset() {
      state = seed >>> 0;
    },
  };
}
