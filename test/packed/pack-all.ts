import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = join(WORKSPACE, 'node_modules', '.bin');

/** Without what npm hands down, and with this Node first. */
export const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  PATH: [dirname(process.execPath), BIN, process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
};

/** Builds and packs the published packages into a folder, all or those `wanted`; returns the path of each tarball by the name of its package. */
export function packAll(folder: string, wanted?: readonly string[]): Record<string, string> {
  execFileSync(join(BIN, 'turbo'), ['run', 'build', '--output-logs=errors-only'], { cwd: WORKSPACE, env });
  const tarballs: Record<string, string> = {};
  for (const group of ['packages', 'generated']) {
    for (const name of readdirSync(join(WORKSPACE, group))) {
      const cwd = join(WORKSPACE, group, name);
      const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as { name: string; private?: true };
      if (manifest.private || wanted?.includes(manifest.name) === false) continue;
      const packed = execFileSync(join(BIN, 'pnpm'), ['pack', '--json', '--pack-destination', folder], { cwd, env });
      tarballs[manifest.name] = (JSON.parse(packed.toString()) as { filename: string }).filename;
    }
  }
  return tarballs;
}
