/** The simulators' time. It can be moved on, never back; work that was put off runs at its own moment, in order. */
export interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Moves time on by `ms`. What falls due happens before this returns; the promise ends when the webhooks sent meanwhile, and
   * their retries that fall due too, were answered.
   */
  advance(ms: number): Promise<void>;
}

/** `real` flows, `manual` stands still until it is moved; a clock of the caller's own is followed. */
export type ClockOption = 'real' | 'manual' | { now(): number };

export interface ClockOptions {
  readonly clock?: ClockOption | undefined;
  /** Where time starts, in milliseconds since the epoch or as a date; makes the clock `manual` unless `clock` says otherwise. */
  readonly now?: number | Date | undefined;
}

interface Job {
  readonly dueAt: number;
  readonly order: number;
  readonly work: () => void;
}

/** What the framework itself does with the clock. */
export interface Scheduler extends SimulatorClock {
  /** Runs `work` when simulated time reaches `dueAt`. */
  at(dueAt: number, work: () => void): void;
  /** Runs what is due by now. */
  runDue(): void;
  /** Keeps `advance` from ending before `work` has. */
  wait(work: Promise<unknown>): void;
  /** Forgets all work and goes back to the start. */
  reset(): void;
  /** Forgets all work for good. */
  close(): void;
}

/** Longer overflows setTimeout, which then fires after 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const isEarlier = (a: Job, b: Job) => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);

/** A binary heap: a million queued leads must not be sorted anew for each that comes. */
function push(heap: Job[], job: Job): void {
  let at = heap.push(job) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Job;
    if (!isEarlier(job, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = job;
}

function pop(heap: Job[]): Job | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    const right = heap[below + 1];
    if (right !== undefined && isEarlier(right, heap[below] as Job)) below += 1;
    const child = heap[below] as Job;
    if (!isEarlier(child, last)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
  return first;
}

export function createScheduler(options: ClockOptions = {}): Scheduler {
  const kind = options.clock ?? (options.now === undefined ? 'real' : 'manual');
  const start = options.now === undefined ? undefined : Number(options.now);
  let heap: Job[] = [];
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
    for (let first = heap[0]; first !== undefined && first.dueAt <= limit; first = heap[0]) {
      pop(heap);
      offset += Math.max(0, first.dueAt - now());
      first.work();
    }
  }

  function wakeUp(): void {
    const first = heap[0];
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
    heap = [];
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
      push(heap, { dueAt, order, work });
      wakeUp();
    },
    runDue() {
      if (heap.length > 0) runUntil(now());
    },
    wait(work) {
      const done = () => void pending.delete(settled);
      const settled: Promise<void> = work.then(done, done);
      pending.add(settled);
    },
    async advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`The clock moves on only: advance(${ms}) is not possible`);
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
