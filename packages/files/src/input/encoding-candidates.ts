import chardet from 'chardet';
import iconv from 'iconv-lite';

/** Encodings that people still save in, and the letters that their text has. */
const ENCODINGS: readonly (readonly [name: string, letters: RegExp])[] = [
  ['gb18030', /\p{Script=Han}/gu],
  ['shift_jis', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['big5', /\p{Script=Han}/gu],
  ['euc-kr', /\p{Script=Hangul}/gu],
  ['windows-1256', /\p{Script=Arabic}/gu],
  ['windows-1251', /\p{Script=Cyrillic}/gu],
  ['windows-1253', /\p{Script=Greek}/gu],
  ['windows-1255', /\p{Script=Hebrew}/gu],
  ['windows-874', /\p{Script=Thai}/gu],
  ['windows-1250', /\p{Script=Latin}/gu],
];

const LANGUAGES: Readonly<Record<string, string>> = {
  gb18030: 'Chinese, simplified',
  shift_jis: 'Japanese',
  big5: 'Chinese, traditional',
  'euc-kr': 'Korean',
  'windows-1250': 'Polish, Czech, Hungarian and their neighbours',
  'windows-1251': 'Russian and other Cyrillic',
  'windows-1252': 'English, German, French, Spanish, Portuguese',
  'windows-1253': 'Greek',
  'windows-1254': 'Turkish',
  'windows-1255': 'Hebrew',
  'windows-1256': 'Arabic, Persian, Urdu',
  'windows-874': 'Thai',
};

/** Whose letters an encoding has. */
export const languagesOf = (encoding: string): string => LANGUAGES[encoding] ?? encoding;

/** Encodings in which the bytes make sense, the likeliest first. */
export function encodingCandidates(bytes: Buffer): readonly string[] {
  const confidence = new Map(chardet.analyse(bytes).map((match) => [match.name.toLowerCase(), match.confidence]));
  const rated = ENCODINGS.flatMap(([name, letters], place) => {
    const foreign = iconv.decode(bytes, name).replace(/[\0-\x7f]/g, '');
    if (foreign.includes('\ufffd')) return [];
    const share = (foreign.match(letters)?.length ?? 0) / Math.max(1, foreign.length);
    return share < 0.8 ? [] : [{ name, place, score: share + (confidence.get(name) ?? 0) / 100 }];
  });
  return rated.sort((a, b) => b.score - a.score || a.place - b.place).map(({ name }) => name);
}
