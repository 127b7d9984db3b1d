import { describe, expect, test } from 'vitest';
import { body, fakeClock, json, redirect, replies, reset, standIn } from '../testing.ts';
import { HttpRequest } from '../transport/request.ts';
import { createRawFetch } from './raw.ts';

/** Asks as openapi-fetch does when it is used by path. */
const ask = (
  fetch: ReturnType<typeof replies>,
  method: string,
  path: string,
  init: { body?: unknown; headers?: Record<string, string> } = {},
) => {
  const text = init.body === undefined ? null : JSON.stringify(init.body);
  const request = new HttpRequest(`https://stand-in.test${path}`, {
    method,
    body: text,
    ...(init.headers && { headers: init.headers }),
  });
  return createRawFetch(standIn({ fetch }).provider)(request);
};

describe('client.raw goes the way of every call', () => {
  test('with credentials, which the caller may set', async () => {
    const fetch = replies(json(200, {}));
    await ask(fetch, 'GET', '/things/1');
    await ask(fetch, 'GET', '/things/1', { headers: { authorization: 'Bearer own' } });
    expect(fetch.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token', 'Bearer own']);
  });

  test.each(['/things/..', '/things/./search', '/things/%2e%2E'])(
    '%s is refused before anything is sent',
    async (path) => {
      const fetch = replies(json(200, {}));
      await expect(ask(fetch, 'GET', path)).rejects.toMatchObject({ kind: 'invalid-input', effect: 'none' });
      expect(fetch.requests).toEqual([]);
    },
  );

  test.each([
    ['GET', '/things/1', 3],
    ['PUT', '/things', 3],
    ['POST', '/things', 1],
    ['POST', '/things/search', 3],
    ['PATCH', '/things/1', 3],
    ['POST', '/things/claim', 2],
    ['POST', '/unknown', 1],
    ['GET', '/unknown', 3],
  ])('with the retries of its class: %s %s is sent %i times', async (method, path, sends) => {
    const fetch = replies(reset);
    await expect(ask(fetch, method, path, { body: {} })).rejects.toMatchObject({ kind: 'network' });
    expect(fetch.requests.length).toBe(sends);
  });

  test('with a body that makes it unguarded', async () => {
    const fetch = replies(body(503));
    await ask(fetch, 'PATCH', '/things/1', { body: { notes_append: 'once' } });
    expect(fetch.requests.length).toBe(1);
  });

  test('with a key where the operation takes one, the same on every attempt: it is sent again only because of that', async () => {
    const fetch = replies(body(503));
    await ask(fetch, 'POST', '/calls', { body: {} });
    await ask(fetch, 'POST', '/calls', { body: {}, headers: { 'Idempotency-Key': 'own-key-1' } });
    const keys = fetch.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0], keys[0], 'own-key-1', 'own-key-1', 'own-key-1']);
    expect(keys[0]).toMatch(/^lw1_/);
  });
});

test('a credential that never comes is waited for until the deadline, and nothing is sent', async () => {
  const clock = fakeClock({ waits: 'hold' });
  const fetch = replies(json(200, {}));
  const definition = { headersOf: () => new Promise<never>(() => undefined) };
  const asked = createRawFetch(standIn({ fetch, clock, definition }).provider)(
    new HttpRequest('https://stand-in.test/things/1', {}),
  );
  const failed = expect(asked).rejects.toMatchObject({ kind: 'timeout', effect: 'none' });
  await clock.advance(120_000);
  await failed;
  expect(fetch.requests).toEqual([]);
});

test('every status is handed on, with its body', async () => {
  const response = await ask(replies(json(422, { message: 'no' }, { 'x-kept': 'yes' })), 'POST', '/things', {
    body: {},
  });
  expect([response.status, await response.json(), response.headers.get('x-kept')]).toEqual([
    422,
    { message: 'no' },
    'yes',
  ]);
  expect((await ask(replies(body(204)), 'DELETE', '/things/1')).status).toBe(204);
});

test('a write never follows a redirect', async () => {
  const fetch = replies(redirect(302, 'https://evil.test'));
  expect((await ask(fetch, 'POST', '/things', { body: {} })).status).toBe(302);
  expect(fetch.requests.length).toBe(1);
});
