import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintOverlay } from './gen/read/lint.ts';
import { runGen } from './gen/run.ts';

// `pnpm gen` as a command: what it writes, what it refuses and how it says so, --check, and documents that are not ours.

const workspace = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-gen-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command in this process; paths in what it prints count from the test's folder. */
async function gen(...args: string[]): Promise<Run> {
  const lines = { log: [] as string[], error: [] as string[] };
  const code = await runGen(args, { log: (text) => lines.log.push(text), error: (text) => lines.error.push(text) });
  const near = (all: string[]) => all.join('\n').replaceAll(`${relative(process.cwd(), folder)}/`, '');
  return { code, stdout: near(lines.log), stderr: near(lines.error) };
}

/** Writes files into their own folder and gives its path. */
function write(name: string, files: Readonly<Record<string, string>>): string {
  const place = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), text);
  }
  return place;
}

// `get:` stands in line 5, its operationId in line 6, its effect in line 7, its response in line 8.
const SPEC = `openapi: 3.1.0
info: { title: Small, version: '1' }
paths:
  /leads:
    get:
      operationId: leads.list
      x-leadwire-effect: read
      responses: { '204': { description: None } }
`;

describe('a document that is not ours is refused', () => {
  const refused: [what: string, text: string, says: string][] = [
    ['where it is not OpenAPI', '- a list\n', 'spec.yaml:1 is not an OpenAPI document of version 2 or 3'],
    ['where it is empty', '', 'spec.yaml:1 is not an OpenAPI document'],
    ['where it is not YAML', `${SPEC}  /open: [\n`, 'spec.yaml:10 cannot be read'],
    [
      'where it has neither operation nor webhook',
      SPEC.replace(/paths:[\s\S]*/, 'paths: {}\n'),
      'spec.yaml:1 has no operation and no webhook',
    ],
    [
      'where an effect class does not exist',
      SPEC.replace('effect: read', 'effect: harmless'),
      'spec.yaml:7 `x-leadwire-effect` must be one of: read, safe-repeat',
    ],
    [
      'where an extension of ours is misspelt',
      SPEC.replace('x-leadwire-effect', 'x-leadwire-efect'),
      'spec.yaml:7 `x-leadwire-efect` is not an extension of ours.',
    ],
    [
      'where a cookie is needed',
      SPEC.replace('responses', 'parameters: [{ name: c, in: cookie, required: true, schema: {} }]\n      responses'),
      "spec.yaml:5 leads.list (GET /leads) needs the cookie 'c', which fetch does not send",
    ],
  ];
  test.each(refused)('%s, by line, and nothing is written', async (what, text, says) => {
    const place = write(`refused ${what}`, { 'spec.yaml': text });
    const { code, stdout, stderr } = await gen('--spec', join(place, 'spec.yaml'), '--out', join(place, 'out'));
    expect(stderr).toContain(says);
    expect(stderr.endsWith('Nothing was written.')).toBe(true);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(existsSync(join(place, 'out'))).toBe(false);
  });

  test('where an effect class is missing and --strict-effects is given', async () => {
    const place = write('strict', { 'spec.yaml': SPEC.replace('      x-leadwire-effect: read\n', '') });
    const { code, stderr } = await gen(
      '--spec',
      join(place, 'spec.yaml'),
      '--out',
      join(place, 'out'),
      '--strict-effects',
    );
    expect(stderr).toContain('spec.yaml:5 leads.list (GET /leads) has no x-leadwire-effect');
    expect(code).toBe(1);
  });

  test('where it is not there', async () => {
    const { code, stderr } = await gen('--spec', join(folder, 'nowhere.yaml'), '--out', join(folder, 'out'));
    expect(stderr).toContain('nowhere.yaml:1 no such file');
    expect(code).toBe(1);
  });
});

test('a schema that is only itself is read as one that may be anything, with a warning', async () => {
  const answer = "{ description: A, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }";
  const circle =
    "components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }\n";
  const place = write('circle', { 'spec.yaml': SPEC.replace('{ description: None }', answer) + circle });
  const { code, stderr } = await gen('--spec', join(place, 'spec.yaml'), '--out', join(place, 'out'));
  expect(stderr).toMatch(/spec\.yaml:\d+ \$ref '#\/components\/schemas\/[AB]' leads nowhere: ignored/);
  expect(code).toBe(0);
});

test('a fault in a document leaves what it generated before as it was', async () => {
  const place = write('before', { 'spec.yaml': SPEC });
  const args = ['--spec', join(place, 'spec.yaml'), '--out', join(place, 'out')];
  expect(await gen(...args)).toMatchObject({ code: 0, stdout: 'before/out: 8 files written' });
  const before = bytesBelow(join(place, 'out'));
  write('before', { 'spec.yaml': '- nothing\n' });
  expect(await gen(...args)).toMatchObject({ code: 1 });
  expect(bytesBelow(join(place, 'out'))).toEqual(before);
});

describe('the folder that a document is generated into', () => {
  const generate = (place: string) => gen('--spec', join(place, 'spec.yaml'), '--out', join(place, 'out'));

  test('keeps whatever else is in it', async () => {
    const place = write('shared', { 'spec.yaml': SPEC, 'out/notes.txt': 'mine', 'out/types.ts.part': 'mine too' });
    expect(await generate(place)).toMatchObject({ code: 0 });
    expect(readdirSync(join(place, 'out'))).toHaveLength(10);
    expect(bytesBelow(join(place, 'out'))).toMatchObject({ 'notes.txt': 'mine', 'types.ts.part': 'mine too' });
  });

  test.each([
    ['a manifest', 'package.json', '{ "name": "mine" }'],
    ['a source file', 'index.ts', 'export {};'],
    ['a folder of the same name', 'types.ts/deep.ts', ''],
  ])('is left as it is when %s of another author stands there', async (what, file, text) => {
    const place = write(`foreign ${what}`, { 'spec.yaml': SPEC, [`out/${file}`]: text });
    const { code, stderr } = await generate(place);
    expect(stderr).toContain(`out/${file.split('/')[0]} was not generated by pnpm gen, so it is not replaced`);
    expect(code).toBe(1);
    expect(bytesBelow(join(place, 'out'))).toEqual({ [file]: text });
  });

  test('may not be a file', async () => {
    const place = write('no folder', { 'spec.yaml': SPEC, out: 'a file' });
    expect(await generate(place)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^E[A-Z]+: .*$/) });
    expect(readFileSync(join(place, 'out'), 'utf8')).toBe('a file');
  });
});

test.each([
  ['--spec alone', ['--spec', 'a.yaml'], '--spec needs --out, or --suggest-effects.'],
  ['--overlay without a document', ['--overlay', 'a.yaml'], '--out, --overlay and --suggest-effects need --spec.'],
  ['an option that does not exist', ['--bogus'], "Unknown option '--bogus'"],
])('%s is wrong usage', async (_, args, says) => {
  const { code, stderr } = await gen(...args);
  expect(stderr).toContain(says);
  expect(stderr).toContain('Usage: pnpm gen');
  expect(code).toBe(2);
});

describe('the workspace', () => {
  let root: string;
  const check = () => gen('--root', root, '--check');
  beforeAll(async () => {
    root = join(folder, 'workspace');
    for (const part of ['specs', 'generated']) copy(join(workspace, part), join(root, part));
    // From here on only what a test changes is generated again.
    await check();
  }, 300_000);

  test('is current', async () => {
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('generated code is current') });
  });

  test('has each document bundled into one file in its generated package', () => {
    const bundled = JSON.parse(readFileSync(join(root, 'generated/autocalls/openapi.json'), 'utf8'));
    expect(Object.keys(bundled.paths).length).toBeGreaterThan(20);
    expect(JSON.stringify(bundled)).not.toMatch(/"\$ref":"[^#]/);
  });

  test('is stale by name once an enum in a spec has changed, and the same to the byte when it is changed back', async () => {
    const spec = join(root, 'specs/topcalls.yaml');
    const text = readFileSync(spec, 'utf8');
    const before = bytesBelow(join(root, 'generated/topcalls'));
    writeFileSync(
      spec,
      text.replace(
        'enum: [New, Contacted, Converted, Unsubscribed]',
        'enum: [New, Contacted, Converted, Unsubscribed, Won]',
      ),
    );

    const stale = await check();
    expect(stale.stderr).toContain(
      'stale: workspace/generated/topcalls/types.ts\nstale: workspace/generated/topcalls/schemas.ts',
    );
    expect(stale.stderr).not.toMatch(/autocalls|telecrm|pulsecrm/);
    expect(stale.code).toBe(1);
    expect(bytesBelow(join(root, 'generated/topcalls'))).toEqual(before);

    expect((await gen('--root', root)).stdout).toContain('generated/topcalls: 3 files written');
    expect(await check()).toMatchObject({ code: 0 });
    writeFileSync(spec, text);
    await gen('--root', root);
    expect(bytesBelow(join(root, 'generated/topcalls'))).toEqual(before);
  }, 150_000);

  test('is stale when a file of a split spec has changed', async () => {
    const part = join(root, 'specs/autocalls/leads.yaml');
    const text = readFileSync(part, 'utf8');
    writeFileSync(part, text.replace('operationId: leads.list', 'operationId: leads.listAll'));
    const { code, stderr } = await check();
    writeFileSync(part, text);
    expect(stderr).toContain('stale: workspace/generated/autocalls/operations.ts');
    expect(code).toBe(1);
  }, 150_000);

  test('refuses a spec that breaks a rule of specs/rules, by line', async () => {
    const spec = join(root, 'specs/telecrm.yaml');
    const text = readFileSync(spec, 'utf8');
    writeFileSync(spec, text.replace(/ +x-leadwire-effect: .*\n/, ''));
    const { code, stderr } = await check();
    writeFileSync(spec, text);
    expect(stderr).toMatch(/specs\/telecrm\.yaml:\d+ .*`x-leadwire-effect` must be one of/);
    expect(code).toBe(1);
  }, 150_000);

  test('is stale when a generated file was edited or lost', async () => {
    const client = join(root, 'generated/telecrm/client.ts');
    const schemas = join(root, 'generated/telecrm/schemas.ts');
    writeFileSync(client, `${readFileSync(client, 'utf8')}\n`);
    rmSync(schemas);
    const { code, stderr } = await check();
    await gen('--root', root);
    expect(stderr).toContain(
      'stale: workspace/generated/telecrm/schemas.ts\nstale: workspace/generated/telecrm/client.ts',
    );
    expect(code).toBe(1);
  });

  test('is not current while something there does not come from a spec', async () => {
    write('workspace/generated', { 'telecrm/old.ts': '', 'salesline/index.ts': '' });
    const { code, stderr } = await check();
    expect(stderr).toBe(
      'stray: workspace/generated/salesline does not come from a spec: remove it\n' +
        'stray: workspace/generated/telecrm/old.ts does not come from a spec: remove it',
    );
    expect(code).toBe(1);
  });
});

const UNCLASSED = `openapi: 3.1.0
info: { title: Unclassed, version: '1' }
paths:
  /orders:
    post:
      operationId: orders.create
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: { '204': { description: None } }
  /orders/search:
    post: { operationId: orders.search, responses: { '204': { description: None } } }
  /orders/{it's}:
    parameters: [{ name: "it's", in: path, required: true, schema: { type: string } }]
    patch: { operationId: orders.update, responses: { '204': { description: None } } }
    delete: { operationId: orders.remove, responses: { '204': { description: None } } }
  /messages:
    post: { operationId: messages.send, responses: { '204': { description: None } } }
`;
const effectsIn = (operations: string) =>
  Object.fromEntries(
    [...operations.matchAll(/id: "([\w.]+)".*effect: "([\w-]+)"/g)].map(([, id, effect]) => [id, effect]),
  );

test('--suggest-effects proposes a class by verb, name and header, and --overlay applies what it wrote', async () => {
  const place = write('suggest', { 'spec.yaml': UNCLASSED });
  const [spec, overlay, out] = ['spec.yaml', 'effects.yaml', 'out'].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ];
  const suggested = await gen('--spec', spec, '--suggest-effects', overlay);
  expect(suggested).toEqual({
    code: 0,
    stdout: 'suggest/effects.yaml: 5 effect classes proposed, to be confirmed',
    stderr: '',
  });
  expect(readFileSync(overlay, 'utf8')).toMatch(/^overlay: 1\.0\.0\ninfo: \{ title: .+, version: 1\.0\.0 \}\n/);
  expect(readFileSync(overlay, 'utf8').match(/# To be confirmed: /g)).toHaveLength(5);

  const applied = await gen('--spec', spec, '--out', out, '--overlay', overlay, '--strict-effects');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  expect(effectsIn(readFileSync(join(out, 'operations.ts'), 'utf8'))).toEqual({
    'orders.create': 'keyed',
    'orders.search': 'read',
    'orders.update': 'safe-repeat',
    'orders.remove': 'safe-repeat',
    'messages.send': 'unguarded',
  });
});

test('without an overlay a POST is unguarded, and the output names and counts what was assumed', async () => {
  const place = write('assumed', { 'spec.yaml': UNCLASSED });
  const { code, stderr } = await gen('--spec', join(place, 'spec.yaml'), '--out', join(place, 'out'));
  expect(code).toBe(0);
  expect(stderr).toContain('assumed: orders.search (POST /orders/search) is unguarded');
  expect(stderr).toContain('5 effect classes were assumed: see --suggest-effects');
});

test('an overlay whose target selects nothing is refused', async () => {
  const place = write('overlay', {
    'spec.yaml': SPEC,
    'overlay.yaml':
      "overlay: 1.0.0\ninfo: { title: O, version: '1' }\nactions: [{ target: '$.paths[\"/nowhere\"]', update: {} }]\n",
  });
  const { code, stderr } = await gen(
    ...['--spec', join(place, 'spec.yaml'), '--out', join(place, 'out'), '--overlay', join(place, 'overlay.yaml')],
  );
  expect(stderr).toContain('overlay.yaml:1 target $.paths["/nowhere"] selects nothing in the document');
  expect(code).toBe(1);
});

test.each([
  ['that is none', 'openapi: 3.1.0\n', 'overlay.yaml:1 '],
  ['without actions', "overlay: 1.0.0\ninfo: { title: O, version: '1' }\n", 'overlay.yaml:1 '],
  [
    'of another version',
    "overlay: 2.0.0\ninfo: { title: O, version: '1' }\nactions: []\n",
    'overlay.yaml:1 is not an OpenAPI Overlay',
  ],
  [
    'with an action that has no target',
    "overlay: 1.0.0\ninfo: { title: O, version: '1' }\nactions:\n  - update: {}\n",
    'overlay.yaml:4 ',
  ],
])('an overlay %s is refused by line', async (what, text, says) => {
  const place = write(`overlay ${what}`, { 'spec.yaml': SPEC, 'overlay.yaml': text });
  const { code, stderr } = await gen(
    ...['--spec', join(place, 'spec.yaml'), '--out', join(place, 'out'), '--overlay', join(place, 'overlay.yaml')],
  );
  expect(stderr).toContain(says);
  expect(code).toBe(1);
});

test('what --suggest-effects writes is an OpenAPI Overlay of version 1.0', async () => {
  const place = write('conforms', { 'spec.yaml': UNCLASSED });
  const overlay = join(place, 'effects.yaml');
  await gen('--spec', join(place, 'spec.yaml'), '--suggest-effects', overlay);
  expect(await lintOverlay(overlay)).toEqual([]);
});

test('the command as it is run prints its help', () => {
  const command = resolve(workspace, 'scripts/gen.ts');
  expect(execFileSync(process.execPath, [command, '--help'], { encoding: 'utf8' })).toContain('Usage: pnpm gen');
});

/** Without what is installed or built there. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !/\/(node_modules|dist|\.turbo)$/.test(path) });
}

function bytesBelow(place: string): Record<string, string> {
  const names = readdirSync(place, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(place.length + 1), readFileSync(file, 'utf8')]));
}
