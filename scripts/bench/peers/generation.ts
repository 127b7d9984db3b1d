import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn, median } from '../interleave.ts';
import type { Generation } from '../page/measured.ts';

const here = import.meta.dirname;
const workspace = join(here, '../../..');
const GEN = join(workspace, 'scripts/gen.ts');
const CACHE = join(workspace, 'node_modules/.cache/leadwire-gen');
const DOCUMENT = join(workspace, 'generated/topcalls/openapi.json');

const ZOD = ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch', 'zod'];

/** How long each generator takes for the same document, and `pnpm gen` for all of our specs; each in turn. */
export async function peerGeneration(rounds: number): Promise<Generation[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-generation-'));
  const node = (args: readonly string[]): void => {
    execFileSync(process.execPath, args, { cwd: here, stdio: 'pipe' });
  };
  const hey = join(here, 'node_modules/@hey-api/openapi-ts/bin/run.js');
  const root = join(folder, 'workspace');
  for (const part of ['specs', 'generated'])
    cpSync(join(workspace, part), join(root, part), {
      recursive: true,
      filter: (path) => !/node_modules|dist$/.test(path),
    });
  const all = ['--root', root];
  const ways: Readonly<Record<string, (round: number) => void>> = {
    leadwire: (round) => node([GEN, '--spec', DOCUMENT, '--out', join(folder, `own-${round}`)]),
    'hey-api with zod': (round) => node([hey, '-i', DOCUMENT, '-o', join(folder, `hey-${round}`), '-p', ...ZOD]),
    orval: () => node([join(here, 'node_modules/orval/dist/bin/orval.mjs'), '--config', 'orval.config.mjs']),
    'all specs, cold': () => {
      rmSync(CACHE, { recursive: true, force: true });
      rmSync(join(root, 'generated'), { recursive: true, force: true });
      node([GEN, ...all]);
    },
    'all specs, unchanged': () => node([GEN, ...all, '--check']),
  };
  try {
    const seen = await inTurn(ways, { rounds }, (way, round) => {
      const startedAt = performance.now();
      way(round);
      return (performance.now() - startedAt) / 1_000;
    });
    return [...seen].map(([name, each]) => ({ name, seconds: median(each) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
