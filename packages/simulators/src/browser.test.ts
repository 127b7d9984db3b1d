import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Every file that `index.ts` loads at once, and what these import by name. */
function staticImports(start: URL): { files: Set<string>; packages: Set<string> } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file.href)) continue;
    files.add(file.href);
    const text = readFileSync(file, 'utf8').replaceAll(/^(import|export) type [^;]*;$/gms, '');
    for (const [, name = ''] of text.matchAll(/^(?:import|export|\}) [^;]*?from '([^']+)';$/gms)) {
      if (name.startsWith('.')) waiting.push(new URL(name, file));
      else packages.add(name);
    }
  }
  return { files, packages };
}

test('nothing that a browser lacks is loaded until a server is asked for', () => {
  const { files, packages } = staticImports(new URL('./index.ts', import.meta.url));
  expect(files.size).toBeGreaterThan(60);
  expect([...files].filter((file) => file.endsWith('/server.ts'))).toEqual([]);
  expect([...packages].sort()).toEqual([
    '@leadwire/generated-autocalls',
    '@leadwire/generated-pulsecrm',
    '@leadwire/generated-telecrm',
    '@leadwire/generated-topcalls',
    'msw',
  ]);
});
