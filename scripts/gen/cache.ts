import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Remembers what a set of inputs generated, so that an unchanged spec costs a hash and not a run.
 * The key covers the spec files, the generator's own source and the versions it runs on, not where they stand.
 * @param inputs - files, each with the folder that its name counts from
 */
export async function cacheKey(inputs: readonly { file: string; from: string }[], salt: string): Promise<string> {
  const hash = createHash('sha256').update(salt).update(process.version);
  const named = inputs.map(({ file, from }) => ({ file, name: relative(from, file) }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { file, name } of named)
    hash
      .update(name)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/** Every file below a folder, tests and fixtures left out. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('fixtures') && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

export async function readCache(folder: string, name: string, key: string): Promise<Map<string, string> | undefined> {
  try {
    return new Map(JSON.parse(await readFile(join(folder, `${name}-${key}.json`), 'utf8')) as [string, string][]);
  } catch {
    return undefined;
  }
}

/** How many generations of one spec are kept: enough to go back and forth between branches. */
const KEPT = 4;

/** Remembers one more, and forgets the oldest of that spec. A cache that cannot be written costs time only. */
export async function writeCache(folder: string, name: string, entry: Entry): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}-${entry.key}.json`), JSON.stringify([...entry.files]));
    const known = (await readdir(folder)).filter((file) => /^(.+)-[0-9a-f]{64}\.json$/.exec(file)?.[1] === name);
    const dated = await Promise.all(
      known.map(async (file) => ({ file, at: (await stat(join(folder, file))).mtimeMs })),
    );
    const old = dated.sort((a, b) => b.at - a.at).slice(KEPT);
    for (const { file } of old) await rm(join(folder, file), { force: true });
  } catch {
    // Another run has pruned it, or the disk is full or read-only.
  }
}

interface Entry {
  key: string;
  files: ReadonlyMap<string, string>;
}
