import { expect, test } from 'vitest';
import { createRawFetch } from '../call/raw.ts';
import { json, replies, standIn } from '../testing.ts';
import { bearer, named } from './credentials.ts';
import { HttpRequest } from './request.ts';

test('a credential is carried under the name that its provider has for it, without the line break of a file', async () => {
  expect(await named('key-1\n', 'api_key', 'apiKey')()).toEqual({ api_key: 'key-1' });
  expect(await named(async () => 'key-2', 'X-Api-Key', 'apiKey')()).toEqual({ 'X-Api-Key': 'key-2' });
  expect(await bearer('Bearer key-3')()).toEqual({ authorization: 'Bearer key-3' });
});

test('a credential that no request can carry is refused by the name of its option', () => {
  expect(() => named('“quoted”', 'X-Api-Key', 'apiKey')()).toThrow(
    expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'apiKey' })] }),
  );
});

test('a credential in the address is added to what the call asks for, by a method and by path, and no error shows it', async () => {
  const fetch = replies(json(200, { things: [] }), json(200, {}), json(400, {}));
  const definition = { headersOf: () => ({}), queryOf: named('key-1', 'api_key', 'apiKey') };
  const client = standIn({ fetch, definition });
  await client.things.list({ search: 'a' });
  await createRawFetch(client.provider)(new HttpRequest('https://stand-in.test/things/1', { method: 'GET' }));
  const refused = await client.things.list({ search: 'b' }).safe();
  expect(fetch.requests.map(({ query }) => query)).toEqual([
    { search: 'a', api_key: 'key-1' },
    { api_key: 'key-1' },
    { search: 'b', api_key: 'key-1' },
  ]);
  expect(JSON.stringify(refused)).not.toContain('key-1');
});
