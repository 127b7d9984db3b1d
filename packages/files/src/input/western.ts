import iconv from 'iconv-lite';

/** Undefined in Windows-1252. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** Quotes, dashes, dots and the euro sign: they stand in Western text without being letters. */
const PUNCTUATION = new Set([0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99]);

/**
 * Whether bytes that are not UTF-8 may be Windows-1252. Western text has its accented letters one by one among plain ones;
 * where they come in runs, each is half of a Chinese or Japanese character, or a letter of a script of its own.
 */
export function looksWestern(bytes: Uint8Array): boolean {
  let letters = 0;
  let inRuns = 0;
  let controls = 0;
  let run = 0;
  const endRun = (): void => {
    if (run >= 3) inRuns += run;
    run = 0;
  };
  for (const byte of bytes) {
    if (byte < 0x80) {
      endRun();
      continue;
    }
    if (UNDEFINED.has(byte)) return false;
    if (byte >= 0xc0) letters++;
    else if (byte < 0xa0 && !PUNCTUATION.has(byte)) controls++;
    run = PUNCTUATION.has(byte) ? 0 : run + 1;
  }
  endRun();
  // Without a letter they are signs: a bullet, a no-break space, a copyright mark.
  const isSigns = letters + controls === 0 && inRuns === 0;
  return isSigns || (inRuns * 3 < letters + controls && controls <= letters * 2);
}

/** Bytes of Windows-1252 as text. Node's own decoder reads 0x80 to 0x9F as control characters in some versions. */
export const decodeWestern = (bytes: Buffer): string => iconv.decode(bytes, 'windows-1252');

/** Signs between letters, letters of Icelandic, and an õ that no e follows: Polish, Czech, Hungarian and Turkish look so. */
const CENTRAL = /\p{L}[¹²³¿£¥¼¾¯]|[¹³¿£¥¼¾¯](?=\p{Ll})|[õÕ](?![eE])|[øØ].*[íáýìùšž]|[íáýìùšž].*[øØ]/u;
const TURKISH = /[ðþýÐÞÝ]/;

/** Encodings that text may be in which reads as Windows-1252, and reads oddly; that one is the last. */
export function rivalsOfWestern(bytes: Buffer): readonly string[] {
  const text = decodeWestern(bytes);
  const isCentral = text.split(/\r?\n/).some((line) => CENTRAL.test(line));
  if (!isCentral && !TURKISH.test(text)) return [];
  return isCentral
    ? ['windows-1250', 'windows-1254', 'windows-1252']
    : ['windows-1254', 'windows-1250', 'windows-1252'];
}
