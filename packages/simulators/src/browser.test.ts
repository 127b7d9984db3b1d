import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const packageUrl = new URL('../package.json', import.meta.url);

interface Manifest {
  readonly imports: Readonly<Record<string, { readonly browser: { readonly 'leadwire-source': string } }>>;
}

const { imports } = JSON.parse(readFileSync(packageUrl, 'utf8')) as Manifest;

/** The file that a bundler takes for a browser. */
function browserFile(name: string, from: URL): URL | undefined {
  if (name.startsWith('.')) return new URL(name, from);
  const own = imports[name]?.browser['leadwire-source'];
  return own === undefined ? undefined : new URL(own, packageUrl);
}

/** Every file that a bundle for a browser holds, loaded at once or later, and the packages that these name. */
function bundled(start: URL): { files: Set<string>; packages: Set<string> } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file.href)) continue;
    files.add(file.href);
    const text = readFileSync(file, 'utf8').replaceAll(/^(import|export) type [^;]*;$/gms, '');
    const named = text.matchAll(/^(?:import|export|\}) [^;]*?from '([^']+)';$|import\('([^']+)'\)/gms);
    for (const [, first, later] of named) {
      const name = first ?? later ?? '';
      const found = browserFile(name, file);
      if (found === undefined) packages.add(name);
      else waiting.push(found);
    }
  }
  return { files, packages };
}

test('a bundle for a browser holds nothing that a browser lacks', () => {
  const { files, packages } = bundled(new URL('./index.ts', import.meta.url));
  expect(files.size).toBeGreaterThan(60);
  expect([...files].filter((file) => file.endsWith('/no-server.ts'))).toHaveLength(1);
  expect([...packages].filter((name) => !name.startsWith('@leadwire/generated-')).sort()).toEqual([
    'fastest-levenshtein',
    'libphonenumber-js/max',
    'msw',
    'tinyqueue',
  ]);
});

test('in a browser, listen rejects and names the alternatives', async () => {
  const { listen } = await import('./framework/http/no-server.ts');
  const nowhere = { mounts: [], all: [] };
  await expect(listen(0, nowhere, undefined as never)).rejects.toThrow('A browser cannot listen');
});
