import type { Clock } from '../clock.ts';
import { perProcess } from '../per-process.ts';

/** So many requests in so many milliseconds. */
export interface Rate {
  readonly limit: number;
  readonly perMs: number;
}

/** Lets requests through at one pace, for all who share it. */
export interface Limiter {
  /** How long to wait before the next may leave; its place is taken. */
  reserve(nowMs: number): number;
  /** Gives back a place that was not used. */
  release(): void;
  /** The provider asked everybody to wait for so long: places that are taken already move, too. */
  pause(nowMs: number, forMs: number): void;
  /** By how much places have moved so far. */
  movedMs(): number;
}

/** When a provider asked everybody to wait. */
interface Pauses {
  until: number;
  movedMs: number;
}

/**
 * GCRA over several windows at once: each window spaces requests by `perMs / limit` and lets `limit` through in a burst.
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function createLimiter(rates: readonly Rate[], pauses: Pauses = { until: 0, movedMs: 0 }): Limiter {
  const windows = rates.map(({ limit, perMs }) => ({
    spacing: perMs / limit,
    tolerance: perMs - perMs / limit,
    next: 0,
  }));
  let seenMs = pauses.movedMs;
  return {
    reserve(nowMs) {
      for (const window of windows) window.next += pauses.movedMs - seenMs;
      seenMs = pauses.movedMs;
      let at = Math.max(nowMs, pauses.until);
      for (const window of windows) at = Math.max(at, window.next - window.tolerance);
      for (const window of windows) window.next = Math.max(window.next, at) + window.spacing;
      return at - nowMs;
    },
    release() {
      for (const window of windows) window.next -= window.spacing;
    },
    pause(nowMs, forMs) {
      const until = nowMs + forMs;
      pauses.movedMs += Math.max(0, until - Math.max(nowMs, pauses.until));
      pauses.until = Math.max(pauses.until, until);
    },
    movedMs: () => pauses.movedMs,
  };
}

interface Account {
  readonly pauses: Pauses;
  readonly limiters: Map<string, Limiter>;
}

const accounts = perProcess('limiters', () => new WeakMap<Clock, Map<string, Account>>());

/** The one limiter of a provider, account and bucket in this process. Clients with other rates have their own, but wait when one was asked to. */
export function sharedLimiter(clock: Clock, key: string, rates: readonly Rate[]): Limiter {
  const known = ensured(accounts, clock, () => new Map<string, Account>());
  const account = ensured(known, key, () => ({ pauses: { until: 0, movedMs: 0 }, limiters: new Map() }));
  return ensured(account.limiters, JSON.stringify(rates), () => createLimiter(rates, account.pauses));
}

function ensured<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
