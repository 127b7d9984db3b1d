import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { REGISTRY, readRegistry, registryFiles } from './registry.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Every source file, as a path from the root. */
function sources(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|coverage|\..+)$/.test(entry.name) ? [] : sources(path);
    // A test may take any provider for its example.
    return /(?<!\.test)\.([cm]?[jt]s|json|yaml)$/.test(entry.name) && entry.name !== 'pnpm-lock.yaml' ? [path] : [];
  });
}

test('a provider is named in its own folders and in one line of the registry; all else is written by pnpm gen', () => {
  expect(readRegistry(root)).toContain('hubspot');
  const own = /^(specs|generated|packages|packages\/simulators\/src)\/hubspot[./]/;
  const written = registryFiles(root);
  const naming = sources()
    .filter((path) => !own.test(path) && !written.has(path))
    .filter((path) => /hubspot/i.test(readFileSync(join(root, path), 'utf8')));
  // How HubSpot exports its contacts is a profile of files, whether or not leads can be sent there; the scaffold copies from it as an example;
  // what is tried of each provider on the tarballs is a test's own example; and the results of the benchmarks name public documents, HubSpot's among them, and the sizes of bundles every client.
  const others = naming.filter(
    (path) => !/^(packages\/files|scripts\/new-provider|scripts\/bench\/page|scripts\/size|test\/packed)\//.test(path),
  );
  expect(others).toEqual([REGISTRY]);
});

test('what follows from the registry is as pnpm gen writes it', () => {
  const stale = [...registryFiles(root)].filter(([path, text]) => readFileSync(join(root, path), 'utf8') !== text);
  expect(stale.map(([path]) => path)).toEqual([]);
});
