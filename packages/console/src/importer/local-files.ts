import { createWriteStream } from 'node:fs';
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '@leadwire/files/errors';
import { Fault } from '@leadwire/importer/errors';
import type { LocalFile } from '../api.ts';

const ENDINGS = /\.(csv|tsv|txt|xlsx|ndjson|jsonl|json)$/i;
const DEEPEST = 3;
const MOST_FILES = 200;

/** Files of a folder that may hold leads, the newest first. */
export async function listFiles(folder: string): Promise<LocalFile[]> {
  const found: LocalFile[] = [];
  const visit = async (path: string, depth: number): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const inner = join(path, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) await visit(inner, depth + 1);
      if (!entry.isFile() || !ENDINGS.test(entry.name)) continue;
      const { size, mtimeMs } = await stat(inner);
      found.push({ path: relative(folder, inner), bytes: size, changedAt: mtimeMs });
    }
  };
  await visit(folder, 0);
  return found.toSorted((one, other) => other.changedAt - one.changedAt).slice(0, MOST_FILES);
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

/** Writes an upload to a file that only its owner may read, as its bytes come. */
export async function keepUpload(folder: string, name: string, bytes: Readable): Promise<string> {
  const path = join(folder, safeName(name));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await pipeline(bytes, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    return path;
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new Fault(`The file could not be received: ${reasonOf(cause)}.`, { hints: ['Drop it again.'], cause });
  }
}

/** Its ending says how it is read. */
const safeName = (name: string): string =>
  basename(name.replaceAll('\\', '/'))
    .replace(/[^\p{L}\p{N}._ ()-]/gu, '_')
    .replace(/^\.+/, '')
    .slice(-100) || 'upload';
