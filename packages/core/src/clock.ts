/** Time and chance, handed in so that a test can hold them still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Settles after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `run` after `ms`; the answer cancels it. Where a clock has none, `now` is looked at as real time passes. */
  after?(ms: number, run: () => void): () => void;
}

/** Longer overflows setTimeout, which then fires after 1 ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
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
};

/** How often a clock that has no `after` is looked at. */
const LOOK_MS = 5;

/** Runs `run` after `ms` on any clock; the answer cancels it. */
export function runAfter(clock: Clock, ms: number, run: () => void): () => void {
  if (clock.after) return clock.after(ms, run);
  // Not made of its sleep: a test's may pass at once, and would time out every call.
  const dueAt = clock.now() + ms;
  const startedAt = Date.now();
  const look = setInterval(
    () => {
      if (clock.now() < dueAt && Date.now() - startedAt < ms) return;
      clearInterval(look);
      run();
    },
    Math.max(1, Math.min(ms, LOOK_MS)),
  );
  return () => clearInterval(look);
}
