import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type PeerResult, writeResults } from './table.ts';

// `pnpm bench:peers`: one create by each client in one interleaved run, written into the documentation. Built packages, as users have them.

const cwd = import.meta.dirname;
const bin = (name: string): string => join(cwd, 'node_modules/.bin', name);
const DOCUMENT = '../../../generated/topcalls/openapi.json';
const quietly = { cwd, stdio: 'pipe' } as const;

execFileSync(bin('openapi-ts'), ['-i', DOCUMENT, '-o', 'dist/hey-api', '-c', '@hey-api/client-fetch'], quietly);
execFileSync(bin('orval'), ['--config', 'orval.config.mjs'], quietly);
const flags = ['--bundle', '--packages=external', '--format=esm', '--platform=node', '--outfile=dist/clients.mjs'];
execFileSync(bin('esbuild'), ['clients.mjs', ...flags], quietly);
const printed = execFileSync(process.execPath, ['--expose-gc', 'measure.mjs'], { cwd, encoding: 'utf8' });
const results = JSON.parse(printed) as PeerResult[];
writeResults(results);
console.table(results);
