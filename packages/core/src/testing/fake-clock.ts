import type { Clock } from '../clock.ts';

/** A clock that a test holds: nothing happens on it by itself. */
export interface FakeClock extends Clock {
  /** Every wait that was asked for, in order; milliseconds. */
  readonly slept: readonly number[];
  /** Waits and timers that are still open: 0 when a call has left nothing behind. */
  readonly open: number;
  after(ms: number, run: () => void): () => void;
  /** Moves time on and ends what falls due on the way, each in its turn; what that sets going is waited for. */
  advance(ms: number): Promise<void>;
  /** Moves time on at once, for a stand-in that takes its time to answer. */
  elapse(ms: number): void;
}

export interface FakeClockOptions {
  /** Milliseconds since the epoch. Default: 21 November 2026, 05:00 UTC. */
  readonly now?: number | undefined;
  /** Chance: always this number, or what a seed gives. Default 0.5. */
  readonly random?: number | { readonly seed: number } | undefined;
  /** `pass` (default) ends every wait at once and moves time on by it; `hold` ends it when `advance` comes there. */
  readonly waits?: 'pass' | 'hold' | undefined;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A clock for tests: time, waits and chance are in their hands.
 * @example
 * const clock = fakeClock()
 * await call(clock)
 * expect(clock.slept).toEqual([7_000])
 */
export function fakeClock(options: FakeClockOptions = {}): FakeClock {
  const { now: startAt = Date.UTC(2026, 10, 21, 5), random = 0.5, waits = 'pass' } = options;
  let now = startAt;
  const slept: number[] = [];
  const timers = new Set<Timer>();

  const after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: now + Math.max(0, ms), run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  /** Ends the next timer that falls due by `until`; false when there is none. */
  const step = (until: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    if (next === undefined) return false;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.run();
    return true;
  };
  const elapse = (ms: number): void => {
    const until = now + ms;
    while (step(until));
    now = Math.max(now, until);
  };

  return {
    slept,
    get open() {
      return timers.size;
    },
    now: () => now,
    random: typeof random === 'number' ? () => random : seededRandom(random.seed),
    after,
    elapse,
    sleep(ms, signal) {
      slept.push(ms);
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (waits === 'pass') {
        elapse(ms);
        return signal?.aborted ? Promise.reject(signal.reason) : Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = after(ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
    async advance(ms) {
      const until = now + ms;
      await settled();
      while (step(until)) await settled();
      now = Math.max(now, until);
      await settled();
    },
  };
}

/** Everything that was ready to run has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Numbers from 0 to below 1, the same for the same seed.
 * @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md (mulberry32)
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
