import { describe, expect, test } from 'vitest';
import { json, redirect, replies, standIn } from '../testing.ts';

const here = 'https://stand-in.test/elsewhere';
const there = 'https://evil.test/things';

describe('a write never follows a redirect', () => {
  test.each([301, 302, 303])('%i: its effect is unknown', async (status) => {
    const fetch = replies(redirect(status, here), json(200, {}));
    const outcome = await standIn({ fetch }).things.create({}).safe();
    expect(outcome).toMatchObject({ error: { kind: 'unexpected-redirect', effect: 'unknown', status } });
    expect(fetch.requests.length).toBe(1);
  });

  test.each([307, 308])('%i: nothing happened', async (status) => {
    const fetch = replies(redirect(status, here), json(200, {}));
    const outcome = await standIn({ fetch }).things.create({}).safe();
    expect(outcome).toMatchObject({ error: { kind: 'unexpected-redirect', effect: 'none', status } });
    expect(fetch.requests.length).toBe(1);
  });

  test('nor is the response of a fetch that followed one by itself the response to it', async () => {
    const followed = () => Object.defineProperty(Response.json({ id: 1 }), 'redirected', { value: true });
    const client = standIn({ fetch: async () => followed() });
    expect(await client.things.create({}).safe()).toMatchObject({
      error: { kind: 'unexpected-redirect', effect: 'unknown' },
    });
    expect(await client.things.get('1')).toEqual({ id: 1 });
  });

  test('nor does one that is safe to repeat, or a search that is a POST', async () => {
    const fetch = replies(redirect(307, here));
    const client = standIn({ fetch });
    await client.things.update('1', {}).safe();
    await client.things.search({}).safe();
    expect(fetch.requests.map(({ method }) => method)).toEqual(['PATCH', 'POST']);
  });
});

describe('a read', () => {
  test('follows at most three', async () => {
    const fetch = replies(redirect(302, here));
    const outcome = await standIn({ fetch }).things.get('1').safe();
    expect(outcome).toMatchObject({ error: { kind: 'unexpected-redirect', effect: 'none' } });
    expect(fetch.requests.length).toBe(4);
  });

  test('follows on the same origin, with its credential', async () => {
    const fetch = replies(
      redirect(301, '/moved'),
      redirect(308, 'https://stand-in.test/again?x=1'),
      json(200, { id: 1 }),
    );
    await expect(standIn({ fetch }).things.get('1')).resolves.toEqual({ id: 1 });
    expect(fetch.requests.map(({ url }) => url)).toEqual([
      'https://stand-in.test/things/1',
      'https://stand-in.test/moved',
      'https://stand-in.test/again?x=1',
    ]);
    expect(fetch.requests.every(({ headers }) => headers.authorization === 'Bearer token')).toBe(true);
  });

  test.each([
    ['another host', there],
    ['another port', 'https://stand-in.test:8443/things'],
    ['plain http', 'http://stand-in.test/things'],
    ['another host, told without its scheme', '//evil.test/things'],
    ['no address at all', 'https://'],
  ])('does not follow to %s: no credential leaves the origin', async (_, location) => {
    const fetch = replies(redirect(302, location), json(200, {}));
    const outcome = await standIn({ fetch }).things.get('1').safe();
    expect(outcome).toMatchObject({ error: { kind: 'unexpected-redirect' } });
    expect(fetch.requests.map(({ url }) => url)).toEqual(['https://stand-in.test/things/1']);
  });

  test('does not follow a redirect that says nowhere', async () => {
    const outcome = await standIn({ fetch: replies(() => new Response(null, { status: 302 })) })
      .things.get('1')
      .safe();
    expect(outcome).toMatchObject({ error: { kind: 'unexpected-redirect' } });
  });

  test('does not count the way there as a retry', async () => {
    const fetch = replies(redirect(302, here), () => new Response(null, { status: 503 }));
    await standIn({ fetch, retry: { maxAttempts: 2 } })
      .things.get('1')
      .safe();
    expect(fetch.requests.length).toBe(3);
  });
});

test('every request is made with redirect: manual', async () => {
  const seen: unknown[] = [];
  const fetch = async (_input: unknown, init: RequestInit) => {
    seen.push(init.redirect);
    return Response.json({});
  };
  const client = standIn({ fetch });
  await client.things.get('1');
  await client.things.create({});
  expect(seen).toEqual(['manual', 'manual']);
});
