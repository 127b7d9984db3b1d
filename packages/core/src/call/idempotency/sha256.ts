// SHA-256 where the platform has none: pages that are not served over https, and React Native, have no `crypto.subtle`.
// See FIPS 180-4, sections 4.1.2, 5.3.3 and 6.2.2: https://csrc.nist.gov/pubs/fips/180-4/upd1/final

/** The first 32 bits of the fractional parts of a root of the first primes. */
function rootsOfPrimes(count: number, exponent: number): Uint32Array {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) isPrime = false;
    if (isPrime) words.push(((candidate ** exponent % 1) * 2 ** 32) | 0);
  }
  return Uint32Array.from(words);
}

const ROUNDS = 64;
const BLOCK_BYTES = 64;

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The SHA-256 of some bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = rootsOfPrimes(8, 1 / 2);
  const constants = rootsOfPrimes(ROUNDS, 1 / 3);
  const padded = pad(bytes);
  for (let at = 0; at < padded.byteLength; at += BLOCK_BYTES) addBlock(state, schedule(padded, at), constants);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => void digest.setUint32(index * 4, word));
  return new Uint8Array(digest.buffer);
}

/** A one bit, zeros, and the length in bits at the end of the last block. */
function pad(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / BLOCK_BYTES);
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length * 8);
  return view;
}

function schedule(view: DataView, at: number): Uint32Array {
  const words = new Uint32Array(ROUNDS);
  const word = (index: number): number => words[index] as number;
  for (let index = 0; index < 16; index++) words[index] = view.getUint32(at + index * 4);
  for (let index = 16; index < ROUNDS; index++) {
    const [older, newer] = [word(index - 15), word(index - 2)];
    const s0 = rotate(older, 7) ^ rotate(older, 18) ^ (older >>> 3);
    const s1 = rotate(newer, 17) ^ rotate(newer, 19) ^ (newer >>> 10);
    words[index] = word(index - 16) + s0 + word(index - 7) + s1;
  }
  return words;
}

function addBlock(state: Uint32Array, words: Uint32Array, constants: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let index = 0; index < ROUNDS; index++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + s1 + choice + (constants[index] as number) + (words[index] as number)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + s0 + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] as number) + word;
  });
}
