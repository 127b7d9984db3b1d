import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { body, fakeClock, json, replies, settled, stalls, stallsInBody, standIn, tooManyRequests } from '../testing.ts';

const lead = { name: 'Jane' };
const never = () => new Promise<never>(() => undefined);
const TURNS = 5;

/** Stops a call once it is well under way, on the real clock, and says whether it ended within a few turns of the event loop. */
async function stopMidway(make: (signal: AbortSignal) => Promise<unknown> | undefined) {
  const stop = new AbortController();
  let ended: unknown = 'still under way';
  void make(stop.signal)?.then((outcome) => (ended = outcome));
  for (let turn = 0; turn < TURNS; turn++) await settled();
  stop.abort(new Error('enough'));
  for (let turn = 0; turn < TURNS; turn++) await settled();
  return { ended, listeners: getEventListeners(stop.signal, 'abort').length };
}

describe('signal ends a call at once, and leaves no timer and no listener', () => {
  const clock = { ...systemClock, random: () => 0.999 };

  test.each([
    ['while a status line is awaited', { fetch: replies(stalls()) }, 'unknown'],
    ['while a body is read', { fetch: replies(stallsInBody(200, '{')) }, 'applied'],
    ['while it waits for a retry', { fetch: replies(body(503)), retry: { baseMs: 60_000, capMs: 60_000 } }, 'unknown'],
    [
      'while it waits as long as Retry-After asks',
      { fetch: replies(tooManyRequests({ retryAfterSeconds: 60 })) },
      'none',
    ],
    ['while a credential is fetched', { fetch: replies(json(200, {})), definition: { headersOf: never } }, 'none'],
    ['while new credentials are fetched', { fetch: replies(body(401)), definition: { refresh: never } }, 'none'],
  ] as const)('%s', async (_, options, effect) => {
    const client = standIn({ ...options, clock });
    const { ended, listeners } = await stopMidway((signal) => client.things.fold(lead, { signal }).safe());
    expect(ended).toMatchObject({ ok: false, error: { kind: 'aborted', effect } });
    expect(listeners).toBe(0);
  });

  test('while it queues in the limiter', async () => {
    const client = standIn({ fetch: replies(json(200, {})), clock, limits: [{ limit: 1, perMs: 60_000 }] });
    await client.things.create(lead);
    const { ended, listeners } = await stopMidway((signal) => client.things.create(lead, { signal }).safe());
    expect(ended).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'none' } });
    expect(listeners).toBe(0);
  });

  test('while beforeSend runs', async () => {
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch, clock });
    const { ended } = await stopMidway((signal) => client.things.create(lead, { signal, beforeSend: never }).safe());
    expect(ended).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'none' } });
    expect(fetch.requests).toEqual([]);
  });

  test('while it follows another call like it, which goes on', async () => {
    const fetch = replies(async () => {
      for (let turn = 0; turn < 20; turn++) await settled();
      return Response.json({ id: 1 });
    });
    const client = standIn({ fetch, clock });
    const leader = client.things.create(lead);
    const { ended, listeners } = await stopMidway((signal) => client.things.create(lead, { signal }).safe());
    expect(ended).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'unknown' } });
    expect(listeners).toBe(0);
    await expect(leader).resolves.toEqual({ id: 1 });
  });
});

test.each([
  ['an answer', replies(json(200, {}))],
  ['a failure', replies(body(400))],
  ['retries', replies(body(503))],
] as const)('after %s no timer is left', async (_, fetch) => {
  const clock = fakeClock();
  const { signal } = new AbortController();
  await standIn({ fetch, clock }).things.fold(lead, { signal }).safe();
  expect(clock.open).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a shared long-lived signal used 10,000 times leaves no listener', async () => {
  const { signal } = new AbortController();
  const fetch = async () => Response.json({});
  const client = standIn({ fetch, clock: { ...systemClock } });
  let most = 0;
  for (let batch = 0; batch < 100; batch++) {
    const calls = Array.from({ length: 100 }, (_, call) => client.things.create({ batch, call }, { signal }));
    most = Math.max(most, getEventListeners(signal, 'abort').length);
    await Promise.all(calls);
  }
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(most).toBeLessThanOrEqual(100);
});

test('a signal that has ended before keeps the call from being sent', async () => {
  const fetch = replies(json(200, {}));
  const outcome = await standIn({ fetch }).things.create(lead, { signal: AbortSignal.abort() }).safe();
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'none' } });
  expect(fetch.requests).toEqual([]);
});

test('a call stopped after an unknown attempt stays unknown', async () => {
  const stop = new AbortController();
  const clock = fakeClock({ waits: 'hold' });
  const outcome = standIn({ fetch: replies(body(503)), clock })
    .things.fold(lead, { signal: stop.signal })
    .safe();
  await clock.advance(0);
  stop.abort();
  expect(await outcome).toMatchObject({ error: { kind: 'aborted', effect: 'unknown', attempts: [{ status: 503 }] } });
});

test('an AbortSignal.timeout of the caller ends the call as aborted, not as timeout', async () => {
  const stop = new AbortController();
  const call = standIn({ fetch: replies(stalls()), clock: fakeClock() }).things.fold(lead, { signal: stop.signal });
  await settled();
  stop.abort(new DOMException('The operation timed out.', 'TimeoutError'));
  expect(await call?.safe()).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'unknown' } });
});
