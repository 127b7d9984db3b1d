import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Lines that the redesign aims at, without tests, specs and test/. */
const GOALS: readonly { readonly name: string; readonly folders: readonly string[]; readonly goal: number }[] = [
  { name: 'core', folders: ['packages/core'], goal: 4_500 },
  { name: 'leadwire', folders: ['packages/leadwire'], goal: 3_800 },
  { name: 'cli, importer and files', folders: ['packages/cli', 'packages/importer', 'packages/files'], goal: 3_800 },
  { name: 'simulators', folders: ['packages/simulators'], goal: 6_500 },
  { name: 'scripts', folders: ['scripts'], goal: 2_800 },
  {
    name: 'four providers',
    folders: ['packages/topcalls', 'packages/autocalls', 'packages/telecrm', 'packages/pulsecrm'],
    goal: 2_800,
  },
];

export interface LinesOfPackage {
  readonly name: string;
  readonly lines: number;
  readonly goal: number | undefined;
}

/** Hand-written lines by package, and what came after the redesign by itself. */
export function countLines(): LinesOfPackage[] {
  const named = GOALS.map(({ name, folders, goal }) => ({ name, goal, lines: sum(folders) }));
  const counted = new Set(GOALS.flatMap(({ folders }) => folders));
  const later = readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => !counted.has(folder));
  return [...named, ...later.map((folder) => ({ name: folder.slice(9), goal: undefined, lines: sum([folder]) }))];
}

const sum = (folders: readonly string[]): number =>
  folders.flatMap(sources).reduce((lines, path) => lines + readFileSync(path, 'utf8').split('\n').length - 1, 0);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.(isolated\.)?test(-d)?\.ts$/.test(path))
    .filter((path) => !/\/(node_modules|dist|fixtures|testing)\//.test(path));
}

if (process.argv[1] === import.meta.filename) console.table(countLines());
