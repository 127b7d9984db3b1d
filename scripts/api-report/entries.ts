import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One entry point of a published package, and where its API report is kept. */
export interface ApiEntry {
  readonly package: string;
  readonly folder: string;
  /** Built declarations. */
  readonly declarations: string;
  /** File name of the report in the package's `etc` folder. */
  readonly report: string;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The declarations that `import` finds. */
function typesOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const { import: imported, types } = target as { import?: unknown; types?: unknown };
  return typeof types === 'string' ? types : typesOf(imported);
}

function entriesOf(folder: string): ApiEntry[] {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return [];
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  if (manifest.private === true) return [];
  return Object.entries(manifest.exports ?? {}).flatMap(([path, target]) => {
    const types = typesOf(target);
    const name = path === '.' ? 'index' : path.slice(2).replaceAll('/', '-');
    const entry = { package: manifest.name, folder, declarations: join(folder, types ?? ''), report: `${name}.api.md` };
    return types === undefined ? [] : [entry];
  });
}

/** Every entry point of every package under `packages`. Generated packages need none: they are committed themselves. */
export const apiEntries = (workspace: string): ApiEntry[] =>
  readdirSync(join(workspace, 'packages')).flatMap((name) => entriesOf(join(workspace, 'packages', name)));
