import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backoffMs, MAX_TIMER_MS, runAfter, systemClock } from './clock.ts';
import { body, fakeClock, json, replies, standIn } from './testing.ts';

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('a timer is clamped at 2^31 - 1 ms when it is scheduled: longer would fire after 1 ms', async () => {
    const run = vi.fn();
    systemClock.after?.(Number.MAX_SAFE_INTEGER, run);
    vi.advanceTimersByTime(MAX_TIMER_MS - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
  });

  test('a wait is clamped likewise, and a negative one is over at once', async () => {
    const long = vi.fn();
    const negative = vi.fn();
    const waits = [systemClock.sleep(Number.MAX_SAFE_INTEGER).then(long), systemClock.sleep(-5).then(negative)];
    await vi.advanceTimersByTimeAsync(1);
    expect(negative).toHaveBeenCalledOnce();
    expect(long).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(MAX_TIMER_MS);
    await Promise.all(waits);
    expect(long).toHaveBeenCalledOnce();
  });

  test('a wait that its signal ends leaves no timer and no listener', async () => {
    const stop = new AbortController();
    const waiting = systemClock.sleep(60_000, stop.signal);
    expect(vi.getTimerCount()).toBe(1);
    stop.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  test('a wait that ends by itself leaves no listener', async () => {
    const { signal } = new AbortController();
    const waiting = systemClock.sleep(5, signal);
    await vi.advanceTimersByTimeAsync(5);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a wait under a signal that has ended does not begin', async () => {
    await expect(systemClock.sleep(5, AbortSignal.abort('over'))).rejects.toBe('over');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a timer that is cancelled does not fire', () => {
    const run = vi.fn();
    systemClock.after?.(5, run)();
    expect(vi.getTimerCount()).toBe(0);
    expect(run).not.toHaveBeenCalled();
  });
});

describe('a clock without timers', () => {
  test('is looked at as real time passes, and its sleep is left alone', async () => {
    const { after: _, ...clock } = fakeClock();
    const other = vi.fn();
    const cancel = runAfter(clock, 60_000, other);
    cancel();
    const ran = new Promise<void>((resolve) => runAfter(clock, 60_000, resolve));
    clock.elapse(60_000);
    await ran;
    expect(other).not.toHaveBeenCalled();
    expect(clock.slept).toEqual([]);
  });

  test('whose time stands still still ends a short wait', async () => {
    const { after: _, ...clock } = fakeClock();
    await new Promise<void>((resolve) => runAfter(clock, 5, resolve));
  });

  test('and whose sleep passes at once does not time out a call', async () => {
    const slept: number[] = [];
    let now = 0;
    const sleep = async (ms: number) => {
      slept.push(ms);
      now += ms;
    };
    const client = standIn({
      fetch: replies(body(503), json(200, 1)),
      clock: { now: () => now, random: () => 0.5, sleep },
    });
    expect(await client.things.get('1').safe()).toMatchObject({ ok: true });
    expect(slept).toEqual([250]);
  });
});

test('a sleep that does not listen to its signal does not hold up a caller who stops', async () => {
  const stop = new AbortController();
  const clock = { ...fakeClock(), sleep: () => new Promise<void>(() => stop.abort()) };
  const call = standIn({ fetch: replies(body(503)), clock }).things.get('1', { signal: stop.signal });
  expect(await call?.safe()).toMatchObject({ error: { kind: 'aborted' } });
});

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait is random × min(capMs, baseMs · 2^n): never below 0, never at or above its ceiling', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 20 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 1, max: 600_000 }),
      chance,
      (retry, baseMs, capMs, random) => {
        const waitMs = backoffMs(retry, { baseMs, capMs }, () => random);
        expect(waitMs).toBe(Math.floor(random * Math.min(capMs, baseMs * 2 ** retry)));
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(Math.min(capMs, baseMs * 2 ** retry));
      },
    ),
  );
});

test('no retry, however late, waits longer than the cap', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 1, max: 1e300, noNaN: true }), chance, (retry, baseMs, random) => {
      const waitMs = backoffMs(retry, { baseMs, capMs: 8_000 }, () => random);
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThan(8_000);
    }),
  );
});

test('the ceilings double from 500 ms to 8 s', () => {
  const ceilings = [0, 1, 2, 3, 4, 5, 6].map((retry) => backoffMs(retry, { baseMs: 500, capMs: 8_000 }, () => 1));
  expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});
