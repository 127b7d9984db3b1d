import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PROVIDER_NAMES, programOf } from './packed/plain-exports.ts';

// A program whose only dependency of ours is one provider package, as pnpm lays it out: what its exports are inferred to be must have a name there.

const root = fileURLToPath(new URL('..', import.meta.url));

/** Only the provider package can be reached by name; what it depends on lies beside it in a store, as pnpm does it. */
function install(folder: string, provider: string): void {
  const store = join(folder, 'node_modules/.pnpm', provider, 'node_modules');
  const ours = {
    [provider]: `packages/${provider}`,
    core: 'packages/core',
    [`generated-${provider}`]: `generated/${provider}`,
  };
  for (const [name, from] of Object.entries(ours)) {
    cpSync(join(root, from), join(store, '@leadwire', name), {
      recursive: true,
      filter: (file) => !/\/(node_modules|dist)(\/|$)|\.test\.ts$/.test(file.slice(root.length)),
    });
    const modules = join(root, from, 'node_modules');
    for (const dependency of existsSync(modules) ? readdirSync(modules) : [])
      if (/^[a-z]/.test(dependency) && !existsSync(join(store, dependency)))
        symlinkSync(realpathSync(join(modules, dependency)), join(store, dependency));
  }
  mkdirSync(join(folder, 'node_modules/@leadwire'), { recursive: true });
  symlinkSync(join(store, '@leadwire', provider), join(folder, 'node_modules/@leadwire', provider));
}

const OPTIONS = {
  declaration: true,
  emitDeclarationOnly: true,
  outDir: 'out',
  strict: true,
  target: 'esnext',
  module: 'nodenext',
  customConditions: ['leadwire-source'],
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: [],
};

test.each(PROVIDER_NAMES)(
  'a program that exports what a client of %s gives compiles with declarations: each type has a name at the package’s entry point',
  async (provider) => {
    const folder = mkdtempSync(join(tmpdir(), 'leadwire-declarations-'));
    try {
      install(folder, provider);
      writeFileSync(join(folder, 'program.mts'), programOf(provider));
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: OPTIONS, files: ['program.mts'] }),
      );
      const tsc = join(root, 'node_modules/.bin/tsc');
      const { stdout } = await promisify(execFile)(tsc, ['-p', folder]).catch((failed: { stdout: string }) => failed);
      expect(stdout.split('\n').filter((line) => line.includes('error'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);

test('the declarations of @leadwire/queue name neither pg nor pg-boss: a program needs none of their types', () => {
  const declarations = readFileSync(join(root, 'packages/queue/dist/index.d.ts'), 'utf8');
  expect([...declarations.matchAll(/(?:from|import) ["']([^"']+)["']/g)].map(([, name]) => name)).toEqual([
    '@leadwire/core',
    'leadwire',
  ]);
});
