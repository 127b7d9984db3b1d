/** The phrases of a word list, whose lines hold several, separated by commas. */
export const phrases = (...lines: readonly string[]): string[] => lines.flatMap((line) => line.split(', '));

/** `First-Name`, `first_name` and `firstName` are one word: letters and digits only, without case and accents. */
export function squeeze(text: string): string {
  return wordsOf(text).join('');
}

/** `Mobile No.` as `mobile`, `no`; `Phone2` as `phone`, `2`; `Cell #` as `cell`, `number`. */
export function wordsOf(text: string): string[] {
  const plain = text
    .replace(/whats\s?app/gi, 'whatsapp')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(?<=\p{L})(?=\d{1,2}(?![\p{L}\d]))/gu, ' ')
    .replaceAll('#', ' number ')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/['’`](s\b)?/g, '')
    .replace(/[łøđıæ]/g, (letter) => ({ ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae' })[letter] ?? letter)
    .replace(/\be[\s_-]?mail/g, 'email');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
