// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character begins each colour
const COLOUR = /\u001b\[[\d;]*m/g;
const LONGEST_NAME = 60;

/** Text from a file or a provider without control characters: none of it can steer the terminal. */
export const clean = (text: string): string => text.replace(CONTROL, ' ').trim();

/** A column name as it is shown: without control characters, and cut. */
export function columnName(name: string): string {
  const text = clean(name);
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}

/** Breaks a line at spaces so that it fits a terminal; what follows is indented like its beginning. Colours take no room. */
export function wrap(line: string, width: number): string {
  if (line.replace(COLOUR, '').length <= width || width < 20) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const hanging = ' '.repeat(Math.min(indent.length + 2, Math.floor(width / 3)));
  const lines: string[] = [];
  let current = indent;
  let room = width - indent.length;
  for (const word of line.trimStart().split(' ')) {
    const length = word.replace(COLOUR, '').length;
    if (length + 1 > room && current.trim() !== '') {
      lines.push(current.trimEnd());
      current = hanging;
      room = width - hanging.length;
    }
    current += `${word} `;
    room -= length + 1;
  }
  return [...lines, current.trimEnd()].join('\n');
}
