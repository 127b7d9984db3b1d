import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGen } from './run.ts';

// Documents of the kinds that public APIs publish: each is generated once, all are compiled together, and a client of them is called.

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const documents = readdirSync(join(fixtures, 'documents')).map((file) => basename(file, extname(file)));

let folder: string;
const said = new Map<string, { code: number; error: string }>();

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

const run = (command: string, args: readonly string[]): Promise<Run> =>
  new Promise((done) => {
    execFile(command, args, { cwd: folder, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

async function generate(name: string, file: string, ...flags: string[]): Promise<{ code: number; error: string }> {
  const lines: string[] = [];
  const out = join(folder, name);
  const code = await runGen(['--spec', file, '--out', out, ...flags], {
    log: () => {},
    error: (text) => lines.push(text),
  });
  return { code, error: lines.join('\n') };
}

/** A document made by the script that is kept for it. */
async function made(kind: 'large' | 'knot', count: number): Promise<string> {
  const { stdout } = await run(process.execPath, [join(fixtures, 'make-large.mjs'), kind, String(count)]);
  const file = join(folder, `${kind}-${count}.json`);
  writeFileSync(file, stdout);
  return file;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-documents-'));
  // What the files import is found as a generated package of the workspace would find it.
  symlinkSync(join(root, 'generated/topcalls/node_modules'), join(folder, 'node_modules'));
  for (const file of readdirSync(join(fixtures, 'documents'))) {
    const name = basename(file, extname(file));
    said.set(name, await generate(name, join(fixtures, 'documents', file)));
  }
  const cookie = join(folder, 'cookie.json');
  writeFileSync(cookie, JSON.stringify(NEEDS_COOKIE));
  said.set('only-unsupported', await generate('only-unsupported', cookie, '--skip-unsupported'));
  const methods = join(folder, 'methods.json');
  writeFileSync(methods, JSON.stringify(OTHER_METHODS));
  said.set('other-methods', await generate('other-methods', methods, '--skip-unsupported'));
  said.set('other-methods-refused', await generate('other-methods-refused', methods));
  said.set('knot', await generate('knot', await made('knot', 40)));
  said.set('large', await generate('large', await made('large', 1500)));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
  writeFileSync(join(folder, 'use.ts'), USE);
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIG = {
  compilerOptions: {
    ...{ target: 'es2023', lib: ['es2024', 'dom', 'dom.iterable'], module: 'nodenext', strict: true },
    ...{ exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, rewriteRelativeImportExtensions: true },
    ...{ declaration: true, emitDeclarationOnly: true, outDir: 'declared', skipLibCheck: true, types: [] },
  },
  include: ['*/*.ts', 'use.ts'],
};

const NEEDS_COOKIE = {
  openapi: '3.1.0',
  info: { title: 'Only what fetch cannot send', version: '1' },
  paths: {
    '/a': {
      get: {
        operationId: 'a.get',
        parameters: [{ name: 'session', in: 'cookie', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'A' } },
      },
    },
  },
};

const OTHER_METHODS = {
  openapi: '3.2.0',
  info: { title: 'Methods of OpenAPI 3.2', version: '1' },
  paths: {
    '/a': {
      get: { operationId: 'a.get', responses: { 200: { description: 'A' } } },
      query: { operationId: 'a.query', responses: { 200: { description: 'A' } } },
      additionalOperations: { COPY: { operationId: 'a.copy', responses: { 200: { description: 'A' } } } },
    },
  },
};

test('operations by methods that only OpenAPI 3.2 has are left out by name, or refused', () => {
  const named = /:1 QUERY \/a uses a method that is not supported\n.*:1 COPY \/a uses a method that is not supported\n/;
  expect(said.get('other-methods')).toMatchObject({ code: 0, error: expect.stringMatching(named) });
  expect(said.get('other-methods')?.error).toMatch(/2 operations skipped, 1 generated$/);
  expect(said.get('other-methods-refused')).toMatchObject({ code: 1, error: expect.stringMatching(named) });
});

test('a document whose only operation cannot be sent is generated from without it, and says so at the end', () => {
  expect(said.get('only-unsupported')).toMatchObject({ code: 0 });
  expect(said.get('only-unsupported')?.error).toMatch(
    /skipped: \S+:1 a\.get \(GET \/a\) needs the cookie 'session', which fetch does not send\n1 operation skipped, 0 generated$/,
  );
});

test.each(documents)('%s is generated from', (name) => {
  expect(said.get(name)).toMatchObject({ code: 0 });
});

describe('all of them compile, 1,500 operations and 40 schemas that name one another among them', () => {
  const compilers = [
    ['TypeScript 7', join(root, 'node_modules/.bin/tsc'), []],
    ['TypeScript 5.9', process.execPath, [join(root, 'scripts/node_modules/typescript/bin/tsc')]],
  ] as const;
  test.each(compilers)(
    'under %s',
    async (_, command, args) => {
      const { stdout } = await run(command, [...args, '-p', folder]);
      expect(stdout).toBe('');
    },
    600_000,
  );
});

/** Compiled with the generated packages: each line that must not compile says so. */
const USE = `
import type { Pet } from './disc/index.ts';
import type { EveryBodyOperations, CallEndedPayload, paths, Shape } from './every-body/index.ts';
import type { webhooks } from './every-body/types.ts';
import type { AnswerPngOperations } from './answer-png/index.ts';

export const pet: Pet = { kind: 'big_cat', purrs: true };
// @ts-expect-error: the word of a discriminator is the document's
export const wrong: Pet = { kind: 'BigCat' };
export const payload: CallEndedPayload = { id: 'a' };
export const png: AnswerPngOperations['a']['b']['result'] = new Blob();
export const text: EveryBodyOperations['bodies']['form']['result'] = 'text';
export const octets: EveryBodyOperations['bodies']['octets']['args'] = [new Uint8Array()];
type JsonQuery = NonNullable<paths['/json/{id}']['put']['parameters']['query']>;
export const query: JsonQuery = { filter: { min: 1 }, plain: 'as it is' };
// @ts-expect-error: the client writes the JSON
export const written: JsonQuery = { filter: '{"min":1}' };
export const multipart: EveryBodyOperations['bodies']['multipart']['args'] = [{ file: new File([], 'a.pdf'), pages: [new Blob()] }];
// @ts-expect-error: the document asks for a file
export const noFile: EveryBodyOperations['bodies']['multipart']['args'] = [{ note: 'hello' }];
// @ts-expect-error: bytes are a Blob
export const noBlob: EveryBodyOperations['bodies']['multipart']['args'] = [{ file: 'bytes' }];
export const stored: EveryBodyOperations['bodies']['store'] = { args: [{ file: new Blob() }], result: { file: 'a text in JSON' } };
export const shape: Shape = { kind: 'a word that no mapping has' };
export const made: webhooks['contactMade']['post']['requestBody'] = { content: { 'application/json': { kind: 'circle', radius: 1 } } };
type Upload = paths['/multipart']['post']['requestBody']['content']['multipart/form-data'];
export const upload: Upload = { file: new Blob() };
export const stream = (given: paths['/octets']['post']['responses']['200']['content']['text/event-stream']): ReadableStream<Uint8Array> => given;
export const styles: EveryBodyOperations['bodies']['styles']['args'] = [['a'], { a: 1 }, 5, { b: 'c' }];
export const change: EveryBodyOperations['bodies']['styles']['result'] = { at: 1 };
`;

test.each([
  ['no-response-description', 'no-response-description.json:13 a response has no description'],
  ['path-undeclared', "path-undeclared.json:9 path parameter 'a' is not declared"],
  ['nullable', 'nullable.json:25 nullable is not a keyword of OpenAPI 3.1'],
  ['no-effect', 'assumed: a.b (GET /x) is read'],
  ['every-body', "media type '*/*' has a schema that is not bytes: read as application/json"],
])('the slip of %s is mended with a warning that names the line', (name, warning) => {
  expect(said.get(name)?.error).toContain(warning);
});

test('an operation without an id is named by its path and its verb', () => {
  expect(readFileSync(join(folder, 'no-id/operations.ts'), 'utf8')).toContain('"x.list"');
});

test('a discriminator keeps the words of the document when its schemas are renamed', () => {
  const types = readFileSync(join(folder, 'disc/types.ts'), 'utf8');
  expect(types).toContain('kind: "big_cat"');
  expect(types).not.toContain('"BigCat"');
});

test('a document of webhooks alone gives the types of their payloads', () => {
  expect(readFileSync(join(folder, 'webhook-only/types.ts'), 'utf8')).toContain('export interface webhooks');
  expect(readFileSync(join(folder, 'every-body/index.ts'), 'utf8')).toContain('CallEndedPayload');
});

interface Received {
  line: string;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('a call of a generated client', () => {
  let server: Server;
  const received: Received[] = [];
  const results: unknown[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const line = `${request.method} ${decodeURIComponent(request.url ?? '')}`;
        received.push({ line, headers: request.headers, body: Buffer.concat(chunks).toString('latin1') });
        if (request.url === '/multipart') response.writeHead(204).end();
        else response.end(/^.(json|styles)/.test(request.url ?? '') ? '{"ok":true}' : 'some text');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, 'calls.ts'), CALLS);
    const { stdout, stderr } = await run(process.execPath, [join(folder, 'calls.ts'), `http://127.0.0.1:${port}`]);
    expect(stderr).toBe('');
    results.push(...JSON.parse(stdout));
  }, 120_000);
  afterAll(() => {
    server.close();
  });

  const [json, form, multipart, text, octets, styles] = [0, 1, 2, 3, 4, 5];
  const at = (index = 0): Received => received[index] ?? { line: '', headers: {}, body: '' };

  test('writes each query parameter in its own style', () => {
    expect(at(json).line).toBe(
      'PUT /json/a b?filter={"min":1}&plain=as it is&commas=x,y&repeated=x&repeated=y&pipes=x|y&deep[a]=1&from=2',
    );
  });

  test('writes path parameters as labels and matrices, nested objects in the query, and an object in a header', () => {
    expect(at(styles).line).toBe(
      'PATCH /styles/.a,b/;a=1/;one=5/b=c,d=e f?nested[a][b]=1&nested[a][c][0]=2&raw=a/b?c&words=x y',
    );
    expect(at(styles).headers['x-fields']).toBe('a,1,b,2');
  });

  test('writes a JSON body in the media type that the document names, and reads JSON of a type that is left open', () => {
    expect(at(styles)).toMatchObject({
      body: '{"at":1}',
      headers: { 'content-type': 'application/merge-patch+json', 'x-more': 'kept' },
    });
    expect(results.at(-1)).toEqual({ ok: true });
  });

  test('writes a JSON body, and a header that is JSON', () => {
    expect(at(json)).toMatchObject({
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', 'x-options': '{"deep":true}' },
    });
  });

  test('writes a form by the encoding of its fields', () => {
    expect(at(form).headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(decodeURIComponent(at(form).body)).toBe(
      'name=Jane+Doe&tags=a&tags=b&address={"city":"Paris"}&metadata[source]=web&rows=[{"a":1}]',
    );
  });

  test('writes an object as multipart, with its files', () => {
    expect(at(multipart).headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(at(multipart).body).toMatch(/name="file"; filename="a.txt"[\s\S]*some bytes/);
    expect(at(multipart).body.match(/name="pages"; filename/g)).toHaveLength(2);
    expect(at(multipart).body).toContain('name="note"\r\n\r\nhello');
  });

  test('writes text and bytes as they are, in their media type', () => {
    expect(at(text)).toMatchObject({ line: 'POST /text', body: 'a;b', headers: { 'content-type': 'text/csv' } });
    expect(at(octets)).toMatchObject({ body: '\u0001\u0002', headers: { 'content-type': 'application/octet-stream' } });
  });

  test('reads JSON, text, nothing, a Blob and a stream by the media type of the response', () => {
    expect(results.slice(0, 5)).toEqual([
      { ok: true },
      'some text',
      'undefined',
      'Blob of 9 bytes',
      'stream of 9 bytes',
    ]);
  });
});

/** Run beside the generated packages: calls every operation, and prints what it got. */
const CALLS = `
import { createClient } from './every-body/index.ts';
const client = createClient({ baseUrl: process.argv[2] ?? '' });
const send = async (method: string, path: string, init: object) =>
  (await client.request(method as never, path as never, init as never)).data as unknown;
const query = { filter: { min: 1 }, plain: 'as it is', commas: ['x', 'y'], repeated: ['x', 'y'], pipes: ['x', 'y'], deep: { a: 1 }, flat: { from: 2 } };
const results = [
  await send('put', '/json/{id}', { params: { path: { id: 'a b' }, query, header: { 'X-Options': { deep: true } } }, body: { a: 1 } }),
  await send('post', '/form', { body: { name: 'Jane Doe', tags: ['a', 'b'], address: { city: 'Paris' }, metadata: { source: 'web' }, rows: [{ a: 1 }] } }),
  String(await send('post', '/multipart', { body: { file: new File(['some bytes'], 'a.txt'), pages: [new Blob(['one']), new Blob(['two'])], note: 'hello' } })),
];
const blob = await client.POST('/text', { body: 'a;b' } as never);
results.push(\`Blob of \${blob.data?.size} bytes\`);
const stream = (await send('post', '/octets', { body: new Uint8Array([1, 2]) })) as ReadableStream<Uint8Array>;
let bytes = 0;
for await (const chunk of stream) bytes += chunk.length;
results.push(\`stream of \${bytes} bytes\`);
const path = { label: ['a', 'b'], matrix: { a: 1 }, one: 5, fields: { b: 'c', d: 'e f' } };
const styled = { nested: { a: { b: 1, c: [2] } }, raw: 'a/b?c', words: ['x', 'y'] };
const header = { 'X-Fields': { a: 1, b: 2 } };
const { data } = await client.PATCH('/styles/{label}/{matrix}/{one}/{fields}', {
  params: { path, query: styled, header },
  headers: new Headers({ 'X-More': 'kept' }),
  body: { at: 1 },
});
results.push(data as never);
console.log(JSON.stringify(results));
`;
