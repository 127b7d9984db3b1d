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
  const names = ['packages', 'generated'].flatMap((group) =>
    readdirSync(join(WORKSPACE, group)).flatMap((folderName) => {
      const path = join(WORKSPACE, group, folderName, 'package.json');
      const { name, private: isPrivate } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; private?: true };
      return isPrivate || wanted?.includes(name) === false ? [] : [name];
    }),
  );
  // In one process: pnpm takes longer to start than to pack.
  const filters = names.flatMap((name) => ['--filter', name]);
  const args = ['--recursive', ...filters, 'pack', '--json', '--pack-destination', folder];
  const packed: unknown = JSON.parse(execFileSync(join(BIN, 'pnpm'), args, { cwd: WORKSPACE, env }).toString());
  return Object.fromEntries(([packed].flat() as Packed[]).map(({ filename, name }) => [name, filename]));
}

interface Packed {
  readonly name: string;
  readonly filename: string;
}
