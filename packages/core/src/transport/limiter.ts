import type { Clock } from '../clock.ts';

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
  /** The provider asked everybody to wait. */
  pause(untilMs: number): void;
}

/**
 * GCRA over several windows at once: each window spaces requests by `perMs / limit` and lets `limit` through in a burst.
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function createLimiter(rates: readonly Rate[]): Limiter {
  const windows = rates.map(({ limit, perMs }) => ({
    spacing: perMs / limit,
    tolerance: perMs - perMs / limit,
    next: 0,
  }));
  let pausedUntil = 0;
  return {
    reserve(nowMs) {
      let at = Math.max(nowMs, pausedUntil);
      for (const window of windows) at = Math.max(at, window.next - window.tolerance);
      for (const window of windows) window.next = Math.max(window.next, at) + window.spacing;
      return at - nowMs;
    },
    release() {
      for (const window of windows) window.next -= window.spacing;
    },
    pause(untilMs) {
      pausedUntil = Math.max(pausedUntil, untilMs);
    },
  };
}

const shared = new WeakMap<Clock, Map<string, Limiter>>();

/** The one limiter of a provider, account and bucket in this process. */
export function sharedLimiter(clock: Clock, key: string, rates: readonly Rate[]): Limiter {
  let known = shared.get(clock);
  if (known === undefined) {
    known = new Map();
    shared.set(clock, known);
  }
  const name = `${key} ${JSON.stringify(rates)}`;
  let limiter = known.get(name);
  if (limiter === undefined) {
    limiter = createLimiter(rates);
    known.set(name, limiter);
  }
  return limiter;
}
