import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { compareTypes } from './compare-types.ts';
import { readAnySpec } from './read/read-spec.ts';

const specs = fileURLToPath(new URL('../../specs', import.meta.url));
const cases = fileURLToPath(new URL('fixtures/documents', import.meta.url));
const documents = [specs, cases].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(yaml|json)$/.test(name) && name !== 'providers.json')
    .map((name) => ({ name, file: join(folder, name) })),
);

const folder = mkdtempSync(join(tmpdir(), 'leadwire-compare-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where openapi-typescript's own types do not say what the document says, or do not compile. */
const KNOWN: readonly { readonly name: string; readonly why: string; readonly what: string; readonly how: string }[] = [
  {
    name: 'every-body.yaml',
    what: 'bodies.json query',
    how: 'is another',
    why: 'a query parameter with a media type has no type there',
  },
  {
    name: 'every-body.yaml',
    what: 'bodies.store result',
    how: 'accepts more',
    why: 'a file of a multipart body is a text there, and so is one in a response of JSON with the same schema',
  },
  {
    name: 'published-slips.yaml',
    what: 'packages.package result',
    how: 'is another',
    why: 'fields required of a type that may be null do not compile there',
  },
];
const differing = [...Map.groupBy(KNOWN, ({ name }) => name)];

test.each(documents.filter(({ name }) => differing.every(([known]) => known !== name)))(
  'every body, query and response of $name has the type that openapi-typescript gives it',
  async ({ name, file }) => {
    const { differences, errors } = await compareTypes(await readAnySpec(file), join(folder, name));
    expect({ differences, errors }).toEqual({ differences: [], errors: [] });
  },
  120_000,
);

test.each(differing)(
  'in %s only the types that are known to say too little there differ',
  async (name, known) => {
    const { differences } = await compareTypes(await readAnySpec(join(cases, name)), join(folder, name));
    expect(differences).toEqual(known.map(({ what, how }) => ({ what, how })));
  },
  120_000,
);

test('the comparison notices a type that is another than openapi-typescript gives', async () => {
  const schema = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };
  const file = join(folder, 'changed.json');
  const response = { description: 'A', content: { 'application/json': { schema } } };
  const paths = { '/a': { get: { operationId: 'a.get', responses: { 200: response } } } };
  writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info: { title: 'Changed', version: '1' }, paths }));
  const spec = await readAnySpec(file);
  const { differences } = await compareTypes(spec, join(folder, 'changed'), (ours) =>
    ours.replace('a: string', 'a: number'),
  );
  expect(differences).toEqual([{ what: 'a.get result', how: 'is another' }]);
});
