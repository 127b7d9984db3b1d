import { FileError } from '../errors.ts';

export const SAVE_AS_UTF8 =
  'Save it as "CSV UTF-8" and try again, or name its encoding: --encoding windows-1251, for example.';

/** Bytes 0x80 to 0x9F; a space stands for a byte that Windows-1252 leaves undefined. */
const UPPER = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Bytes of Windows-1252 as text. Node's own decoder reads 0x80 to 0x9F as control characters in some versions. */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (control) => UPPER[control.charCodeAt(0) - 0x80] ?? control);
}

/** Why these bytes are hardly Windows-1252; undefined where they may well be. */
export function doubtWindows1252(bytes: Uint8Array): string | undefined {
  let letters = 0;
  let accented = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) {
      if (UPPER[byte - 0x80] === ' ') return `the byte 0x${byte.toString(16).toUpperCase()} means nothing in it`;
      if (byte >= 0xc0) accented++;
    } else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters++;
  }
  // Western text is mostly plain letters; Cyrillic, Greek or Arabic with one byte a letter is mostly high bytes.
  return accented > 3 && accented > letters ? 'most of its letters would be accented' : undefined;
}

/** Windows-1252 as UTF-8; a byte that it does not define is a fault. */
export function legacyBytes(bytes: Buffer): Buffer {
  const doubt = doubtfulByte(bytes);
  if (doubt !== undefined)
    throw new FileError(`the file is not Windows-1252 after all: ${doubt}.`, { hints: [SAVE_AS_UTF8] });
  return Buffer.from(decodeWindows1252(bytes), 'utf8');
}

/** Only undefined bytes count here: one chunk of names may well be mostly accented. */
const doubtfulByte = (bytes: Buffer): string | undefined => {
  const doubt = doubtWindows1252(bytes);
  return doubt?.startsWith('the byte') ? doubt : undefined;
};
