import TinyQueue from 'tinyqueue';

/** The simulators' time. It can be advanced, never set back; scheduled work runs when it is due, in order. */
export interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Advances time by `ms`. Work that becomes due runs before this returns; the promise resolves when the webhooks that were sent
   * meanwhile, and their retries that became due, have a response.
   */
  advance(ms: number): Promise<void>;
}

/** `real` is the system's time, `manual` stands still until it is advanced; a clock of the caller is followed. */
export type ClockOption = 'real' | 'manual' | { now(): number };

interface ClockOptions {
  readonly clock?: ClockOption | undefined;
  /** Where time starts, in milliseconds since the epoch or as a date. Makes the clock `manual` unless `clock` says otherwise. */
  readonly now?: number | Date | undefined;
}

interface Job {
  readonly dueAt: number;
  readonly order: number;
  readonly work: () => void;
}

/** What the framework does with the clock. */
export interface Scheduler extends SimulatorClock {
  /** Runs `work` when simulated time reaches `dueAt`. */
  at(dueAt: number, work: () => void): void;
  /** Runs what is due by now. */
  runDue(): void;
  /** Makes `advance` wait for `work`. */
  wait(work: Promise<unknown>): void;
  /** Forgets all work and starts again. */
  reset(): void;
  /** Forgets all work, and takes no more. */
  close(): void;
}

/** Longer overflows setTimeout, which then fires after 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What is due first comes first; of two jobs that are due together, the one that was scheduled first. */
const inTurn = (a: Job, b: Job) => a.dueAt - b.dueAt || a.order - b.order;

export function createScheduler(options: ClockOptions = {}): Scheduler {
  const kind = options.clock ?? (options.now === undefined ? 'real' : 'manual');
  const start = options.now === undefined ? undefined : Number(options.now);
  /** A heap: a million queued leads must not be sorted again for each new one. */
  let jobs = new TinyQueue<Job>([], inTurn);
  let order = 0;
  let offset = 0;
  let frozenAt = 0;
  let closed = false;
  let timer: { readonly id: ReturnType<typeof setTimeout>; readonly dueAt: number } | undefined;
  const pending = new Set<Promise<unknown>>();

  const base = () => {
    if (kind === 'manual') return frozenAt;
    return kind === 'real' ? Date.now() : kind.now();
  };
  const now = () => base() + offset;

  function rewind(): void {
    frozenAt = start ?? Date.now();
    offset = start === undefined || kind === 'manual' ? 0 : start - base();
  }

  function runUntil(limit: number): void {
    for (let first = jobs.peek(); first !== undefined && first.dueAt <= limit; first = jobs.peek()) {
      jobs.pop();
      offset += Math.max(0, first.dueAt - now());
      first.work();
    }
  }

  function wakeUp(): void {
    const first = jobs.peek();
    if (kind !== 'real' || closed || first === undefined) return;
    if (timer !== undefined && timer.dueAt <= first.dueAt) return;
    if (timer !== undefined) clearTimeout(timer.id);
    const id = setTimeout(
      () => {
        timer = undefined;
        runUntil(now());
        wakeUp();
      },
      Math.min(Math.max(0, first.dueAt - now()), MAX_TIMER_MS),
    );
    // A process must not stay alive for a simulated call that has yet to end.
    if (typeof id === 'object' && 'unref' in id) id.unref();
    timer = { id, dueAt: first.dueAt };
  }

  function forget(): void {
    jobs = new TinyQueue<Job>([], inTurn);
    pending.clear();
    if (timer !== undefined) clearTimeout(timer.id);
    timer = undefined;
  }

  rewind();
  return {
    now,
    at(dueAt, work) {
      if (closed) return;
      order += 1;
      jobs.push({ dueAt, order, work });
      wakeUp();
    },
    runDue() {
      if (jobs.length > 0) runUntil(now());
    },
    wait(work) {
      const done = () => void pending.delete(settled);
      const settled: Promise<void> = work.then(done, done);
      pending.add(settled);
    },
    async advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`The clock cannot go back: advance(${ms}) must be at least 0`);
      const until = now() + ms;
      runUntil(until);
      offset += Math.max(0, until - now());
      while (pending.size > 0) {
        await Promise.all(pending);
        runUntil(now());
      }
      wakeUp();
    },
    reset() {
      forget();
      rewind();
    },
    close() {
      closed = true;
      forget();
    },
  };
}
