import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

/** Where the packages of one spec are remembered, and what they depend on beside the spec. */
export interface CacheOptions {
  folder: string;
  /** Of the spec. */
  name: string;
  /** The folder that the names of its files count from: the same spec elsewhere is the same spec. */
  from: string;
  salt: string;
}

interface Entry {
  /** The files of the spec, relative to `from`, with a hash of each. */
  inputs: [file: string, hash: string][];
  files: [name: string, text: string][];
}

/** What a spec generated before, where none of its files has changed since. */
export async function readCache({ folder, name, from, salt }: CacheOptions): Promise<Map<string, string> | undefined> {
  const prefix = `${name}-${hashOf(salt).slice(0, 16)}-`;
  for (const file of await readdir(folder).catch(() => [])) {
    if (!file.startsWith(prefix)) continue;
    const entry = await readEntry(join(folder, file));
    if (entry !== undefined && (await isCurrent(entry, from))) return new Map(entry.files);
  }
  return undefined;
}

async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Entry;
  } catch {
    return undefined;
  }
}

async function isCurrent({ inputs }: Entry, from: string): Promise<boolean> {
  for (const [file, hash] of inputs) {
    const text = await readFile(resolve(from, file), 'utf8').catch(() => undefined);
    if (text === undefined || hashOf(text) !== hash) return false;
  }
  return true;
}

/** How many generations of one spec are kept: enough to go back and forth between branches. */
const KEPT = 4;

/** Remembers one more, and forgets the oldest of that spec. A cache that cannot be written costs time only. */
export async function writeCache(
  { folder, name, from, salt }: CacheOptions,
  inputs: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<void> {
  try {
    const entry: Entry = { inputs: [], files: [...files] };
    for (const file of inputs) entry.inputs.push([relative(from, file), hashOf(await readFile(file, 'utf8'))]);
    await mkdir(folder, { recursive: true });
    const key = `${hashOf(salt).slice(0, 16)}-${hashOf(JSON.stringify(entry.inputs)).slice(0, 16)}`;
    await writeFile(join(folder, `${name}-${key}.json`), JSON.stringify(entry));
    await forgetOld(folder, name);
  } catch {
    // Another run has pruned it, or the disk is full or read-only.
  }
}

async function forgetOld(folder: string, name: string): Promise<void> {
  const known = (await readdir(folder)).filter(
    (file) => file.replace(/-[0-9a-f]{16}-[0-9a-f]{16}\.json$/, '') === name,
  );
  const dated = await Promise.all(known.map(async (file) => ({ file, at: (await stat(join(folder, file))).mtimeMs })));
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT);
  for (const { file } of old) await rm(join(folder, file), { force: true });
}

/** Every file below a folder in a stable order, tests and fixtures left out. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('fixtures') && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
