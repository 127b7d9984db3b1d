import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importCircles } from './layering/circles.ts';
import { importsOf } from './layering/imports.ts';
import {
  dependencyBreaches,
  importBreaches,
  type Manifest,
  type Manifests,
  missingRooms,
  type Sources,
  topLevelBreaches,
} from './layering/rules.ts';

// Who may import whom: first the repository as it is, then made-up ones in which every rule is broken once.

const root = fileURLToPath(new URL('..', import.meta.url));

function readSources(): Sources {
  const sources = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !/^(node_modules|dist|fixtures|\.turbo)$/.test(entry.name)) visit(path);
      else if (/\.([cm]?[jt]s|yaml)$/.test(entry.name)) sources.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  for (const folder of ['packages', 'generated', 'scripts', 'test', 'specs']) visit(folder);
  return sources;
}

function readManifests(): Manifests {
  const inside = (folder: string) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  const folders = [...inside('packages'), ...inside('generated'), 'scripts', 'test'];
  return new Map(
    folders.map((folder) => [folder, JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))]),
  );
}

describe('the repository', () => {
  const sources = readSources();
  const manifests = readManifests();

  test('is read as a whole', () => {
    expect([...sources.keys()]).toEqual(
      expect.arrayContaining([
        'packages/core/src/index.ts',
        'packages/topcalls/src/client.ts',
        'generated/pulsecrm/client.ts',
        'scripts/gen.ts',
        'specs/telecrm.yaml',
        relative(root, fileURLToPath(import.meta.url)),
      ]),
    );
    expect([...sources.values()].flatMap(importsOf).length).toBeGreaterThan(300);
  });

  test('imports only what the table allows, through entry points', () => {
    expect(importBreaches(sources, manifests)).toEqual([]);
  });

  test('publishes packages that depend only on what the table allows', () => {
    expect(dependencyBreaches(manifests)).toEqual([]);
  });

  test('has no files that import each other in a circle', () => {
    expect(importCircles(sources)).toEqual([]);
  });

  test('has every room of every provider', () => {
    expect(missingRooms(sources)).toEqual([]);
  });

  test('has at its top what the house has, and what a tool insists on', () => {
    expect(topLevelBreaches(readdirSync(root))).toEqual([]);
  });
});

const ENTRY_POINTS: Manifests = new Map(
  Object.entries({
    'packages/core': ['@leadwire/core', '.', './phone', './provider', './testing'],
    'packages/topcalls': ['@leadwire/topcalls', '.'],
    'packages/telecrm': ['@leadwire/telecrm', '.'],
    'packages/leadwire': ['leadwire', '.', './file-ledger'],
    'packages/simulators': ['@leadwire/simulators', '.'],
    'generated/topcalls': ['@leadwire/generated-topcalls', '.'],
    'generated/telecrm': ['@leadwire/generated-telecrm', '.'],
  }).map(([folder, [name = '', ...entries]]): [string, Manifest] => [
    folder,
    { name, exports: Object.fromEntries(entries.map((entry) => [entry, {}])) },
  ]),
);

const breachesOf = (file: string, text: string) => importBreaches(new Map([[file, text]]), ENTRY_POINTS);

describe('in a made-up repository', () => {
  test.each([
    ['a provider may not import another', 'packages/topcalls/src/target.ts', '@leadwire/telecrm', 'may not import'],
    [
      "a provider may not import another's generated package",
      'packages/topcalls/src/a.ts',
      '@leadwire/generated-telecrm',
      'may not import',
    ],
    ['a provider may not import the importer', 'packages/topcalls/src/a.ts', 'leadwire', 'may not import'],
    ['a generated package may not import ours', 'generated/topcalls/client.ts', '@leadwire/core', 'may not import'],
    ['core may not import a provider', 'packages/core/src/call.ts', '@leadwire/topcalls', 'may not import'],
    [
      'core may not import a generated package',
      'packages/core/src/a.ts',
      '@leadwire/generated-topcalls',
      'may not import',
    ],
    ['leadwire may not import a provider', 'packages/leadwire/src/send.ts', '@leadwire/topcalls', 'may not import'],
    [
      'the simulators may not import core',
      'packages/simulators/src/framework/http/server.ts',
      '@leadwire/core',
      'may not import',
    ],
    [
      'a test of the simulators may not import a provider',
      'packages/simulators/src/a.test.ts',
      '@leadwire/topcalls',
      'may not import',
    ],
    ['scripts may not import a package', 'scripts/gen/emit/types.ts', '@leadwire/core', 'may not import'],
    ['the rules of the specs may not import a package', 'specs/rules/plugin.mjs', '@leadwire/core', 'may not import'],
    [
      'no import goes past an entry point',
      'test/storm.test.ts',
      '@leadwire/core/src/call.ts',
      'goes past the entry point',
    ],
    [
      'no import goes past an entry point into dist',
      'scripts/main.ts',
      '@leadwire/core/dist/index.js',
      'goes past the entry point',
    ],
    [
      'no import goes past an entry point by a path',
      'test/a.test.ts',
      '../packages/core/src/call.ts',
      'reaches into packages/core by path',
    ],
    [
      'no import goes past an entry point by a path from beside',
      'packages/topcalls/src/a.ts',
      '../../core/src/call.ts',
      'reaches into packages/core',
    ],
    [
      'the importer names providers in providers.ts alone',
      'packages/importer/src/output/report.ts',
      '@leadwire/telecrm',
      'outside providers.ts',
    ],
    ['core does without modules of Node', 'packages/core/src/clock.ts', 'node:timers', 'runs on Node alone'],
    [
      'a provider does without modules of Node, by their old names too',
      'packages/telecrm/src/prepare.ts',
      'crypto',
      'runs on Node alone',
    ],
    [
      'a package that is built on no provider may not import what providers are built from',
      'packages/files/src/a.ts',
      '@leadwire/core/provider',
      'is no provider',
    ],
    [
      'the folder transport of core may not import call',
      'packages/core/src/transport/a.ts',
      '../call/b.ts',
      'may not import call',
    ],
    [
      'the entry point for tests is for tests alone',
      'packages/topcalls/src/a.ts',
      '@leadwire/core/testing',
      'is not a test',
    ],
  ])('%s', (_, file, specifier, why) => {
    const breaches = breachesOf(file, `import { a } from '${specifier}';\n`);
    expect(breaches).toEqual([expect.stringContaining(`${file}:1 `)]);
    expect(breaches[0]).toContain(why);
  });

  test.each([
    ['packages/topcalls/src/target.ts', '@leadwire/core'],
    ['packages/topcalls/src/target.ts', '@leadwire/core/provider'],
    ['packages/leadwire/src/send.ts', '@leadwire/core/provider'],
    ['packages/core/src/call/a.ts', '../transport/b.ts'],
    ['packages/topcalls/src/target.ts', '@leadwire/generated-topcalls'],
    ['packages/topcalls/src/target.test.ts', '@leadwire/core/testing'],
    ['packages/topcalls/src/target.test.ts', '@leadwire/simulators'],
    ['packages/topcalls/src/target.test.ts', 'node:fs'],
    ['packages/core/src/phone/a.ts', '../result.ts'],
    ['packages/importer/src/providers.ts', '@leadwire/telecrm'],
    ['packages/cli/src/commands/check.ts', '@leadwire/core/phone'],
    ['packages/leadwire/src/ledgers/file.ts', 'node:sqlite'],
    ['packages/simulators/src/framework/http/server.ts', '@leadwire/generated-telecrm'],
    ['scripts/main.ts', '@leadwire/simulators'],
    ['scripts/bench/main.ts', '@leadwire/topcalls'],
    ['test/contract/a.test.ts', '@leadwire/core/testing'],
  ])('%s may import %s', (file, specifier) => {
    expect(breachesOf(file, `import { a } from '${specifier}';\n`)).toEqual([]);
  });

  test('a circle of imports is told once, with the files on its way', () => {
    const files = {
      'packages/core/src/a.ts': "import { b } from './inner/b.ts';\n",
      'packages/core/src/inner/b.ts': "import type { C } from '../c.ts';\nimport { d } from './d.ts';\n",
      'packages/core/src/c.ts': "import { a } from './a.ts';\nimport { d } from './inner/d.ts';\n",
      'packages/core/src/inner/d.ts': "import { z } from 'zod';\n",
    };
    const [a, b, c] = Object.keys(files);
    expect(importCircles(new Map(Object.entries(files)))).toEqual([`${a} > ${b} > ${c} > ${a}`]);
  });

  test('what is imported by a name that is made at run time is refused in a package', () => {
    expect(breachesOf('packages/cli/src/load.ts', 'const x = await import(name);\n')).toHaveLength(1);
    expect(breachesOf('packages/cli/src/load.ts', 'const x = await import(`@leadwire/$' + '{name}`);\n')).toHaveLength(
      1,
    );
  });

  test('a dependency that the table does not allow is refused', () => {
    const manifests = new Map(ENTRY_POINTS);
    manifests.set('packages/telecrm', {
      name: '@leadwire/telecrm',
      dependencies: { '@leadwire/core': 'workspace:*', '@leadwire/topcalls': 'workspace:*', zod: 'catalog:' },
    });
    expect(dependencyBreaches(manifests)).toEqual([
      'packages/telecrm/package.json may not depend on @leadwire/topcalls',
    ]);
  });

  test('a provider without a room, and a spec without a provider, are missed', () => {
    const sources = new Map(readSources());
    sources.delete('packages/telecrm/src/reconcile.ts');
    sources.set('specs/salesline.yaml', '');
    expect(missingRooms(sources)).toEqual([
      'specs/salesline.yaml is no provider of the table',
      'packages/telecrm/src/reconcile.ts',
    ]);
  });

  test('what does not belong at the top is named, and so is what is missing there', () => {
    const names = readdirSync(root).filter((name) => name !== 'turbo.json');
    expect(topLevelBreaches([...names, 'utils', 'jest.config.js', '.nvmrc'])).toEqual([
      'utils does not belong there',
      'jest.config.js does not belong there',
      'turbo.json is missing',
    ]);
  });
});

test('every form of an import is found in its line, and none in a comment', () => {
  const text = `// import { a } from 'comment-1';
/**
 * import { b } from 'comment-2';
 * await import('comment-3');
 */
import a from 'default';
import { b } from "double";
import type { C } from 'type';
import {
  d,
  type E,
} from 'many-lines';
import * as f from 'namespace';
import 'side-effect';
export * from 'star';
export { g } from 'named';
export type { H } from 'export-type';
const from = 'no import';
const i = await import('dynamic');
type J = import('in-a-type').J;
const k = require('require');
new Worker(new URL('./worker.ts', import.meta.url));
export const l = (from: string) => from === 'no import';
`;
  const found = importsOf(text).sort((one, other) => one.line - other.line);
  expect(found).toEqual([
    { specifier: 'default', line: 6 },
    { specifier: 'double', line: 7 },
    { specifier: 'type', line: 8 },
    { specifier: 'many-lines', line: 9 },
    { specifier: 'namespace', line: 13 },
    { specifier: 'side-effect', line: 14 },
    { specifier: 'star', line: 15 },
    { specifier: 'named', line: 16 },
    { specifier: 'export-type', line: 17 },
    { specifier: 'dynamic', line: 19 },
    { specifier: 'in-a-type', line: 20 },
    { specifier: 'require', line: 21 },
    { specifier: './worker.ts', line: 22 },
  ]);
});
