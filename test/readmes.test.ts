import { execFile } from 'node:child_process';
import {
  existsSync,
  globSync,
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
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsWithoutPowerShell } from './docs/page-blocks.ts';
import { DESTINATIONS, variablesOf } from './open-destination.ts';
import { PROVIDERS } from './providers.ts';
import { type Block, blocksOf } from './readme/blocks.ts';
import { exampleAnswers } from './readme/example-answers.ts';

// Every ts block of the README and of each package's compiles and runs, as a reader would copy it. The vendors answer with their specs' examples.

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = join(root, 'packages');
const specs = globSync('*.yaml', { cwd: join(root, 'specs') }).map((file) => basename(file, '.yaml'));

/** A README with its own test, or one that says so, is left to it. */
const NOT_HERE = '<!-- not run by test/readmes.test.ts -->';
const readmes = [...readdirSync(packages), '..']
  .map((name) => ({ name: name === '..' ? 'root' : name, path: join(packages, name, 'README.md') }))
  .filter(({ name, path }) => existsSync(path) && !existsSync(join(packages, name, 'src/readme-examples.test.ts')))
  .map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => !text.includes(NOT_HERE))
  .map(({ name, text }) => ({ name, text, blocks: blocksOf(text) }));

const credentials = {
  ...Object.fromEntries(
    [...DESTINATIONS.values()].flatMap(variablesOf).map(({ variable, standIn = 'readme' }) => [variable, standIn]),
  ),
  // A README shows how a key opens a session; a token would go before it.
  PULSECRM_TOKEN: undefined,
  TOPCALLS_HOOK_SECRET: 'topcalls-hook-secret-of-the-readme',
  AUTOCALLS_HOOK_SECRET: 'autocalls-hook-secret-of-the-readme',
  AUTOCALLS_SIGNING_SECRET: 'autocalls-signing-secret-of-the-readme',
};

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'leadwire-readme-')));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['*/*.ts'], exclude: [] }),
  );
  writeFileSync(join(folder, 'answers.json'), JSON.stringify(exampleAnswers(specs)));
  installPackages(join(folder, 'node_modules'));
  for (const { name, blocks } of readmes) {
    mkdirSync(join(folder, name));
    // Without an import or export a block would be a script, and share its names with all the others.
    for (const { file, code } of blocks) writeFileSync(join(folder, name, file), `${code}export {};\n`);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ours by their names, and Node's types: what whoever copies a block has installed. */
function installPackages(modules: string): void {
  const install = (name: string, path: string) => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(path, join(modules, name), 'dir');
  };
  for (const name of readdirSync(packages)) {
    const manifest = join(packages, name, 'package.json');
    if (existsSync(manifest)) install(JSON.parse(readFileSync(manifest, 'utf8')).name as string, join(packages, name));
  }
  install('@types', join(root, 'node_modules/@types'));
}

interface Ran {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const node = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node-compile'), // what is compiled once is compiled for all
      README_ANSWERS: join(folder, 'answers.json'),
      ...credentials,
    };
    execFile(process.execPath, args, { cwd: folder, env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? (error === null ? 0 : 'killed'), stdout, stderr }),
    );
  });

const run = (name: string, { file }: Block): Promise<Ran> =>
  node(
    '--conditions=leadwire-source',
    '--disable-warning=ExperimentalWarning',
    '--import',
    new URL('./readme/fake-fetch.ts', import.meta.url).href,
    join(folder, name, file),
  );

test('every block compiles', async () => {
  const { stdout } = await node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder);
  // What is wrong in the packages themselves is told by `pnpm typecheck`.
  const faults = stdout.split('\n').filter((line) => line !== '' && !/^(\.\.\/|\s)/.test(line));
  expect(faults).toEqual([]);
}, 60_000);

test.each(readmes)('README.md of $name sets in PowerShell, too, what it exports', ({ text }) => {
  expect(exportsWithoutPowerShell(text)).toEqual([]);
});

// Each block is a process by itself, so several run at once.
describe.concurrent.each(readmes.filter(({ blocks }) => blocks.some(({ runs }) => runs)))(
  'README.md of $name',
  ({ name, blocks }) => {
    test.each(blocks.filter(({ runs }) => runs))(
      'the block at line $line runs',
      { timeout: 150_000 },
      async (block) => {
        const { code, stderr } = await run(name, block);
        expect(stderr).toBe('');
        expect(code).toBe(0);
      },
    );
  },
);

test('a block is named by its first line, and one marked ignore-run is only compiled', () => {
  const readme = 'Text\n```ts\n// file: a.ts\nexport {}\n```\n```sh\nls\n```\n```ts ignore-run\nb()\n```\n';
  expect(blocksOf(readme)).toEqual([
    { file: 'a.ts', line: 2, code: '// file: a.ts\nexport {}\n', runs: true },
    { file: 'line-9.ts', line: 9, code: 'b()\n', runs: false },
  ]);
});

const providers = Object.keys(PROVIDERS);
const common = readFileSync(join(packages, 'core/src/options.ts'), 'utf8');

/** The fields of an exported interface, by their names. */
const fieldsOf = (source: string, name: RegExp): string[] => {
  const body = new RegExp(`export interface ${name.source}[^{]*\\{(.*?)^\\}`, 'ms').exec(source)?.[1] ?? '';
  return [...body.matchAll(/^ {2}readonly (\w+)\?/gm)].map(([, field = '']) => field);
};

describe.each(providers)('the README of %s', (name) => {
  const text = readmes.find((readme) => readme.name === name)?.text ?? '';
  const options = readFileSync(join(packages, name, 'src/options.ts'), 'utf8');

  test('names every option, those of one call too', () => {
    const all = [
      ...fieldsOf(options, /\w+Options/),
      ...fieldsOf(common, /ClientOptions/),
      ...fieldsOf(common, /CallOptions/),
    ];
    expect(all.length).toBeGreaterThan(15);
    // An option that only look-ups of other providers read has no place here.
    if (!readFileSync(join(packages, name, 'src/reconcile.ts'), 'utf8').includes('resendOnMiss'))
      all.splice(all.indexOf('resendOnMiss'), 1);
    expect(all.filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
  });

  test('names every environment variable', () => {
    const variables = [...options.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(([, variable = '']) => variable);
    expect(variables.length).toBeGreaterThan(0);
    expect(variables.filter((variable) => !text.includes(`\`${variable}\``))).toEqual([]);
  });

  test('makes a first call in ten lines', () => {
    const [first] = readmes.find((readme) => readme.name === name)?.blocks ?? [];
    expect(
      first?.code
        .trim()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBeLessThanOrEqual(10);
  });
});
