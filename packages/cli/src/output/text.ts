import { clean } from '@leadwire/importer/errors';

export { clean } from '@leadwire/importer/errors';

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character begins each colour
const COLOUR = /\u001b\[[\d;]*m/g;
const LONGEST_NAME = 60;

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

/** A count in front of what it counts, as summaries show it. */
export const countLine = (count: number, text: string): string => `${count.toLocaleString('en').padStart(9)}  ${text}`;
