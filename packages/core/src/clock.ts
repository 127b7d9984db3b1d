import { perProcess } from './platform.ts';

/** Time and chance, handed in so that a test can control them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Settles after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Milliseconds since some moment, which neither jump nor go back when the system's time is set: deadlines and rate limits go by them.
   * Where a clock has none, `now` is taken.
   */
  elapsed?(): number;
  /** Calls `run` after `ms`; returns what cancels it. Where a clock has none, `now` is polled as real time passes. */
  after?(ms: number, run: () => void): () => void;
}

/** Longer overflows setTimeout, which then fires after 1 ms. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

export const systemClock: Clock = perProcess('system-clock', 2, () => ({
  now: () => Date.now(),
  elapsed: () => Math.floor(performance.now()),
  random: () => Math.random(),
  sleep(ms, signal) {
    return new Promise<void>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(Math.max(0, ms), MAX_TIMER_MS),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  },
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
}));

/** The time by which deadlines and rate limits go, in milliseconds: only its differences mean something. */
export const elapsedMs = (clock: Clock): number => clock.elapsed?.() ?? clock.now();

/** How often a clock without `after` is polled. */
const POLL_MS = 5;

/** Calls `run` after `ms` on any clock; returns what cancels it. */
export function runAfter(clock: Clock, ms: number, run: () => void): () => void {
  if (clock.after) return clock.after(ms, run);
  // A test's `sleep` may pass at once, which would time out every call.
  const dueAt = clock.now() + ms;
  const startedAt = Date.now();
  const timer = setInterval(
    () => {
      if (clock.now() < dueAt && Date.now() - startedAt < ms) return;
      clearInterval(timer);
      run();
    },
    Math.max(1, Math.min(ms, POLL_MS)),
  );
  return () => clearInterval(timer);
}

/** The waits between attempts. */
export interface Backoff {
  /** Upper bound of the first wait, in milliseconds. */
  readonly baseMs: number;
  /** Upper bound of every wait, in milliseconds. */
  readonly capMs: number;
}

/**
 * Exponential backoff with full jitter: a wait in milliseconds, from 0 to below `min(capMs, baseMs · 2^retry)`.
 * @param retry - 0 for the first retry
 * @example backoffMs(0, { baseMs: 500, capMs: 8_000 }, clock.random) // 0 to 500
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const backoffMs = (retry: number, { baseMs, capMs }: Backoff, random: () => number): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(retry, 50)));
