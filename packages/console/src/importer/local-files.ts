import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Fault } from '@leadwire/importer/errors';
import type { LocalFile } from '../api/file.ts';

const ENDINGS = /\.(csv|tsv|txt|xlsx|ndjson|jsonl|json)$/i;
const DEEPEST = 3;
const MOST_FILES = 200;

/** Files of a folder that may hold leads, the newest first. */
export async function listFiles(folder: string): Promise<LocalFile[]> {
  const found: LocalFile[] = [];
  for await (const path of filesUnder(folder, (name) => ENDINGS.test(name))) {
    const { size, mtimeMs } = await stat(path);
    found.push({ path: relative(folder, path), bytes: size, changedAt: mtimeMs });
  }
  return found.toSorted((one, other) => other.changedAt - one.changedAt).slice(0, MOST_FILES);
}

/** Paths of the files in a folder and in those inside of it, links and hidden ones left out. */
export async function* filesUnder(
  folder: string,
  isWanted: (name: string) => boolean,
  depth = 0,
): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isFile() && isWanted(entry.name)) yield path;
    if (entry.isDirectory() && depth < DEEPEST) yield* filesUnder(path, isWanted, depth + 1);
  }
}

/**
 * The path of a file in a folder, links followed.
 * @throws Fault where it is outside of the folder, or not there
 */
export async function fileInside(folder: string, path: string): Promise<string> {
  const outside = new Fault(`${path} is not a file in ${folder}.`, {
    hints: ['Choose one of the list, drop the file into the page, or start leadwire ui in its folder.'],
  });
  const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, path)).catch(() => '')]);
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) throw outside;
  if (!(await stat(real)).isFile()) throw outside;
  return real;
}
