import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import type { BenchResults } from './measured.ts';
import { benchmarksPage } from './page.ts';

const RESULTS = new URL('results.json', import.meta.url);
const PAGE = new URL('../../../packages/docs/guide/benchmarks.md', import.meta.url);

export const readResults = (): Partial<BenchResults> =>
  JSON.parse(readFileSync(RESULTS, 'utf8')) as Partial<BenchResults>;
export const readPage = (): string => readFileSync(PAGE, 'utf8');

/** Keeps what was measured, and writes the page of the documentation anew. */
export function keepResults(measured: Partial<BenchResults>): void {
  const machine = { cores: availableParallelism(), node: process.versions.node, load: loadavg()[0] ?? 0 };
  const results = { ...readResults(), ...measured, machine };
  writeFileSync(RESULTS, `${JSON.stringify(results, (_, value) => rounded(value), 2)}\n`);
  writeFileSync(PAGE, benchmarksPage(readResults()));
}

/** Digits beyond the fourth are noise. */
const rounded = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
