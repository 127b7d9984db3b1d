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
  {
    name: 'yarn',
    command: 'npx',
    // Its usual cache knows a tarball by name and version, and would give one of an earlier build.
    args: ['--yes', 'yarn@1.22.22', 'install', '--no-lockfile', '--ignore-scripts', '--cache-folder', '.cache'],
  },
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

describe('an application in CommonJS', () => {
  const folder = join(root, 'common-js');
  const OURS = ['@leadwire/core', '@leadwire/topcalls', '@leadwire/generated-topcalls', 'leadwire'];
  const TOOLS = { jest: '30.5.2', 'ts-node': '10.9.2', typescript: '5.9.3', '@types/node': '24.19.2' };
  // A phone is read, so that what is loaded with the first one is loaded, too.
  const CREATE = `
    const fetch = async () => Response.json({ id: '1', existed: false, phone_number: '+14155552671' }, { status: 201 });
    const lead = { name: 'Jane Doe', phone_number: '(415) 555-2671', list_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a' };
    const { id } = await createTopcalls({ apiKey: 'key', fetch, defaultCountry: 'US' }).leads.create(lead);`;
  const REQUIRING = `const { createTopcalls } = require('@leadwire/topcalls');
    test('a lead', async () => {${CREATE} expect(id).toBe('1'); });`;
  const IMPORTING = `import { createTopcalls } from '@leadwire/topcalls';
    async function main() {${CREATE} console.log(id); }
    void main();`;

  beforeAll(async () => {
    mkdirSync(folder);
    const ours = Object.fromEntries(OURS.map((name) => [name, files()[name]]));
    const manifest = { name: 'application', private: true, dependencies: { ...ours, ...TOOLS } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const compilerOptions = { strict: true, target: 'es2022', module: 'commonjs', moduleResolution: 'node' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    writeFileSync(join(folder, 'lead.test.js'), REQUIRING);
    writeFileSync(join(folder, 'app.ts'), IMPORTING);
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, env });
  }, 600_000);

  const start = (tool: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    run(process.execPath, [join(folder, 'node_modules', tool), ...args], { cwd: folder, env });

  test('Jest requires the packages and sends a lead without a flag', async () => {
    expect((await start('jest/bin/jest.js')).stderr).toMatch(/Tests: +1 passed/);
  });

  test('ts-node runs a program that imports them, with moduleResolution node', async () => {
    expect((await start('ts-node/dist/bin.js', 'app.ts')).stdout).toBe('1\n');
  });
});

describe('the declarations', () => {
  let folder: string;

  beforeAll(async () => {
    folder = application('types', {
      'typescript-5.4': 'npm:typescript@5.4.5',
      'typescript-5.9': 'npm:typescript@5.9.3',
      'typescript-6': 'npm:typescript@6.0.3',
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
  // TypeScript 6 advises against `node`, and 7 does not know it.
  const WAYS = {
    '5.4': ['nodenext', 'bundler', 'node'],
    '5.9': ['nodenext', 'bundler', 'node'],
    '6': ['nodenext', 'bundler'],
  };
  const COMPILERS = Object.entries({ ...WAYS, '7': WAYS['6'] }).flatMap(([version, ways]) =>
    ways.flatMap((moduleResolution) => LIBS.map((libs) => ({ version, moduleResolution, ...libs }))),
  );
  const MODULES: Readonly<Record<string, string>> = { bundler: 'esnext', node: 'commonjs' };

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
        module: MODULES[moduleResolution] ?? 'nodenext',
        ...(moduleResolution === 'node' && { esModuleInterop: true }), // zod's declarations import defaults of CommonJS
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
