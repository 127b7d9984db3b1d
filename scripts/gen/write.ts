import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files whose bytes on disk are not what they should be, by path. */
export async function staleFiles(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, text] of files) {
    const path = join(folder, name);
    if ((await readOrUndefined(path)) !== text) stale.push(path);
  }
  return stale;
}

/** Packages and source files below a folder that nothing generates any more, such as those of a spec that was renamed. */
export async function strayFiles(
  folder: string,
  packages: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<string[]> {
  const strays: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const files = packages.get(path);
    if (files === undefined) strays.push(path);
    else
      strays.push(
        ...(await readdir(path))
          .filter((name) => /\.ts$/.test(name) && !files.has(name))
          .map((name) => join(path, name)),
      );
  }
  return strays;
}

/** Writes what differs; each file appears whole or not at all. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale = new Set(await staleFiles(folder, files));
  await mkdir(folder, { recursive: true });
  const staged: [from: string, to: string][] = [];
  try {
    for (const [name, text] of files) {
      const path = join(folder, name);
      if (!stale.has(path)) continue;
      const part = `${path}.part`;
      staged.push([part, path]);
      await writeFile(part, text);
    }
  } catch (cause) {
    for (const [part] of staged) await rm(part, { force: true });
    throw cause;
  }
  for (const [part, path] of staged) await rename(part, path);
  return [...stale];
}

const readOrUndefined = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
