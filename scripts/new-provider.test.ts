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
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGen } from './gen/run.ts';
import { runNewProvider } from './new-provider/run.ts';

// `pnpm new-provider` in a copy of the workspace: what it refuses, and that what it writes compiles and keeps every promise of a lead target.

const workspace = fileURLToPath(new URL('..', import.meta.url));
const fixture = (name: string): string =>
  fileURLToPath(new URL(`new-provider/fixtures/${name}.${name === 'deepcrm' ? 'json' : 'yaml'}`, import.meta.url));

/**
 * A key in a header, found by GET and a phone at the top; without a search and with a hyphen in its name; from JSON of OpenAPI 3.0, refusing a known phone, found by POST and a
 * phone in an object, with an id of another form; an idempotency key and a credential in the query, found by a filter, with times in seconds; one lead a phone.
 */
const ADDED = ['acme', 'plain-crm', 'deepcrm', 'keyed', 'folding'];

let folder: string;
let root: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'leadwire-new-provider-')));
  root = join(folder, 'workspace');
  const left = new Set(['dist', '.git', '.turbo', '.cache']);
  const apart = new Set(['node_modules', 'test/runtimes/node_modules', 'scripts/bench-gen/peers/node_modules']);
  cpSync(workspace, root, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !left.has(basename(path)) && !apart.has(relative(workspace, path)),
  });
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

/** Runs the command in this process, on the copy. */
async function newProvider(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const lines = { log: [] as string[], error: [] as string[] };
  const output = { log: (text: string) => lines.log.push(text), error: (text: string) => lines.error.push(text) };
  const code = await runNewProvider([...args, '--root', root], output);
  return { code, stdout: lines.log.join('\n'), stderr: lines.error.join('\n') };
}

/** The acme spec with a change, as a file. */
function changed(from: string | RegExp, to: string): string {
  const file = join(folder, 'changed.yaml');
  writeFileSync(file, readFileSync(fixture('acme'), 'utf8').replace(from, to));
  return file;
}

describe('new-provider writes nothing and says why', () => {
  test.each([
    ['a name that is taken', 'hubspot', 'The name hubspot is taken: there is packages/hubspot'],
    ['the name of another package', 'core', 'The name core is taken: there is packages/core already.'],
    [
      'a name that is not an identifier',
      'Acme_CRM',
      'The name must be lower-case letters and digits with single hyphens',
    ],
    ['a name with a slash', '../acme', 'The name must be lower-case letters and digits'],
  ])('for %s', async (_, name, says) => {
    const { code, stderr } = await newProvider(name, '--spec', fixture('acme'));
    expect(stderr).toContain(says);
    expect(stderr.endsWith('Nothing was written.')).toBe(true);
    expect(code).toBe(1);
  });

  test('for a spec that is not there', async () => {
    const { code, stderr } = await newProvider('acme', '--spec', join(folder, 'nowhere.yaml'));
    expect(stderr).toBe(`There is no spec at ${join(folder, 'nowhere.yaml')}.\nNothing was written.`);
    expect(code).toBe(1);
  });

  test.each([
    ['without an operation that creates', 'leads.create', 'leads.make', 'has no operation RESOURCE.create whose body'],
    ['whose create is of another class', 'effect: unguarded', 'effect: dup-flag', 'leads.create is dup-flag'],
    [
      'whose leads that are there could not be updated',
      'effect: unguarded',
      'effect: conflict-key',
      'has no operation leads.update by id',
    ],
    [
      'whose create shows no id',
      /required: \[id\]\n {6}properties:\n {8}id:/,
      'properties:\n        key:',
      'no field id',
    ],
    ['whose credential stands in a cookie', 'in: header', 'in: cookie', 'has no security of its own'],
    ['that breaks a rule of specs/rules', 'additionalProperties: false', 'minProperties: 1', 'must state `additionalP'],
  ])('for a spec %s', async (_, from, to, says) => {
    const { code, stderr } = await newProvider('acme', '--spec', changed(from, to));
    expect(stderr).toContain(says);
    expect(stderr.endsWith('Nothing was written.')).toBe(true);
    expect(stderr).not.toContain('leadwire-spec-'); // the copy that was read
    expect(code).toBe(1);
    for (const path of ['specs/acme.yaml', 'packages/acme', 'packages/simulators/src/acme', 'generated/acme'])
      expect(existsSync(join(root, path))).toBe(false);
  });

  test('without a name or a spec, and shows its usage', async () => {
    expect(await newProvider('acme')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Usage: pnpm new-prov'),
    });
    expect(await newProvider('--bogus')).toMatchObject({ code: 2, stderr: expect.stringContaining("'--bogus'") });
  });
});

describe('a provider that was added', () => {
  beforeAll(async () => {
    for (const name of ADDED) {
      const { code, stderr } = await newProvider(name, '--spec', fixture(name));
      expect(stderr).toBe('');
      expect(code).toBe(0);
      install(name);
    }
  }, 120_000);

  test('stands in the registry, and its generated code is current', async () => {
    expect(JSON.parse(readFileSync(join(root, 'specs/providers.json'), 'utf8')).slice(-ADDED.length)).toEqual(ADDED);
    const lines: string[] = [];
    const output = { log: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
    expect(await runGen(['--root', root, '--check'], output)).toBe(0);
    expect(lines.join('\n')).toContain('generated code is current');
  }, 120_000);

  test.each([
    ['folding', 'gives the lead that is there'],
    ['deepcrm', 'refuses it with 409'],
    ['acme', 'folds nothing'],
  ])('says in the README of %s that a repeat %s', (name, said) => {
    expect(readFileSync(join(root, 'packages', name, 'README.md'), 'utf8')).toContain(said);
  });

  test('passes the lint once it is formatted', async () => {
    const written = ADDED.flatMap((name) => [`packages/${name}/src`, `packages/simulators/src/${name}`]);
    const lint = ['check', '--write', '--vcs-enabled=false', '--error-on-warnings', ...written];
    expect(await run('biome', ...lint)).toMatchObject({ status: 0 });
  }, 900_000);

  // Both are processes by themselves: they run at once.
  test.concurrent('compiles with everything else', async () => {
    expect(await run('tsc', '-p', 'tsconfig.json')).toMatchObject({ status: 0, stdout: '' });
  }, 900_000);

  test.concurrent('keeps every promise of the conformance kit against its own simulator, and has the exports of its neighbours', async () => {
    const tests = ['contract/lead-targets', 'provider-packages', 'readmes'].map((name) => `test/${name}.test.ts`);
    const files = [...tests, 'packages/simulators/src'];
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=json', `--outputFile=${report}`];
    const only = ['-t', `\\b(${ADDED.join('|')})\\b`, '--typecheck.enabled=false', '--maxWorkers=1'];
    await run('vitest', 'run', '--config', 'test/vitest.config.ts', ...reporters, ...only, ...files);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { assertionResults: { fullName: string; status: string }[] }[];
    };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)).toEqual([]);
    for (const name of ADDED) {
      const passed = results.filter(({ fullName, status }) => status === 'passed' && fullName.includes(name));
      expect(passed.length).toBeGreaterThan(50);
    }
  }, 900_000);
});

/** Runs a tool of the workspace in the copy, and gives how it ended and what it printed. */
const run = (tool: string, ...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> =>
  new Promise((done) => {
    const given = { cwd: root, env: ENVIRONMENT, maxBuffer: 1e8 };
    execFile(join(root, 'node_modules/.bin', tool), args, given, (error, stdout, stderr) =>
      done({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });

/** Without what the test runner around this one has set for its own workers. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));

/** Links what `pnpm install` would, without a network. */
function install(name: string): void {
  const ours = { [`@leadwire/${name}`]: `packages/${name}`, [`@leadwire/generated-${name}`]: `generated/${name}` };
  for (const home of ['packages/importer', 'packages/simulators', 'test']) link(home, ours);
  link(`packages/${name}`, { '@leadwire/core': 'packages/core', ...ours });
  const installed = join(root, 'generated/hubspot/node_modules');
  for (const dependency of readdirSync(installed))
    link(`generated/${name}`, { [dependency]: `generated/hubspot/node_modules/${dependency}` });
}

function link(home: string, targets: Readonly<Record<string, string>>): void {
  for (const [dependency, target] of Object.entries(targets)) {
    const place = join(root, home, 'node_modules', dependency);
    mkdirSync(join(place, '..'), { recursive: true });
    if (!existsSync(place)) symlinkSync(join(root, target), place);
  }
}
