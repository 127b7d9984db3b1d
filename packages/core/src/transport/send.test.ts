import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { body, cut, fakeClock, json, refused, replies, stalls, standIn, tooManyRequests } from '../testing.ts';

const lead = { name: 'Jane' };

describe('retries', () => {
  test('wait for full jitter: random × 500 ms, then × 1 s', async () => {
    const clock = fakeClock({ random: 0.5 });
    const fetch = replies(body(503), body(503), json(200, { id: 1 }));
    await expect(standIn({ fetch, clock }).things.fold(lead)).resolves.toEqual({ id: 1 });
    expect(clock.slept).toEqual([250, 500]);
  });

  test('are at most maxAttempts, the first try included', async () => {
    const fetch = replies(body(503));
    const client = standIn({ fetch, retry: { maxAttempts: 5 } });
    await client.things.fold(lead).safe();
    await client.things.fold({ name: 'Once' }, { retry: false }).safe();
    await client.things.fold({ name: 'Twice' }, { retry: { maxAttempts: 2 } }).safe();
    const sent = fetch.requests.map(({ json }) => (json as typeof lead).name);
    expect(sent).toEqual([...Array(5).fill('Jane'), 'Once', 'Twice', 'Twice']);
  });

  test.each([400, 401, 402, 403, 404, 405, 409, 413, 415, 422, 501, 505])('a %i is final', async (status) => {
    const fetch = replies(json(status, {}));
    await standIn({ fetch }).things.list().safe();
    expect(fetch.requests.length).toBe(1);
  });

  test.each([408, 429, 500, 502, 503, 504])('a %i is tried again', async (status) => {
    const fetch = replies(json(status, {}), json(200, { items: [] }));
    await expect(standIn({ fetch }).things.list()).resolves.toEqual({ items: [] });
  });

  test('send the same bytes, built anew for each attempt', async () => {
    const seen: unknown[] = [];
    const fetch = vi.fn(async (request: unknown) => {
      seen.push(request);
      return new Response(null, { status: 503 });
    });
    await standIn({ fetch })
      .things.fold({ name: 'Jané 😀', tags: ['a'] })
      .safe();
    const texts = await Promise.all(seen.map((request) => (request as Request).text()));
    expect(texts).toEqual(Array(3).fill('{"name":"Jané 😀","tags":["a"]}'));
    expect(new Set(seen).size).toBe(3);
  });

  test('look globalThis.fetch up at each attempt', async () => {
    const first = vi.fn(async () => new Response(null, { status: 503 }));
    const second = vi.fn(async () => Response.json({ id: 7 }));
    vi.stubGlobal('fetch', first);
    const clock = fakeClock({ waits: 'hold' });
    const call = standIn({ clock }).things.get('7');
    await clock.advance(0);
    vi.stubGlobal('fetch', second);
    await clock.advance(500);
    await expect(call).resolves.toEqual({ id: 7 });
    expect([first, second].map((fetch) => fetch.mock.calls.length)).toEqual([1, 1]);
    vi.unstubAllGlobals();
  });

  test('are told in attempts[], each with its status or failure, its time and what it proves', async () => {
    const clock = fakeClock();
    const startedAt = clock.now();
    const fetch = replies(
      refused,
      stalls(() => clock.elapse(30_000)),
      body(503),
    );
    const outcome = await standIn({ fetch, clock }).things.fold(lead).safe();
    expect(outcome?.meta.attempts).toEqual([
      { startedAt, durationMs: 0, failure: 'network', effect: 'none' },
      { startedAt: startedAt + 250, durationMs: 30_000, failure: 'timeout', phase: 'headers', effect: 'unknown' },
      { startedAt: startedAt + 30_750, durationMs: 0, status: 503, effect: 'unknown' },
    ]);
  });
});

describe('a hint of the server', () => {
  test('is obeyed exactly, without jitter', async () => {
    const clock = fakeClock({ random: 0.999 });
    const fetch = replies(tooManyRequests({ retryAfterSeconds: 7 }), json(200, {}));
    await standIn({ fetch, clock }).things.create(lead);
    expect(clock.slept).toEqual([7_000]);
  });

  test('of a 503 is obeyed, too', async () => {
    const clock = fakeClock();
    const fetch = replies(body(503, null, { 'retry-after': '3' }), json(200, {}));
    await standIn({ fetch, clock }).things.get('1');
    expect(clock.slept).toEqual([3_000]);
  });

  test('is read from a body that has no header', async () => {
    const clock = fakeClock();
    const fetch = replies(json(429, { message: 'Too Many Attempts.', retry_after: 60 }), json(200, {}));
    await standIn({ fetch, clock }).things.create(lead);
    expect(clock.slept).toEqual([60_000]);
  });

  test('is read although the body of the 429 is cut', async () => {
    const clock = fakeClock();
    const fetch = replies(cut(429, '{"mess', { 'retry-after': '7' }), json(200, {}));
    await standIn({ fetch, clock }).things.create(lead);
    expect(clock.slept).toEqual([7_000]);
  });

  test('that does not fit the deadline fails at once, with retryAfterMs', async () => {
    const clock = fakeClock();
    const fetch = replies(tooManyRequests({ retryAfterSeconds: 3_600 }));
    const outcome = await standIn({ fetch, clock }).things.create(lead).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'rate-limited', retryAfterMs: 3_600_000, effect: 'none', retryable: true },
    });
    expect(clock.slept).toEqual([]);
    expect(fetch.requests.length).toBe(1);
  });

  test('a Retry-After that is too long to wait for is reported, not dropped', async () => {
    const fetch = replies(body(429, null, { 'retry-after': '99999999999999999999' }));
    const outcome = await standIn({ fetch }).things.create(lead).safe();
    expect(outcome).toMatchObject({ error: { retryAfterMs: Number.MAX_SAFE_INTEGER } });
  });

  test('of the last attempt is told, too', async () => {
    const fetch = replies(tooManyRequests({ retryAfterSeconds: 2 }));
    const outcome = await standIn({ fetch }).things.create(lead).safe();
    expect(outcome).toMatchObject({ error: { retryAfterMs: 2_000, attempts: [{}, {}, {}] } });
  });
});

describe('deadlineMs bounds everything', () => {
  test('attempts: the last one gets what is left', async () => {
    const clock = fakeClock({ waits: 'hold' });
    const fetch = replies(stalls());
    const client = standIn({ fetch, clock, timeoutMs: 4_000, deadlineMs: 10_000, retry: { baseMs: 0 } });
    const outcome = client.things.fold(lead).safe();
    await clock.advance(10_000);
    expect((await outcome)?.meta.attempts.map(({ durationMs }) => durationMs)).toEqual([4_000, 4_000, 2_000]);
    expect(await outcome).toMatchObject({ error: { kind: 'timeout', phase: 'headers', effect: 'unknown' } });
    expect(clock.open).toBe(0);
  });

  test('waits: none begins that would not end in time', async () => {
    const clock = fakeClock({ random: 0.999 });
    const fetch = replies(body(503));
    const outcome = await standIn({ fetch, clock, deadlineMs: 400 }).things.fold(lead).safe();
    expect(clock.slept).toEqual([]);
    expect(outcome).toMatchObject({ error: { kind: 'provider-failure', effect: 'unknown' } });
  });

  test('queueing: a turn that would come too late is not waited for, and nothing was sent', async () => {
    const clock = fakeClock();
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch, clock, limits: [{ limit: 1, perMs: 60_000 }], deadlineMs: 5_000 });
    await client.things.create(lead);
    const outcome = await client.things.create(lead).safe();
    expect(outcome).toMatchObject({ error: { kind: 'timeout', phase: 'queue', effect: 'none', retryAfterMs: 60_000 } });
    expect(fetch.requests.length).toBe(1);
  });

  test.each(['headersOf', 'beforeSend'] as const)('a %s that never ends', async (which) => {
    const clock = fakeClock({ waits: 'hold' });
    const never = () => new Promise<never>(() => undefined);
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch, clock, ...(which === 'headersOf' && { definition: { headersOf: never } }) });
    const outcome = client.things.create(lead, which === 'beforeSend' ? { beforeSend: never } : {}).safe();
    await clock.advance(120_000);
    expect(await outcome).toMatchObject({ ok: false, error: { kind: 'timeout', phase: 'wait', effect: 'none' } });
    expect(fetch.requests).toEqual([]);
    expect(clock.open).toBe(0);
  });

  test('one call may have its own', async () => {
    const clock = fakeClock();
    const fetch = replies(stalls(() => clock.elapse(50)));
    const outcome = await standIn({ fetch, clock }).things.create(lead, { timeoutMs: 50, deadlineMs: 60 }).safe();
    expect(outcome).toMatchObject({ error: { kind: 'timeout' } });
  });
});

test('a Retry-After of 0 that was obeyed and failed again falls back to backoff', async () => {
  const clock = fakeClock({ random: 0.5 });
  const answer = tooManyRequests({ retryAfterSeconds: 0 });
  const client = standIn({ fetch: replies(answer, answer, answer, json(200, {})), clock, retry: { maxAttempts: 4 } });
  await client.things.create(lead);
  expect(clock.slept).toEqual([0, 500, 1_000]);
});

test('a Retry-After date is read against the Date of the same response, whatever our clock says', async () => {
  const clock = fakeClock({ now: Date.UTC(2026, 10, 21, 5) });
  const headers = { date: 'Sat, 21 Nov 2026 04:57:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 04:57:09 GMT' };
  await standIn({ fetch: replies(json(429, {}, headers), json(200, {})), clock }).things.create(lead);
  expect(clock.slept).toEqual([9_000]);
});

test('extra sends fields that the spec does not know, beside the typed request and without validation', async () => {
  const fetch = replies(json(200, {}));
  const bodySchemas = {
    'things.create': { safeParse: (value: unknown) => ({ success: !('novel' in (value as object)) }) },
  };
  const extra = { body: { novel: 1 }, query: { dry: 'true' }, headers: { 'x-trace': 't1' } };
  await standIn({ fetch, bodySchemas }).things.create(lead, { extra });
  expect(fetch.requests[0]).toMatchObject({
    json: { name: 'Jane', novel: 1 },
    query: { dry: 'true' },
    headers: { 'x-trace': 't1' },
  });
});

test('a call with a set-cookie in its response shows it nowhere', async () => {
  const answer = json(200, {}, { 'set-cookie': 'session=secret', 'x-request-id': 'r1' });
  const { meta } =
    (await standIn({ fetch: replies(answer) })
      .things.create(lead)
      .withMeta()) ?? {};
  expect(inspect(meta, { depth: 10, showHidden: true, getters: true })).not.toContain('secret');
  expect(meta?.headers?.get('x-request-id')).toBe('r1');
});
