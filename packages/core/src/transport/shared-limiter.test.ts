import { expect, test } from 'vitest';
import { fakeClock, json, replies, standIn, tooManyRequests } from '../testing.ts';
import type { SharedLimiter } from './limiter.ts';

/** A shared limiter by hand: it says how long each request waits. */
function limiterOf(answers: readonly (number | Promise<number>)[]) {
  const paused: number[] = [];
  const signals: AbortSignal[] = [];
  let asked = 0;
  const limiter: SharedLimiter = {
    slotLifeMs: 30,
    acquire: async (_name, _rates, { signal }) => {
      signals.push(signal);
      return answers[asked++] ?? 0;
    },
    pause: async (_name, forMs) => void paused.push(forMs),
  };
  return { limiter, paused, signals, asked: () => asked };
}

test('a client made with a shared limiter asks it before every attempt, and tells it of a 429', async () => {
  const { asked, limiter, paused } = limiterOf([]);
  const clock = fakeClock();
  const fetch = replies(tooManyRequests({ retryAfterSeconds: 7 }), json(200, {}));
  await standIn({ fetch, clock, limits: limiter }).things.create({});
  expect(asked()).toBe(2);
  expect(paused).toEqual([7_000]);
});

test('a slot that is after the deadline of the call ends it at once, with the time to wait', async () => {
  const { limiter } = limiterOf([500_000]);
  const fetch = replies(json(200, {}));
  const result = await standIn({ fetch, clock: fakeClock(), limits: limiter }).things.create({}).safe();
  expect(result).toMatchObject({ ok: false, error: { kind: 'timeout', effect: 'none', retryAfterMs: 500_000 } });
  expect(fetch.requests.length).toBe(0);
});

test('a caller that aborts gives up its place in the shared limiter', async () => {
  const { limiter, signals } = limiterOf([new Promise(() => undefined)]);
  const abort = new AbortController();
  const fetch = replies(json(200, {}));
  const call = standIn({ fetch, clock: fakeClock(), limits: limiter }).things.create({}, { signal: abort.signal });
  const ended = call?.safe();
  await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  expect(await ended).toMatchObject({ ok: false, error: { kind: 'aborted' } });
  expect(signals[0]?.aborted).toBe(true);
});

test('a slot that the commit of the intent outlived is taken anew', async () => {
  const { asked, limiter } = limiterOf([]);
  const clock = fakeClock();
  const fetch = replies(json(200, {}));
  const beforeSend = async (): Promise<void> => clock.advance(1_000);
  await standIn({ fetch, clock, limits: limiter }).things.create({}, { beforeSend });
  expect(asked()).toBe(2);
});
