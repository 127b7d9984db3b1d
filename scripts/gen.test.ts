import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SpecError } from './gen/fault.ts';
import { readSpec } from './gen/read-spec.ts';

// `pnpm gen` as a command: what it refuses and how it says so, --check, and a stranger's document.

const workspace = fileURLToPath(new URL('..', import.meta.url));
const awkward = join(workspace, 'scripts/gen/fixtures/awkward.yaml');

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

function gen(args: readonly string[], cwd = folder): Promise<Run> {
  return new Promise((done) => {
    execFile(process.execPath, [join(workspace, 'scripts/gen.ts'), ...args], { cwd }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** Writes files into a folder of their own and gives its path. */
function write(name: string, files: Readonly<Record<string, string>>): string {
  const place = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), text);
  }
  return place;
}

// `get:` stands in line 5, its operationId in line 6, its effect in line 7, its answer in line 8.
const SPEC = `openapi: 3.1.0
info: { title: Small, version: '1' }
paths:
  /leads:
    get:
      operationId: leads.list
      x-leadwire-effect: read
      responses: { '204': { description: None } }
`;
// The same path in a file of its own: `get:` stands in line 4.
const SPLIT = SPEC.replace(/ {2}\/leads:[\s\S]*/, "  /leads: { $ref: 'parts/leads.yaml#/paths/~1leads' }\n");
const PART = `# leads
paths:
  /leads:
    get:
      operationId: leads.list
      x-leadwire-effect: read
      responses: { '204': { description: None } }
`;
const answer = (ref: string) => `{ description: Some, content: { application/json: { schema: { $ref: '${ref}' } } } }`;
const answerOf = (schema: string) => `{ description: Some, content: { application/json: { schema: { ${schema} } } } }`;
const withParameter = (text: string) =>
  SPEC.replace('      responses', `      parameters: [{ ${text} }]\n      responses`);
const without = (text: string, line: string) => text.replace(`      ${line}\n`, '');

interface Refusal {
  what: string;
  files: Record<string, string>;
  says: string[];
}

const REFUSALS: Refusal[] = [
  {
    what: 'an operation without an effect class',
    files: { 'spec.yaml': without(SPEC, 'x-leadwire-effect: read') },
    says: ['spec.yaml:5 leads.list (GET /leads) has no x-leadwire-effect'],
  },
  {
    what: 'an operation without an effect class in another file',
    files: { 'spec.yaml': SPLIT, 'parts/leads.yaml': without(PART, 'x-leadwire-effect: read') },
    says: ['parts/leads.yaml:4 leads.list (GET /leads) has no x-leadwire-effect'],
  },
  {
    what: 'an effect class that there is not',
    files: { 'spec.yaml': SPEC.replace('effect: read', 'effect: harmless') },
    says: ["spec.yaml:7 leads.list (GET /leads): x-leadwire-effect 'harmless' is none of read, safe-repeat"],
  },
  {
    what: 'an operation without an id',
    files: { 'spec.yaml': without(SPEC, 'operationId: leads.list') },
    says: ['spec.yaml:5 GET /leads has no operationId'],
  },
  {
    what: 'an empty operation',
    files: { 'spec.yaml': `${SPEC}    post:\n` },
    says: ['spec.yaml:9 paths > /leads > post: Expected type `Operation` (object) but got `null`'],
  },
  {
    what: 'an id without a resource',
    files: { 'spec.yaml': SPEC.replace('leads.list', 'listLeads') },
    says: ["spec.yaml:6 operationId 'listLeads' of GET /leads is not 'resource.method'"],
  },
  {
    what: 'an id without a resource in another file',
    files: { 'spec.yaml': SPLIT, 'parts/leads.yaml': PART.replace('leads.list', 'leads.list.all') },
    says: ["parts/leads.yaml:5 operationId 'leads.list.all' of GET /leads is not 'resource.method'"],
  },
  {
    what: 'two operations with one id, naming both',
    files: { 'spec.yaml': SPEC + SPEC.slice(SPEC.indexOf('  /leads:')).replace('/leads', '/people') },
    says: ["spec.yaml:11 operationId 'leads.list' of GET /people is taken by GET /leads"],
  },
  {
    what: 'a part of the path that no parameter fills',
    files: { 'spec.yaml': SPEC.replace('/leads:', '/leads/{id}:') },
    says: ["spec.yaml:5 leads.list (GET /leads/{id}) declares no path parameter 'id'"],
  },
  {
    what: 'a path parameter that is no part of the path',
    files: { 'spec.yaml': withParameter('name: id, in: path, required: true, schema: {}') },
    says: ["spec.yaml:5 leads.list (GET /leads) has no part 'id' in its path"],
  },
  {
    what: 'one parameter twice',
    files: { 'spec.yaml': withParameter('name: q, in: query, schema: {} }, { name: q, in: query, schema: {}') },
    says: ['spec.yaml:8 get > parameters > 1: Operations must have unique `name` + `in` parameters.'],
  },
  {
    what: 'parameters that a request cannot carry',
    files: {
      'spec.yaml': withParameter(
        [
          'name: a, in: query, content: { application/json: { schema: {} } }',
          'name: b, in: cookie, required: true, schema: {}',
          'name: c, in: query, schema: { type: array }',
          'name: d, in: query, explode: false, schema: { type: array }',
        ].join(' }, { '),
      ),
    },
    says: [
      "spec.yaml:5 leads.list (GET /leads) cannot send query parameter 'a': it has a media type of its own",
      "spec.yaml:5 leads.list (GET /leads) cannot send cookie parameter 'b': fetch sends no cookies",
      "spec.yaml:5 leads.list (GET /leads) cannot send 'c' and 'd' together: they are written in two ways",
    ],
  },
  {
    what: 'a body that the client cannot send',
    files: {
      'spec.yaml': SPEC.replace(
        '      responses',
        '      requestBody: { content: { application/x-www-form-urlencoded: { schema: {} } } }\n      responses',
      ),
    },
    says: ['spec.yaml:8 leads.list (GET /leads) cannot send its body: application/x-www-form-urlencoded is not JSON\n'],
  },
  {
    what: 'a keyed operation without a header for its key',
    files: { 'spec.yaml': SPEC.replace('effect: read', 'effect: keyed') },
    says: ['spec.yaml:7 leads.list (GET /leads) is keyed, but declares no header Idempotency-Key'],
  },
  {
    what: 'a condition on a field that the body does not have',
    files: {
      'spec.yaml': SPEC.replace(
        'responses:',
        'requestBody: { content: { application/json: { schema: { properties: { notes: {} } } } } }\n' +
          '      x-leadwire-unguarded-when: [{ nots: { present: true } }]\n      responses:',
      ),
    },
    says: ["spec.yaml:9 leads.list (GET /leads) has no field 'nots' in its body"],
  },
  {
    what: 'paging by fields and parameters that are not there',
    files: {
      'spec.yaml': withParameter('name: page, in: query, schema: {}')
        .replace('{ description: None }', answerOf('properties: { rows: { type: array, items: {} }, at: {} }'))
        .replace(
          'responses:',
          'x-leadwire-pagination: { style: page, items: rows, param: page, size: max, current: at, last: end, id: key }\n      responses:',
        ),
    },
    says: [
      "spec.yaml:9 leads.list (GET /leads) has no query parameter 'max'",
      "spec.yaml:9 leads.list (GET /leads) has no last 'end' in its answer",
      "spec.yaml:9 leads.list (GET /leads) has no id 'key' in its items",
    ],
  },
  {
    what: 'paging through what is no list',
    files: {
      'spec.yaml': SPEC.replace('{ description: None }', answerOf('properties: { rows: {} }')).replace(
        'responses:',
        'x-leadwire-pagination: { style: none, items: rows }\n      responses:',
      ),
    },
    says: ["spec.yaml:8 leads.list (GET /leads) answers with no list at 'rows'"],
  },
  {
    what: 'paging that lacks a word that its style needs',
    files: {
      'spec.yaml': SPEC.replace(
        'responses:',
        'x-leadwire-pagination: { style: cursor, items: $, param: after }\n      responses:',
      ),
    },
    says: ['spec.yaml:8 x-leadwire-pagination needs next'],
  },
  {
    what: 'a field that OpenAPI 3.1 does not know, or that holds another type',
    files: {
      'spec.yaml': SPEC.replace('{ description: None }', answerOf('type: string, nullable: true, minLength: none')),
    },
    says: [
      'spec.yaml:8 application/json > schema > nullable: Property `nullable` is not expected here.',
      'spec.yaml:8 application/json > schema > minLength: Expected type `integer` but got `string`.',
    ],
  },
  {
    what: 'what cannot be read without losing it',
    files: {
      'spec.yaml': SPEC.replace(
        '{ description: None }',
        answerOf("properties: { __proto__: {}, a: { $ref: '#here' }, b: { pattern: '([' }, c: { $dynamicRef: '#d' } }"),
      ).replace('  /leads:', "  /more:\n    $ref: '#/paths/~1leads'\n    put: {}\n  /leads:"),
    },
    says: [
      "spec.yaml:4 'put' of /more stands beside a $ref: move it to where that leads",
      "spec.yaml:11 a field cannot be called '__proto__'",
      "spec.yaml:11 $ref '#here' names an anchor: use a JSON pointer",
      "spec.yaml:11 pattern '([' is no regular expression",
      'spec.yaml:11 $dynamicRef is not supported: use $ref',
    ],
  },
  {
    what: 'the same in the answer that stands for all others',
    files: { 'spec.yaml': SPEC.replace("'204': { description: None }", `default: ${answer('#here')}`) },
    says: ["spec.yaml:8 $ref '#here' names an anchor: use a JSON pointer"],
  },
  {
    what: 'a schema that is only itself',
    files: {
      'spec.yaml': `${SPEC.replace('{ description: None }', answer('#/components/schemas/A'))}components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }\n`,
    },
    says: ['spec.yaml:1 cannot be read: Self-referencing circular pointer'],
  },
  {
    what: 'a version that is a number',
    files: { 'spec.yaml': SPEC.replace('3.1.0', '3.1') },
    says: ["spec.yaml:1 no OpenAPI 3.1 document (openapi: 3.1, a number: write '3.1.0')"],
  },
  { what: 'an empty file', files: { 'spec.yaml': '' }, says: ['spec.yaml:1 no OpenAPI 3.1 document'] },
  { what: 'Swagger 2', files: { 'spec.yaml': "swagger: '2.0'\n" }, says: ['spec.yaml:1 no OpenAPI 3.1 document'] },
  { what: 'a folder', files: { 'spec.yaml/inside.yaml': SPEC }, says: ['spec.yaml:1 no such file'] },
  {
    what: 'a reference to a folder',
    files: { 'spec.yaml': SPLIT, 'parts/leads.yaml/inside.yaml': PART },
    says: ["spec.yaml:4 Can't resolve $ref 'parts/leads.yaml#/paths/~1leads'"],
  },
  {
    what: 'a reference that leads nowhere',
    files: { 'spec.yaml': SPEC.replace('{ description: None }', answer('#/components/schemas/Lead')) },
    says: ["spec.yaml:8 Can't resolve $ref '#/components/schemas/Lead'"],
  },
  {
    what: 'a reference that leads nowhere in another file',
    files: { 'spec.yaml': SPLIT, 'parts/leads.yaml': PART.replace('{ description: None }', answer('#/schemas/Lead')) },
    says: ["parts/leads.yaml:7 Can't resolve $ref '#/schemas/Lead'"],
  },
  {
    what: 'a reference to a file that is not there',
    files: { 'spec.yaml': SPLIT },
    says: ["spec.yaml:4 Can't resolve $ref 'parts/leads.yaml#/paths/~1leads'"],
  },
  {
    what: 'an extension of ours that is misspelt or holds nonsense',
    files: {
      'spec.yaml': SPEC.replace(
        'responses:',
        'parameters: [{ name: phone, in: query, schema: { type: string }, x-leadwire-phone: national, x-leadwire-privat: phone }]\n' +
          '      x-leadwire-pagination: { style: cursor, items: data, nxt: next }\n' +
          '      x-leadwire-unguarded-when: [{ notes: { presnt: true } }]\n      responses:',
      ),
    },
    says: [
      "spec.yaml:8 x-leadwire-phone 'national' is none of e164-lead, e164, digits, as-given",
      'spec.yaml:8 x-leadwire-privat is no extension of ours',
      `spec.yaml:9 x-leadwire-pagination knows no 'nxt: "next"'`,
      'spec.yaml:10 x-leadwire-unguarded-when has no condition for notes',
    ],
  },
  {
    what: 'all faults of a document at once',
    files: {
      'spec.yaml': `${without(SPEC, 'x-leadwire-effect: read')}    post:\n      x-leadwire-effect: unguarded\n      responses: {}\n`,
    },
    says: [
      'spec.yaml:5 leads.list (GET /leads) has no x-leadwire-effect',
      'spec.yaml:8 POST /leads has no operationId',
    ],
  },
  {
    what: 'a document without an operation',
    files: { 'spec.yaml': SPEC.replace(/paths:[\s\S]*/, 'paths: {}\n') },
    says: ['spec.yaml:1 no operation to generate'],
  },
  {
    what: 'OpenAPI 3.0',
    files: { 'spec.yaml': `# old\n${SPEC.replace('3.1.0', '3.0.3')}` },
    says: ['spec.yaml:2 no OpenAPI 3.1 document (openapi: 3.0.3)'],
  },
  {
    what: 'a file that is no OpenAPI at all',
    files: { 'spec.yaml': '- a list\n' },
    says: ['spec.yaml:1 no OpenAPI 3.1'],
  },
  { what: 'a file that is not there', files: { 'other.yaml': SPEC }, says: ['spec.yaml:1 no such file'] },
  {
    what: 'YAML that cannot be read',
    files: { 'spec.yaml': `${SPEC}  /open: [\n` },
    says: ['spec.yaml:10 not readable as YAML'],
  },
  {
    what: 'YAML that cannot be read in another file',
    files: { 'spec.yaml': SPLIT, 'parts/leads.yaml': `${PART}    get: {}\n` },
    says: ['parts/leads.yaml:8 not readable as YAML: Map keys must be unique'],
  },
];

describe('a spec is refused for', () => {
  test.each(REFUSALS.map((refusal, index) => ({ ...refusal, index })))('$what', async ({ files, says, index }) => {
    const place = write(`refused-${index}`, files);
    const refusal = await readSpec(join(place, 'spec.yaml')).catch((error: unknown) => error);
    const faults = refusal instanceof SpecError ? refusal.faults : [];
    const lines = faults.map(({ file, line, message }) => `\n${relative(place, resolve(file))}:${line} ${message}\n`);
    for (const line of says) expect(lines.join('')).toContain(`\n${line}`);
  });
});

describe.concurrent('nothing is written, and the faults are told in lines, when', () => {
  const LOOP = "{ A: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object }] } }";
  test.each([
    ['something is missing', without(SPEC, 'x-leadwire-effect: read'), 'spec.yaml:5 leads.list (GET /leads) has no x-'],
    ['it is no OpenAPI', '- a list\n', 'spec.yaml:1 no OpenAPI 3.1 document'],
    ['a reference leads nowhere', SPEC.replace('{ description: None }', answer('#/none')), "spec.yaml:8 Can't resolve"],
    [
      'a tool gives up on it',
      `${SPEC}components: { schemas: ${LOOP} }\n`,
      'spec.yaml:1 cannot be generated from: Maximum call stack',
    ],
  ])('%s', async (what, text, line) => {
    const place = write(what, { 'spec.yaml': text });
    const { code, stdout, stderr } = await gen(['--spec', 'spec.yaml', '--out', 'out'], place);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^spec\.yaml:\d+ /), 'Nothing was written.']);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(existsSync(join(place, 'out'))).toBe(false);
  });
});

test('a fault in a spec leaves what it generated before as it was', async () => {
  const place = write('before', { 'spec.yaml': SPEC });
  const args = ['--spec', 'spec.yaml', '--out', 'out'];
  expect(await gen(args, place)).toMatchObject({ code: 0, stdout: 'out: 7 files written\n' });
  const before = bytesBelow(join(place, 'out'));
  write('before', { 'spec.yaml': without(SPEC, 'operationId: leads.list') });
  expect(await gen(args, place)).toMatchObject({ code: 1 });
  expect(bytesBelow(join(place, 'out'))).toEqual(before);
});

describe("a stranger's document", () => {
  test('generates the same wherever it is written to, and nothing is written twice', async () => {
    const near = await gen(['--spec', awkward, '--out', 'near']);
    const far = await gen(['--spec', awkward, '--out', 'far/from/here']);
    const again = await gen(['--spec', awkward, '--out', 'near']);
    expect([near.stdout, far.stdout, again.stdout]).toEqual([
      'near: 7 files written\n',
      'far/from/here: 7 files written\n',
      'near: unchanged\n',
    ]);
    expect(bytesBelow(join(folder, 'far/from/here'))).toEqual(bytesBelow(join(folder, 'near')));
  });

  test('is read anew when a file that it refers to has changed', async () => {
    const place = write('split', { 'spec.yaml': SPLIT, 'parts/leads.yaml': PART });
    await gen(['--spec', 'spec.yaml', '--out', 'out'], place);
    write('split', { 'parts/leads.yaml': PART.replace('leads.list', 'leads.all') });
    expect(await gen(['--spec', 'spec.yaml', '--out', 'out', '--check'], place)).toMatchObject({ code: 1 });
    await gen(['--spec', 'spec.yaml', '--out', 'out'], place);
    expect(readFileSync(join(place, 'out/operations.ts'), 'utf8')).toContain('"leads.all"');
  });

  test('may be JSON', async () => {
    const operation = {
      operationId: 'health.get',
      'x-leadwire-effect': 'read',
      responses: { 204: { description: 'Up' } },
    };
    const spec = { openapi: '3.1.0', info: { title: 'J', version: '1' }, paths: { '/health': { get: operation } } };
    const place = write('json', { 'My API.v2.json': JSON.stringify(spec) });
    expect(await gen(['--spec', 'My API.v2.json', '--out', 'out'], place)).toMatchObject({ code: 0 });
    expect(readFileSync(join(place, 'out/index.ts'), 'utf8')).toContain('export type MyApiV2Api = typeof api;');
  });
});

describe('a folder to write to', () => {
  const generate = (place: string, out: string) => gen(['--spec', 'spec.yaml', '--out', out], place);

  test("keeps whatever else is in it, and gets none of the generator's leavings", async () => {
    const place = write('shared', { 'spec.yaml': SPEC, 'out/notes.txt': 'mine', 'out/types.ts.part': 'mine too' });
    expect(await generate(place, 'out')).toMatchObject({ code: 0 });
    expect(readdirSync(join(place, 'out')).sort()).toEqual([
      'client.ts',
      'index.ts',
      'notes.txt',
      'operations.ts',
      'package.json',
      'schemas.ts',
      'tsconfig.json',
      'types.ts',
      'types.ts.part',
    ]);
    expect(bytesBelow(join(place, 'out'))).toMatchObject({ 'notes.txt': 'mine', 'types.ts.part': 'mine too' });
  });

  test.each([
    ['a manifest', 'package.json', '{ "name": "mine" }'],
    ['a source file', 'index.ts', 'export {};'],
    ['a compiler setting', 'tsconfig.json', '{}'],
    ['a folder of the same name', 'types.ts/deep.ts', ''],
  ])('is left as it is when somebody else has %s there', async (what, file, text) => {
    const place = write(`foreign ${what}`, { 'spec.yaml': SPEC, [`out/${file}`]: text });
    const { code, stderr } = await generate(place, 'out');
    expect(stderr).toBe(`out/${file.split('/')[0]} was not generated: it is left as it is\nNothing was written.\n`);
    expect(code).toBe(1);
    expect(bytesBelow(join(place, 'out'))).toEqual({ [file]: text });
  });

  test('that is none is said in a line', async () => {
    const place = write('no folder', { 'spec.yaml': SPEC, out: 'a file' });
    expect(await generate(place, 'out')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^E[A-Z]+: .*\n$/) });
    expect(await generate(place, 'out/deeper')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^E[A-Z]+: .*\n$/),
    });
    expect(readFileSync(join(place, 'out'), 'utf8')).toBe('a file');
  });
});

test.each([
  ['--spec alone', ['--spec', awkward], '--spec and --out go together'],
  ['an option that there is not', ['--bogus'], "Unknown option '--bogus'"],
])('%s is a fault of usage', async (_, args, says) => {
  const { code, stderr } = await gen(args);
  expect(stderr).toContain(says);
  expect(stderr).toContain('Usage: pnpm gen');
  expect(code).toBe(2);
});

describe('the workspace', () => {
  let root: string;
  beforeAll(() => {
    root = join(folder, 'workspace');
    for (const part of ['specs', 'generated']) copy(join(workspace, part), join(root, part));
  });

  test('is current', async () => {
    const { code, stdout } = await gen(['--root', root, '--check']);
    expect(stdout).toBe('generated code is current (4 specs)\n');
    expect(code).toBe(0);
  });

  test('is stale by name once an enum in a spec has changed, and the same to the byte when it is changed back', async () => {
    const spec = join(root, 'specs/topcalls.yaml');
    const text = readFileSync(spec, 'utf8');
    const before = bytesBelow(join(root, 'generated'));
    const changed = text.replace(
      'enum: [New, Contacted, Converted, Unsubscribed]',
      'enum: [New, Contacted, Won, Lost]',
    );
    expect(changed).not.toBe(text);

    writeFileSync(spec, changed);
    const stale = await gen(['--root', root, '--check'], root);
    expect(stale.stderr).toContain('stale: generated/topcalls/types.ts\nstale: generated/topcalls/schemas.ts\n');
    expect(stale.stderr).not.toMatch(/autocalls|telecrm|pulsecrm/);
    expect(stale.code).toBe(1);
    expect(bytesBelow(join(root, 'generated'))).toEqual(before);

    const followed = await gen(['--root', root], root);
    expect(followed.stdout).toContain('generated/topcalls: 2 files written');
    expect(readFileSync(join(root, 'generated/topcalls/types.ts'), 'utf8')).toContain('"Won" | "Lost"');
    expect(await gen(['--root', root, '--check'], root)).toMatchObject({ code: 0 });

    writeFileSync(spec, text);
    await gen(['--root', root], root);
    expect(bytesBelow(join(root, 'generated'))).toEqual(before);
  });

  test('is stale when a file of a split spec has changed', async () => {
    const part = join(root, 'specs/autocalls/leads.yaml');
    const text = readFileSync(part, 'utf8');
    writeFileSync(part, text.replace('operationId: leads.list', 'operationId: leads.listAll'));
    const { code, stderr } = await gen(['--root', root, '--check'], root);
    writeFileSync(part, text);
    expect(stderr).toContain('stale: generated/autocalls/operations.ts');
    expect(code).toBe(1);
  });

  test('is stale when a file has changed that stands elsewhere', async () => {
    const spec = join(root, 'specs/telecrm.yaml');
    const text = readFileSync(spec, 'utf8');
    const moved = text.replace(
      / {4}PaymentStatus:\n(?: {6}.*\n)+/,
      "    PaymentStatus: { $ref: 'states.json#/state' }\n",
    );
    expect(moved).not.toBe(text);
    const state = (value: string) => JSON.stringify({ state: { type: 'string', enum: [value] } });
    write('workspace', { 'specs/telecrm.yaml': moved, 'specs/states.json': state('PAID') });
    await gen(['--root', root], root);
    write('workspace', { 'specs/states.json': state('OPEN') });
    const { code, stderr } = await gen(['--root', root, '--check'], root);
    writeFileSync(spec, text);
    await gen(['--root', root], root);
    expect(stderr).toContain('stale: generated/telecrm/types.ts');
    expect(code).toBe(1);
  });

  test('is stale when a generated file was edited or lost', async () => {
    const client = join(root, 'generated/telecrm/client.ts');
    const schemas = join(root, 'generated/telecrm/schemas.ts');
    writeFileSync(client, `${readFileSync(client, 'utf8')}\n`);
    rmSync(schemas);
    const { code, stderr } = await gen(['--root', root, '--check'], root);
    expect(stderr).toContain('stale: generated/telecrm/schemas.ts\nstale: generated/telecrm/client.ts\n');
    expect(code).toBe(1);
  });

  test('is not current while something there comes from no spec', async () => {
    await gen(['--root', root], root);
    write('workspace/generated', { 'telecrm/old.ts': '', 'salesline/index.ts': '' });
    const { code, stderr } = await gen(['--root', root, '--check'], root);
    expect(stderr).toBe(
      'stray: generated/salesline comes from no spec: remove it\n' +
        'stray: generated/telecrm/old.ts comes from no spec: remove it\n',
    );
    expect(code).toBe(1);
  });
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
