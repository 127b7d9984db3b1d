import { describe, expect, test } from 'vitest';
import { answering, html, json, refused, replies, reset, standIn, tooManyRequests } from '../testing.ts';

const lead = { name: 'Jane' };

describe('one unknown attempt keeps the call unknown', () => {
  test.each([
    ['400', json(400, {}), 'rejected'],
    ['404', json(404, {}), 'not-found'],
    ['429', tooManyRequests({ retryAfterSeconds: 1_000 }), 'rate-limited'],
    ['a refused connection', refused, 'network'],
  ] as const)('although a later one says %s', async (_, answer, kind) => {
    const outcome = await standIn({ fetch: replies(reset, answer) })
      .things.update('1', lead)
      .safe();
    expect(outcome).toMatchObject({ ok: false, error: { kind, effect: 'unknown' } });
  });

  test('a 2xx that could not be read outweighs both', async () => {
    const outcome = await standIn({ fetch: replies(reset, html(200), json(400, {})) })
      .things.update('1', lead)
      .safe();
    expect(outcome).toMatchObject({ error: { kind: 'rejected', effect: 'applied' } });
  });
});

describe('a delete that was sent again', () => {
  test('finds nothing: the first one did it', async () => {
    const outcome = await standIn({ fetch: replies(reset, json(404, {})) })
      .things.remove('1')
      .safe();
    expect(outcome).toMatchObject({ ok: true, value: undefined, meta: { status: 404, attempts: [{}, {}] } });
  });

  test.each([
    ['at first', json(404, {})],
    ['after a 429, which was not processed', tooManyRequests()],
    ['after a refused connection', refused],
  ])('a 404 %s is not-found', async (_, first) => {
    const outcome = await standIn({ fetch: replies(first, json(404, {})) })
      .things.remove('1')
      .safe();
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'not-found', effect: 'none' } });
  });

  test('a 404 on another resent write is not-found, and the call stays unknown', async () => {
    const outcome = await standIn({ fetch: replies(reset, json(404, {})) })
      .things.update('1', lead)
      .safe();
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'not-found', effect: 'unknown' } });
  });
});

test('a body that makes an operation unguarded keeps it from being sent again', async () => {
  const fetch = answering(() => new Response(null, { status: 503 }));
  const client = standIn({ fetch });
  await client.things.update('1', { notes_append: 'once' }).safe();
  expect(fetch.requests.length).toBe(1);
  await client.things.update('1', { notes: 'often' }).safe();
  expect(fetch.requests.length).toBe(4);
});
