import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAnySpec } from '../read/read-spec.ts';
import { type EmitOptions, emitFiles } from './emit.ts';

// fixtures/awkward.yaml holds all that is hard to generate; fixtures/awkward/ is what comes of it.

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const awkward = join(fixtures, 'awkward.yaml');
const options: EmitOptions = {
  name: 'awkward',
  source: 'awkward.yaml',
  versions: { openapiFetch: 'catalog:', zod: 'catalog:' },
};
const NAMES = [
  'types.ts',
  'schemas.ts',
  'operations.ts',
  'client.ts',
  'index.ts',
  'openapi.json',
  'package.json',
  'tsconfig.json',
];

const generate = async (spec: string, more: Partial<EmitOptions> = {}): Promise<Map<string, string>> =>
  emitFiles(await readAnySpec(spec), { ...options, ...more }).files;

let folder: string;
let files: Map<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-emit-'));
  // What the files import is found as a generated package of the workspace would find it.
  symlinkSync(join(root, 'generated/topcalls/node_modules'), join(folder, 'node_modules'));
  files = await generate(awkward);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a package is eight files', () => {
  expect([...files.keys()]).toEqual(NAMES);
});

test.each(NAMES)('an awkward spec generates the %s that is kept as a snapshot', async (name) => {
  await expect(files.get(name)).toMatchFileSnapshot(join(fixtures, 'awkward', name));
});

test('what an awkward spec generates compiles, and its types say what the spec says', () => {
  writeFileSync(join(folder, 'use.ts'), USE);
  const compiler = join(root, 'node_modules/.bin/tsc');
  const { stdout, stderr } = spawnSync(compiler, ['-p', folder, '--noEmit'], { encoding: 'utf8' });
  expect(stdout + stderr).toBe('');
});

describe('the schemas of an awkward spec judge as it does', () => {
  let verdicts: boolean[];
  beforeAll(() => {
    const judge = ['--input-type=module', '--eval', JUDGE, '--', JSON.stringify(CASES)];
    const { stdout, stderr } = spawnSync(process.execPath, judge, { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    verdicts = JSON.parse(stdout);
  });

  test.each(CASES.map((judged, index) => ({ ...judged, index })))('$says', ({ index, fits }) => {
    expect(verdicts[index]).toBe(fits);
  });
});

test('a query is written as its parameters say', () => {
  const call = ['--input-type=module', '--eval', CALL];
  const { stdout, stderr } = spawnSync(process.execPath, call, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n').map(decodeURIComponent)).toEqual([
    'https://eu.example.test/v1/things/1/kinds/a/2?deep[a]=b&ids=1,all',
    'https://eu.example.test/v1/files/1?from=2&tags=a|b',
  ]);
});

describe('the bytes of a generated package', () => {
  test('are the same wherever the spec stands', async () => {
    const elsewhere = join(folder, 'some/where/else');
    mkdirSync(elsewhere, { recursive: true });
    cpSync(awkward, join(elsewhere, 'awkward.yaml'));
    expect(await generate(join(elsewhere, 'awkward.yaml'))).toEqual(files);
  });

  test('differ by the name alone when the spec is called something else', async () => {
    const renamed = await generate(awkward, { name: 'clumsy', source: 'clumsy.yaml' });
    const back = (text: string) => text.replaceAll('clumsy', 'awkward').replaceAll('Clumsy', 'Awkward');
    // The spec has a schema called AwkwardClient, which only stands in the way of a client of that name.
    const apart = (text = '') => text.replaceAll('AwkwardClient2', 'AwkwardClient');
    for (const [name, text] of renamed) expect(apart(back(text)), name).toBe(apart(files.get(name)));
  });
});

test('a spec without a schema generates code that compiles', async () => {
  const bare = join(folder, 'bare');
  const spec = join(folder, 'bare.yaml');
  mkdirSync(bare);
  writeFileSync(
    spec,
    `openapi: 3.1.0
info: { title: Bare, version: '1' }
paths: { /ping: { get: { operationId: health.ping, x-leadwire-effect: read, responses: { '204': { description: Up } } } } }
`,
  );
  for (const [name, text] of await generate(spec, { name: 'bare', source: 'bare.yaml' }))
    writeFileSync(join(bare, name), text);
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', bare, '--noEmit'], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

/** Compiled with the generated files: each line that must not compile says so. */
const USE = `
import { type Animal, api, type AwkwardOperations, type Client2, createClient, type Keywords, type Part } from './index.ts';

type Delete = AwkwardOperations['things']['delete']['args'];
export const args: Delete = [1, 'a', 'two', { ids: [1, 'all'], caller: '+14155552671' }];
// @ts-expect-error: the enum of a path parameter is closed
export const wrongPath: Delete = [1, 'c', 'two'];
// @ts-expect-error: a fifth argument
export const tooMany: Delete = [1, 'a', 'two', {}, {}];

export const open: Part['state'] = 'never heard of' as string;
export const openNull: Keywords['openNull'] = null;
export const openAlsoNull: Keywords['openAlsoNull'] = null;
export const openNumber: Keywords['openNumber'] = 99 as number;
// @ts-expect-error: closed on purpose
export const closed: Keywords['closed'] = 'b';
export const example: Keywords['example'] = 'y';
export const examples: Keywords['examples'] = { any: 'thing' };
export const inner: Keywords['properties'] = { properties: 'a', example: 'b' };
export const negative: Client2 = -2;
// @ts-expect-error: not in the enum of numbers
export const four: Client2 = 4;
export const cat: Animal = { kind: 'cat', lives: 9 };
// @ts-expect-error: the discriminator decides
export const dog: Animal = { kind: 'dog', lives: 9 };

const client = createClient({ baseUrl: api.server });
export const reply = client.GET('/things/{thing-id}/kinds/{class}/{1}', { params: { path: { 'thing-id': 1, class: 'a', 1: 'x' } } });
export const owner: 'digits' = api.operations['animals.create'].phones[0].form;
`;

/** Run beside the generated files: prints the address of each request. */
const CALL = `
import { api } from './index.ts';
const fetch = async ({ url }) => (console.log(url), Response.json({}));
const client = api.createClient({ baseUrl: api.server, fetch });
const path = { 'thing-id': 1, class: 'a', 1: 2 };
for (const [id, query] of [
  ['things.delete', { deep: { a: 'b' }, ids: [1, 'all'] }],
  ['files.constructor', { range: { from: 2 }, tags: ['a', 'b'] }],
]) {
  const { path: template, verb } = api.operations[id];
  await client.request(verb, template, { params: { path, query } });
}
`;

/** Run beside the generated files: prints the verdict of each case. */
const JUDGE = `
import * as schemas from './schemas.ts';
const cases = JSON.parse(process.argv[1]);
console.log(JSON.stringify(cases.map(({ schema, value }) => schemas[schema].safeParse(value).success)));
`;

const CASES: { says: string; schema: string; value: unknown; fits: boolean }[] = [
  { says: 'an enum without a type may hold null', schema: 'zFlags', value: null, fits: true },
  { says: 'an enum without a type may hold a number', schema: 'zFlags', value: 1, fits: true },
  { says: 'an enum without a type holds no number that it does not list', schema: 'zFlags', value: 2, fits: false },
  { says: 'a pattern knows the letters of all scripts', schema: 'z_2factorCode', value: 'ü7', fits: true },
  { says: 'a pattern refuses what does not fit', schema: 'z_2factorCode', value: '-7', fits: false },
  { says: 'a recursive object keeps its own rules', schema: 'zTree', value: { left: { more: 1 } }, fits: true },
  {
    says: 'a recursive object without a field is refused where one is needed',
    schema: 'zTree',
    value: {},
    fits: false,
  },
  { says: 'a rule of a recursive object holds further down too', schema: 'zTree', value: { left: {} }, fits: false },
  {
    says: 'an object with more fields than it may have is refused',
    schema: 'zTree',
    value: { left: { a: 1 }, right: { a: 1 }, more: 1 },
    fits: false,
  },
  { says: 'null passes the rules of a nullable object', schema: 'zTreeLeft', value: { a: null }, fits: true },
  {
    says: 'an empty object is refused where a field is needed, though null is not',
    schema: 'zTreeLeft',
    value: { a: {} },
    fits: false,
  },
  { says: 'a key that fits a pattern is let through', schema: 'zDictionary', value: { 'x-a': 'b' }, fits: true },
  {
    says: 'a union goes by its discriminator',
    schema: 'zAnimal',
    value: { kind: 'dog', friends: [{ kind: 'cat' }, null] },
    fits: true,
  },
  {
    says: 'a union refuses the fields of the other kind',
    schema: 'zAnimal',
    value: { kind: 'cat', friends: [] },
    fits: false,
  },
  { says: 'an allOf asks for both parts', schema: 'zDerivedThing', value: { id: 'a', extra: null }, fits: true },
  { says: 'an allOf is not content with one part', schema: 'zDerivedThing', value: { extra: null }, fits: false },
  { says: 'an int64 at its bound fits', schema: 'zKeywords', value: keywords({ big: 1 }), fits: true },
  { says: 'an int64 below its bound does not', schema: 'zKeywords', value: keywords({ big: 0 }), fits: false },
  {
    says: 'an integer beyond 2^53 is not refused in a response',
    schema: 'zKeywords',
    value: keywords({ openNumber: 2 ** 53 + 2 }),
    fits: true,
  },
  { says: 'an open enum takes anything', schema: 'zKeywords', value: keywords({ openNull: 'c' }), fits: true },
  {
    says: 'an open enum takes null where it lists it, or its type does',
    schema: 'zKeywords',
    value: keywords({ openNull: null, openAlsoNull: null }),
    fits: true,
  },
  {
    says: 'a closed one takes null where it lists it',
    schema: 'zKeywords',
    value: keywords({ closed: null }),
    fits: true,
  },
  {
    says: 'a closed enum takes nothing that it does not list',
    schema: 'zKeywords',
    value: keywords({ closed: 'c' }),
    fits: false,
  },
  {
    says: 'two fields exclude each other',
    schema: 'zThingsCreateBody',
    value: { default: 'x', filter: { a: '', b: '' } },
    fits: false,
  },
  {
    says: 'an object that needs a field is refused without one',
    schema: 'zThingsCreateBody',
    value: { default: 'x', filter: {} },
    fits: false,
  },
];

function keywords(more: object) {
  return { type: 'a', readOnly: 'b', ...more };
}
