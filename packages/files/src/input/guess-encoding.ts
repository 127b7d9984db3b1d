import chardet from 'chardet';
import iconv from 'iconv-lite';

/** Encodings that people still save in, whose languages they hold, and the letters of those that Western text does not have. */
const ENCODINGS: readonly (readonly [name: string, languages: string, letters?: RegExp])[] = [
  ['gb18030', 'Chinese, simplified', /\p{Script=Han}/gu],
  ['shift_jis', 'Japanese', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['big5', 'Chinese, traditional', /\p{Script=Han}/gu],
  ['euc-kr', 'Korean', /\p{Script=Hangul}/gu],
  ['windows-1256', 'Arabic, Persian, Urdu', /\p{Script=Arabic}/gu],
  ['windows-1251', 'Russian and other Cyrillic', /\p{Script=Cyrillic}/gu],
  ['windows-1253', 'Greek', /\p{Script=Greek}/gu],
  ['windows-1255', 'Hebrew', /\p{Script=Hebrew}/gu],
  ['windows-874', 'Thai', /\p{Script=Thai}/gu],
  ['windows-1250', 'Polish, Czech, Hungarian and their neighbours', /\p{Script=Latin}/gu],
  ['windows-1252', 'English, German, French, Spanish, Portuguese'],
  ['windows-1254', 'Turkish'],
];

/** Whose letters an encoding has. */
export const languagesOf = (encoding: string): string => ENCODINGS.find(([name]) => name === encoding)?.[1] ?? encoding;

/** Encodings in which the bytes make sense, the likeliest first. */
export function encodingCandidates(bytes: Buffer): readonly string[] {
  const confidence = new Map(chardet.analyse(bytes).map((match) => [match.name.toLowerCase(), match.confidence]));
  const rated = ENCODINGS.flatMap(([name, , letters], place) => {
    if (letters === undefined) return [];
    const foreign = iconv.decode(bytes, name).replace(/[\0-\x7f]/g, '');
    if (foreign.includes('\ufffd')) return [];
    const share = (foreign.match(letters)?.length ?? 0) / Math.max(1, foreign.length);
    return share < 0.8 ? [] : [{ name, place, score: share + (confidence.get(name) ?? 0) / 100 }];
  });
  return rated.sort((a, b) => b.score - a.score || a.place - b.place).map(({ name }) => name);
}

/** Quotes, dashes, dots and the euro sign: they stand in Western text without being letters. */
const PUNCTUATION = '\\x80\\x82\\x84\\x85\\x91-\\x97\\x99';
const LETTERS = /[\xc0-\xff]/g;
const CONTROLS = new RegExp(`(?![${PUNCTUATION}])[\\x80-\\x9f]`, 'g');
const RUNS = new RegExp(`(?:(?![${PUNCTUATION}])[\\x80-\\xff]){3,}(?![\\x80-\\xff])`, 'g');
/** Bytes that Windows-1252 does not define. */
const UNDEFINED = /[\x81\x8d\x8f\x90\x9d]/;

/**
 * Whether bytes that are not UTF-8 may be Windows-1252. Western text has its accented letters one by one among plain ones;
 * where they come in runs, each is half of a Chinese or Japanese character, or a letter of another script.
 */
export function looksWestern(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  if (UNDEFINED.test(text)) return false;
  const letters = text.match(LETTERS)?.length ?? 0;
  const controls = text.match(CONTROLS)?.length ?? 0;
  const inRuns = text.match(RUNS)?.join('').length ?? 0;
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
