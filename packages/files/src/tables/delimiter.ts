/** The separators a spreadsheet may write, commonest first. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
const LOOKED_AT = 20;

export interface FoundDelimiter {
  readonly delimiter: string;
  /** Characters before the header: Excel's `sep=;` line. */
  readonly skip: number;
}

/** `sep=;` as Excel writes it, and as people do: in quotes, with spaces, padded with separators, a tab as `\t` or by its name. */
const SEP_LINE = /^\s*["']?sep *= *["']?(\\t|tab|[^\r\n"'])["']*[;,\t |"]*(\r\n|\n|\r)/i;

/** The separator that cuts most of the first lines into the same number of cells; of equals, the one in the first line. */
export function findDelimiter(text: string): FoundDelimiter {
  const told = SEP_LINE.exec(text);
  if (told) {
    const [whole, separator = ','] = told;
    return { delimiter: separator.length > 1 ? '\t' : separator, skip: whole.length };
  }
  const lines = firstLines(text);
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const score = scoreOf(counts);
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, skip: 0 };
}

/** Cells in the commonest count, with what the first line has on top. */
function scoreOf(counts: readonly number[]): number {
  const byCount = Map.groupBy(
    counts.filter((count) => count > 0),
    (count) => count,
  );
  const scores = [...byCount].map(([count, lines]) => count * lines.length);
  return Math.max(0, ...scores) + (counts[0] ?? 0) * 2;
}

/** The first lines that are not empty, without what stands in quotes. */
function firstLines(text: string): string[] {
  const lines = text.replace(/"[^"]*"/g, '').split(/\r\n|\n|\r/);
  return lines.filter((line) => line.trim() !== '').slice(0, LOOKED_AT);
}

export const delimiterName = (delimiter: string): string =>
  ({ ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' })[delimiter] ?? `"${delimiter}"`;
