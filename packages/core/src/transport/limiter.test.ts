import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeClock, json, replies, standIn, tooManyRequests } from '../testing.ts';
import { createLimiter, type Rate } from './limiter.ts';

/** When each of so many requests may leave, all asked for at once. */
const departures = (rates: readonly Rate[], count: number): number[] => {
  const limiter = createLimiter(rates);
  return Array.from({ length: count }, () => limiter.reserve(0));
};

describe('one GCRA limiter', () => {
  test('lets a burst of its limit through, and then keeps the pace', () => {
    expect(departures([{ limit: 2, perMs: 1_000 }], 5)).toEqual([0, 0, 500, 1_000, 1_500]);
  });

  test('keeps several windows at once', () => {
    const times = departures(
      [
        { limit: 5, perMs: 1_000 },
        { limit: 6, perMs: 60_000 },
      ],
      8,
    );
    expect(times.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 200]);
    expect(times.slice(6)).toEqual([10_000, 20_000]);
  });

  test('over a long time no more than the rate leaves, whatever the arrivals', () => {
    const rates = fc.record({ limit: fc.integer({ min: 1, max: 20 }), perMs: fc.integer({ min: 100, max: 10_000 }) });
    fc.assert(
      fc.property(rates, fc.array(fc.nat({ max: 2_000 }), { minLength: 1, maxLength: 100 }), (rate, gaps) => {
        const limiter = createLimiter([rate]);
        let now = 0;
        const left = gaps.map((gap) => {
          now += gap;
          return now + limiter.reserve(now);
        });
        for (let from = 0; from < left.length; from++) {
          for (let to = from; to < left.length; to++) {
            const spanMs = (left[to] ?? 0) - (left[from] ?? 0);
            expect(to - from + 1).toBeLessThanOrEqual(rate.limit + (spanMs * rate.limit) / rate.perMs + 1e-6);
          }
        }
      }),
    );
  });

  test('a place that was not used is given back', () => {
    const limiter = createLimiter([{ limit: 1, perMs: 1_000 }]);
    limiter.reserve(0);
    expect(limiter.reserve(0)).toBe(1_000);
    limiter.release();
    expect(limiter.reserve(0)).toBe(1_000);
  });
});

describe('through a client', () => {
  const limits = [{ limit: 1, perMs: 1_000 }];

  test('calls wait their turn', async () => {
    const clock = fakeClock();
    const client = standIn({ fetch: replies(json(200, {})), clock, limits });
    for (let call = 0; call < 3; call++) await client.things.create({ call });
    expect(clock.slept).toEqual([1_000, 1_000]);
  });

  test('a clock that is set back an hour makes no call wait for that hour, and stretches no deadline', async () => {
    const clock = fakeClock();
    let setBackMs = 0;
    const wall = { ...clock, now: () => clock.now() - setBackMs, elapsed: clock.now };
    const client = standIn({
      fetch: replies(json(200, {}), tooManyRequests({ retryAfterSeconds: 7 }), json(200, {})),
      clock: wall,
      limits,
    });
    await client.things.create({ call: 1 });
    setBackMs = 3_600_000;
    await client.things.create({ call: 2 });
    expect(clock.slept).toEqual([1_000, 7_000, 1_000]);
    const outcome = await client.things.create({ call: 3 }, { deadlineMs: 500 }).safe();
    expect(outcome).toMatchObject({ error: { kind: 'timeout', phase: 'queue', effect: 'none' } });
  });

  test('two clients of one account share one limiter', async () => {
    const clock = fakeClock();
    const fetch = replies(json(200, {}));
    for (let call = 0; call < 3; call++) await standIn({ fetch, clock, limits }).things.create({});
    expect(clock.slept).toEqual([1_000, 1_000]);
  });

  test('two accounts do not, nor two buckets of one', async () => {
    const clock = fakeClock();
    const fetch = replies(json(200, {}));
    await standIn({ fetch, clock, limits }).things.create({});
    await standIn({ fetch, clock, limits, definition: { account: 'another' } }).things.create({});
    const client = standIn({ fetch, clock, limits, definition: { account: 'third', bucketOf: ({ id }) => id } });
    await client.things.create({});
    await client.things.fold({});
    expect(clock.slept).toEqual([]);
  });

  test('it learns from a 429 and its Retry-After for everybody', async () => {
    const clock = fakeClock({ waits: 'hold' });
    const fetch = replies(tooManyRequests({ retryAfterSeconds: 7 }), json(200, {}));
    const client = standIn({ fetch, clock, limits: [{ limit: 100, perMs: 1_000 }] });
    const first = client.things.create({ lead: 1 });
    await clock.advance(0);
    const second = client.things.create({ lead: 2 });
    await clock.advance(6_999);
    expect(fetch.requests.length).toBe(1);
    await clock.advance(1);
    await Promise.all([first, second]);
    expect(fetch.requests.length).toBe(3);
  });

  test('a 429 moves the calls that wait their turn already, each as far from the next as before', async () => {
    const clock = fakeClock({ waits: 'hold' });
    const startedAt = clock.now();
    const left: number[] = [];
    const answer = replies(json(200, {}), tooManyRequests({ retryAfterSeconds: 2 }), json(200, {}));
    const fetch: typeof globalThis.fetch = (input, init) => {
      left.push(clock.now() - startedAt);
      return answer(input as string, init as Parameters<typeof answer>[1]);
    };
    const client = standIn({ fetch, clock, limits: [{ limit: 1, perMs: 100 }] });
    const calls = [1, 2, 3, 4].map((call) => client.things.create({ call }));
    await clock.advance(3_000);
    await Promise.all(calls);
    expect(left).toEqual([0, 100, 2_200, 2_300, 2_400]);
  });

  test('a 429 that names no time holds up everybody as long as its own retry', async () => {
    const clock = fakeClock({ waits: 'hold' });
    const fetch = replies(tooManyRequests(), json(200, {}));
    const client = standIn({ fetch, clock, limits: [{ limit: 100, perMs: 1_000 }] });
    const first = client.things.create({ lead: 1 });
    await clock.advance(0);
    const second = client.things.create({ lead: 2 });
    await clock.advance(249);
    expect(fetch.requests.length).toBe(1);
    await clock.advance(1);
    await Promise.all([first, second]);
  });

  test('clients of one account with other rates wait together, too', async () => {
    const clock = fakeClock({ waits: 'hold' });
    const fetch = replies(tooManyRequests({ retryAfterSeconds: 1 }), json(200, {}));
    const first = standIn({ fetch, clock, limits: [{ limit: 50, perMs: 1_000 }] }).things.create({ lead: 1 });
    await clock.advance(0);
    const second = standIn({ fetch, clock, limits: [{ limit: 99, perMs: 1_000 }] }).things.create({ lead: 2 });
    await clock.advance(999);
    expect(fetch.requests.length).toBe(1);
    await clock.advance(1);
    await Promise.all([first, second]);
  });

  test('retries wait their turn, too', async () => {
    const clock = fakeClock({ random: 0 });
    const client = standIn({ fetch: replies(() => new Response(null, { status: 503 })), clock, limits });
    await client.things.get('1').safe();
    expect(clock.slept).toEqual([0, 1_000, 0, 1_000]);
  });

  test('limits: false lets everything through', async () => {
    const clock = fakeClock();
    const client = standIn({ fetch: replies(json(200, {})), clock, limits: false });
    await Promise.all(Array.from({ length: 100 }, (_, call) => client.things.create({ call })));
    expect(clock.slept).toEqual([]);
  });
});
