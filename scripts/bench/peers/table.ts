import { readFileSync, writeFileSync } from 'node:fs';

/** What one client took for one create, as `measure.mjs` prints it. */
export interface PeerResult {
  readonly name: string;
  readonly wallUs: number;
  readonly cpuUs: number;
  readonly bytes: number;
}

const RESULTS = new URL('results.json', import.meta.url);
const PAGE = new URL('../../../packages/docs/guide/benchmarks.md', import.meta.url);

export const readResults = (): PeerResult[] => JSON.parse(readFileSync(RESULTS, 'utf8')) as PeerResult[];
export const readPage = (): string => readFileSync(PAGE, 'utf8');

/** The table of the documentation: each client beside the bare fetch of the same run. */
export function tableOf(results: readonly PeerResult[]): string {
  const [bare] = results;
  if (bare === undefined) return '';
  const row = ({ bytes, cpuUs, name }: PeerResult): string =>
    `| ${name} | ${(cpuUs / bare.cpuUs).toFixed(1)} | ${Math.round(bytes).toLocaleString('en')} | ${(bytes / bare.bytes).toFixed(1)} |`;
  return [
    '| client | CPU, × bare fetch | bytes | × bare fetch |',
    '| --- | ---: | ---: | ---: |',
    ...results.map(row),
  ].join('\n');
}

/** Keeps what was measured, and writes its table into the documentation. */
export function writeResults(results: readonly PeerResult[]): void {
  writeFileSync(PAGE, readPage().replace(tableOf(readResults()), tableOf(results)));
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
}
