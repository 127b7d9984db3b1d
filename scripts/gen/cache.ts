import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

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

export async function readCache(file: string): Promise<Map<string, string> | undefined> {
  try {
    return new Map(JSON.parse(await readFile(file, 'utf8')) as [string, string][]);
  } catch {
    return undefined;
  }
}

export async function writeCache(file: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify([...files]));
}
