import { readFileSync, writeFileSync } from 'node:fs';

/** What was seen: by runtime and fetch, the names of the checks that failed. */
export interface Results {
  readonly checks: number;
  readonly fetches: readonly string[];
  readonly runtimes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export const readResults = (): Results =>
  JSON.parse(readFileSync(new URL('results.json', import.meta.url), 'utf8')) as Results;

const README = new URL('../../README.md', import.meta.url);

/** Writes what was seen, and the README's table of it. */
export function writeResults(results: Results): void {
  const readme = readFileSync(README, 'utf8').replace(tableOf(readResults()), tableOf(results));
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(README, readme);
}

/** The table of the README. */
export function tableOf({ checks, fetches, runtimes }: Results): string {
  const cell = (failed: readonly string[] | undefined): string => {
    if (failed === undefined) return '–';
    return failed.length === 0 ? '✓' : `${checks - failed.length}/${checks}`;
  };
  return [
    `| | ${fetches.join(' | ')} |`,
    `| --- |${' --- |'.repeat(fetches.length)}`,
    ...Object.entries(runtimes).map(
      ([name, found]) => `| ${name} | ${fetches.map((fetch) => cell(found[fetch])).join(' | ')} |`,
    ),
  ].join('\n');
}
