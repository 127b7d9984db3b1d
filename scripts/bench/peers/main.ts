import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { benchInstantiations } from '../instantiations.ts';
import type { Measured } from '../interleave.ts';
import type { PeerResult } from '../page/measured.ts';
import { keepResults } from '../page/results.ts';
import { coldImports, peerBundles } from './bundles.ts';
import { peerGeneration } from './generation.ts';

// `pnpm bench:peers`: leadwire beside ten other clients, written into the documentation. Built packages, as users have them.

const cwd = import.meta.dirname;
const bin = (name: string): string => join(cwd, 'node_modules/.bin', name);
const DOCUMENT = '../../../generated/topcalls/openapi.json';
const quietly = { cwd, stdio: 'pipe' } as const;
/** `LEADWIRE_BENCH_ROUNDS=1` for a first look. */
const rounds = Number(process.env.LEADWIRE_BENCH_ROUNDS ?? 15);

execFileSync(bin('openapi-ts'), ['-i', DOCUMENT, '-o', 'dist/hey-api', '-c', '@hey-api/client-fetch'], quietly);
execFileSync(bin('orval'), ['--config', 'orval.config.mjs'], quietly);
const flags = ['--bundle', '--packages=external', '--format=esm', '--platform=node', '--outfile=dist/clients.mjs'];
execFileSync(bin('esbuild'), ['clients.mjs', ...flags], quietly);
type Loopback = Pick<PeerResult, 'name' | 'perSecondAt50' | 'msOneAtATime'>;
const printed = execFileSync(process.execPath, ['--expose-gc', 'measure.mjs'], { cwd, encoding: 'utf8' });
const { inMemory, loopback } = JSON.parse(printed) as { inMemory: Measured[]; loopback: Loopback[] };
const bundles = await peerBundles(cwd);
const cold = await coldImports(cwd, rounds);
const types = benchInstantiations(['leadwire', 'openapi-fetch', 'hey-api', 'orval']);

const peers = inMemory.map(({ bytes, cpuUs, name }): PeerResult => {
  const overWire = loopback.find((one) => one.name === name);
  return {
    name,
    cpuUs,
    bytes,
    perSecondAt50: overWire?.perSecondAt50 ?? Number.NaN,
    msOneAtATime: overWire?.msOneAtATime ?? Number.NaN,
    ...(bundles[name] && { bundleKiB: bundles[name].eagerKiB, oneFileKiB: bundles[name].oneFileKiB }),
    ...(cold[name] !== undefined && { coldImportMs: cold[name] }),
    ...(types[name] !== undefined && { instantiations: types[name] }),
  };
});
console.table(peers);
const generation = await peerGeneration(Math.min(3, rounds));
console.table(generation);
keepResults({ peers, generation });
