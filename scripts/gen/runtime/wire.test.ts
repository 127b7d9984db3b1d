import createClient from 'openapi-fetch';
import { expect, test } from 'vitest';
import { type Wire, wired } from './wire.ts';

/** What a client with this wire sends. */
async function sent(wire: Wire, init: object): Promise<Request> {
  const seen: Request[] = [];
  const fetch = async (request: Request) => {
    seen.push(request);
    return Response.json({});
  };
  const client = wired(createClient<never>({ baseUrl: 'https://api.test', fetch }), { 'POST /{color}': wire });
  await client.request('post' as never, '/{color}' as never, { params: { path: { color: 'x' } }, ...init } as never);
  const [request] = seen;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

const VALUES = { one: 'blue', list: ['blue', 'black'], fields: { R: 100, G: 200 } };

// The table of OpenAPI 3.1.1, under "Style Examples".
test.each([
  ['simple', false, ['blue', 'blue,black', 'R,100,G,200']],
  ['simple', true, ['blue', 'blue,black', 'R=100,G=200']],
  ['label', false, ['.blue', '.blue,black', '.R,100,G,200']],
  ['label', true, ['.blue', '.blue.black', '.R=100.G=200']],
  ['matrix', false, [';color=blue', ';color=blue,black', ';color=R,100,G,200']],
  ['matrix', true, [';color=blue', ';color=blue;color=black', ';R=100;G=200']],
])('a path parameter of style %s, exploded %s, is written as OpenAPI has it', async (style, explode, expected) => {
  const written = Object.values(VALUES).map(async (color) => {
    const { url } = await sent({ path: { color: { style, explode } } }, { params: { path: { color } } });
    return url.replace('https://api.test/', '');
  });
  expect(await Promise.all(written)).toEqual(expected);
});

test.each([
  ['form', true, ['color=blue', 'color=blue&color=black', 'R=100&G=200']],
  ['form', false, ['color=blue', 'color=blue,black', 'color=R,100,G,200']],
  ['spaceDelimited', false, ['color=blue', 'color=blue%20black', undefined]],
  ['pipeDelimited', false, ['color=blue', 'color=blue|black', undefined]],
  ['deepObject', true, ['color=blue', 'color[0]=blue&color[1]=black', 'color[R]=100&color[G]=200']],
])('a query parameter of style %s, exploded %s, is written as OpenAPI has it', async (style, explode, expected) => {
  const values = Object.values(VALUES).filter((_, index) => expected[index] !== undefined);
  const written = values.map(async (color) => {
    const params = { path: { color: 'x' }, query: { color } };
    return (await sent({ query: { color: { style, explode } } }, { params })).url.split('?')[1];
  });
  expect(await Promise.all(written)).toEqual(expected.filter((text) => text !== undefined));
});

test('what a style has no form for is written as JSON, and what is left out is not written', async () => {
  const query = { list: [{ a: 1 }], fields: { a: [1], b: undefined }, none: undefined, empty: [] };
  const style = { style: 'form', explode: true };
  const { url } = await sent({ query: { list: style, fields: style } }, { params: { path: { color: 'x' }, query } });
  expect(decodeURIComponent(url)).toBe('https://api.test/x?list={"a":1}&a=[1]');
});

test('a header that the caller gives stands over the media type of the document', async () => {
  const body = { body: 'text', mediaType: 'text/csv' } as const;
  const headers = { 'content-type': 'text/csv; header=present' };
  expect((await sent(body, { body: 'a' })).headers.get('content-type')).toBe('text/csv');
  expect((await sent(body, { body: 'a', headers })).headers.get('content-type')).toBe('text/csv; header=present');
  expect((await sent(body, {})).headers.get('content-type')).toBeNull();
});
