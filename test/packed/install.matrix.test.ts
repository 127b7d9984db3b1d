import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, env, packAll } from './pack-all.ts';
import { PROVIDER_NAMES, programOf } from './plain-exports.ts';

// The packages as a stranger gets them: packed, installed into an empty folder by each manager, imported, required, type-checked.

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'leadwire-install-'));
let tarballs: Record<string, string> = {};

beforeAll(() => {
  tarballs = packAll(root);
}, 600_000);

afterAll(() => rmSync(root, { recursive: true, force: true }), 120_000);

const files = (): Record<string, string> =>
  Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));

/** An application with the tarballs for dependencies; each manager has its own word for "and whoever else asks for them". */
function application(name: string, more: Record<string, string> = {}): string {
  const folder = join(root, name);
  mkdirSync(folder);
  const dependencies = { ...files(), ...more };
  const manifest = {
    name: 'application',
    private: true,
    type: 'module',
    dependencies,
    overrides: Object.fromEntries(Object.keys(tarballs).map((key) => [key, name === 'npm' ? `$${key}` : files()[key]])),
    resolutions: files(),
    pnpm: { overrides: files() },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

const SMOKE = `
const seen = [];
const fetch = async (url, init) => {
  seen.push(init.method + ' ' + new URL(url).pathname);
  return Response.json({ items: [], next_cursor: null });
};
const topcalls = createTopcalls({ apiKey: 'key', fetch, defaultCountry: 'US', retry: false });
topcalls.leads.list({ limit: 2 }).safe().then(() => console.log(seen.join(), typeof createLeadwire, parsePhone('+14155552671').ok));
`;
const IMPORTED = `
import { parsePhone } from '@leadwire/core/phone';
import { createTopcalls } from '@leadwire/topcalls';
import { createLeadwire } from 'leadwire';
${SMOKE}`;
const REQUIRED = `
const { parsePhone } = require('@leadwire/core/phone');
const { createTopcalls } = require('@leadwire/topcalls');
const { createLeadwire } = require('leadwire');
${SMOKE}`;

async function smoke(folder: string): Promise<string[]> {
  writeFileSync(join(folder, 'imported.mjs'), IMPORTED);
  writeFileSync(join(folder, 'required.cjs'), REQUIRED);
  const said = await Promise.all(
    ['imported.mjs', 'required.cjs'].map((file) => run(process.execPath, [file], { cwd: folder, env })),
  );
  return said.map(({ stdout }) => stdout.trim());
}

const MANAGERS = [
  { name: 'npm', command: 'npm', args: ['install', '--no-audit', '--no-fund', '--engine-strict'] },
  { name: 'pnpm', command: join(BIN, 'pnpm'), args: ['install', '--ignore-scripts', '--config.minimum-release-age=0'] },
  { name: 'yarn', command: 'npx', args: ['--yes', 'yarn@1.22.22', 'install', '--no-lockfile', '--ignore-scripts'] },
  { name: 'bun', command: 'npx', args: ['--yes', 'bun@1.4.5', 'install'] },
];

test.each(MANAGERS)(
  '$name installs the tarballs, and one call works by import and by require',
  async ({ args, command, name }) => {
    const folder = application(name);
    await run(command, args, { cwd: folder, env });
    expect(await smoke(folder)).toEqual(Array(2).fill('GET /v1/leads function true'));
  },
);

describe('beside what else an application tests with', () => {
  const PRODUCTION = ['leadwire', '@leadwire/cli', '@leadwire/queue', ...PROVIDER_NAMES.map(scoped)];

  test.each([
    { beside: { vitest: '1.6.1', pg: '7.18.2', 'fast-check': '2.25.0' } },
    { beside: { vitest: '2.1.9', pg: '7.18.2', 'fast-check': '2.25.0' } },
  ])('npm installs the production packages beside $beside', async ({ beside }) => {
    const folder = mkdtempSync(join(root, 'beside-'));
    const dependencies = Object.fromEntries(PRODUCTION.map((name) => [name, `file:${tarballs[name]}`]));
    const overrides = Object.fromEntries(
      Object.entries(files()).map(([name, file]) => [name, PRODUCTION.includes(name) ? `$${name}` : file]),
    );
    const manifest = { name: 'application', private: true, dependencies, devDependencies: beside, overrides };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const args = ['install', '--package-lock-only', '--no-audit', '--no-fund'];
    const failed = await run('npm', args, { cwd: folder, env }).catch((error) => error as { stderr: string });
    expect('code' in failed ? failed.stderr : '').toBe('');
  });
});

function scoped(provider: string): string {
  return `@leadwire/${provider}`;
}

describe('a program that depends on one provider package alone, under pnpm', () => {
  const folder = join(root, 'alone');
  const COMPILERS = { 'typescript-5.4': 'npm:typescript@5.4.5', 'typescript-7': 'npm:typescript@7.0.2' };

  beforeAll(async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pnpm-workspace.yaml'), "packages: ['*']\n");
    const overrides = { pnpm: { overrides: files() } };
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'alone', private: true, devDependencies: COMPILERS, ...overrides }),
    );
    for (const provider of PROVIDER_NAMES) {
      const own = join(folder, provider);
      mkdirSync(own);
      const dependencies = { [scoped(provider)]: files()[scoped(provider)] };
      writeFileSync(join(own, 'package.json'), JSON.stringify({ name: provider, type: 'module', dependencies }));
      writeFileSync(join(own, 'program.ts'), programOf(provider));
    }
    const args = ['install', '--ignore-scripts', '--config.minimum-release-age=0'];
    await run(join(BIN, 'pnpm'), args, { cwd: folder, env });
  }, 300_000);

  test.each(PROVIDER_NAMES.flatMap((provider) => Object.keys(COMPILERS).map((compiler) => ({ provider, compiler }))))(
    'exports what a client of $provider gives with declarations of $compiler: each type has a name there (TS2742)',
    async ({ compiler, provider }) => {
      const own = join(folder, provider);
      const compilerOptions = {
        ...{
          strict: true,
          declaration: true,
          emitDeclarationOnly: true,
          skipLibCheck: false,
          exactOptionalPropertyTypes: true,
        },
        ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], module: 'nodenext', outDir: 'out' },
      };
      writeFileSync(join(own, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
      const tsc = join(folder, 'node_modules', compiler, 'lib', 'tsc.js');
      const said = await run(process.execPath, [tsc, '-p', '.'], { cwd: own, env }).catch(
        (error) => error as { stdout: string },
      );
      expect(said.stdout).toBe('');
    },
  );
});

describe('the declarations', () => {
  let folder: string;

  beforeAll(async () => {
    folder = application('types', {
      'typescript-5.4': 'npm:typescript@5.4.5',
      'typescript-5.9': 'npm:typescript@5.9.3',
      'typescript-7': 'npm:typescript@7.0.2',
      '@types/node': '24.19.2',
    });
    await run(join(BIN, 'pnpm'), ['install', '--ignore-scripts', '--config.minimum-release-age=0'], {
      cwd: folder,
      env,
    });
    cpSync(new URL('application.txt', import.meta.url), join(folder, 'app.ts'));
  }, 300_000);

  const LIBS = [
    { given: 'the DOM lib', lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
    { given: '@types/node', lib: ['es2022'], types: ['node'] },
  ];
  const COMPILERS = ['5.4', '5.9', '7'].flatMap((version) =>
    ['nodenext', 'bundler'].flatMap((moduleResolution) => LIBS.map((libs) => ({ version, moduleResolution, ...libs }))),
  );

  test.each(COMPILERS)(
    'compile under TypeScript $version, $moduleResolution, given $given, with skipLibCheck off',
    async ({ lib, moduleResolution, types, version }) => {
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        declaration: true,
        skipLibCheck: false,
        target: 'es2022',
        lib,
        types,
        module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
        moduleResolution,
        outDir: 'out',
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['app.ts'] }));
      const tsc = join(folder, 'node_modules', `typescript-${version}`, 'lib', 'tsc.js');
      const said = await run(process.execPath, [tsc, '-p', '.'], { cwd: folder, env }).catch(
        (error) => error as { stdout: string },
      );
      expect(said.stdout).toBe('');
    },
  );
});
