/** The separators a spreadsheet may write, commonest first. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface FoundDelimiter {
  readonly delimiter: string;
  /** Characters before the header: Excel's `sep=;` line. */
  readonly skip: number;
}

/** The separator that stands most often in the first line, quoted text apart; a line without any is one column. */
export function findDelimiter(text: string): FoundDelimiter {
  const told = /^sep=(.)\r?\n/i.exec(text);
  if (told) return { delimiter: told[1] ?? ',', skip: told[0].length };
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of firstLine(text)) {
    if (character === '"') quoted = !quoted;
    const count = quoted ? undefined : counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  let best: Delimiter = ',';
  for (const delimiter of DELIMITERS) if ((counts.get(delimiter) ?? 0) > (counts.get(best) ?? 0)) best = delimiter;
  return { delimiter: best, skip: 0 };
}

/** The first line that is not empty, line ends inside quotes included. */
function firstLine(text: string): string {
  const start = /[^\r\n]/.exec(text)?.index ?? 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) return text.slice(start, i);
  }
  return text.slice(start);
}

export const delimiterName = (delimiter: string): string =>
  ({ ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' })[delimiter] ?? `"${delimiter}"`;
