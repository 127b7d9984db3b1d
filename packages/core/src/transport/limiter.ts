import type { Clock } from '../clock.ts';
import { perProcess } from '../platform.ts';

/** So many requests in so many milliseconds. */
export interface Rate {
  readonly limit: number;
  readonly perMs: number;
}

/** Lets requests through at one pace, for all who share it. */
export interface Limiter {
  /** Takes the next slot; returns how long to wait for it, in milliseconds. */
  reserve(nowMs: number): number;
  /** Gives back a slot that was not used. */
  release(): void;
  /** The provider asked to wait: slots that are taken already move, too. */
  holdUntil(untilMs: number, nowMs: number): void;
  /** By how much slots have moved so far, in milliseconds. */
  movedMs(): number;
  /** Where the slots are those of a limiter that several processes share. */
  readonly shared?: SharedSlots | undefined;
}

/** When a provider asked everybody to wait. */
interface Hold {
  untilMs: number;
  movedMs: number;
}

/**
 * GCRA over several windows at once: each window spaces requests by `perMs / limit` and lets `limit` through in a burst.
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function createLimiter(rates: readonly Rate[], hold: Hold = { untilMs: 0, movedMs: 0 }): Limiter {
  const windows = rates.map(({ limit, perMs }) => ({
    spacing: perMs / limit,
    tolerance: perMs - perMs / limit,
    next: 0,
  }));
  let seenMs = hold.movedMs;
  return {
    reserve(nowMs) {
      for (const window of windows) window.next += hold.movedMs - seenMs;
      seenMs = hold.movedMs;
      let at = Math.max(nowMs, hold.untilMs);
      for (const window of windows) at = Math.max(at, window.next - window.tolerance);
      for (const window of windows) window.next = Math.max(window.next, at) + window.spacing;
      return at - nowMs;
    },
    release() {
      for (const window of windows) window.next -= window.spacing;
    },
    holdUntil(untilMs, nowMs) {
      hold.movedMs += Math.max(0, untilMs - Math.max(nowMs, hold.untilMs));
      hold.untilMs = Math.max(hold.untilMs, untilMs);
    },
    movedMs: () => hold.movedMs,
  };
}

interface Account {
  readonly hold: Hold;
  readonly limiters: Map<string, Limiter>;
}

const accounts = perProcess('limiters', 1, () => new WeakMap<Clock, Map<string, Account>>());

/** The one limiter of a provider, account and bucket in this process. Clients with different rates have different ones, which wait together when the provider asks. */
export function sharedLimiter(clock: Clock, key: string, rates: readonly Rate[]): Limiter {
  const known = ensured(accounts, clock, () => new Map<string, Account>());
  const account = ensured(known, key, () => ({ hold: { untilMs: 0, movedMs: 0 }, limiters: new Map() }));
  return ensured(account.limiters, JSON.stringify(rates), () => createLimiter(rates, account.hold));
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

/** A rate limiter that several processes share, such as `sharedLimiter` of `@leadwire/queue`. Pass it as the `limits` of a client. */
export interface SharedLimiter {
  /** A slot that was not used within this time must be taken anew, in milliseconds: a late request would come too close to the next. */
  readonly slotLifeMs: number;
  /**
   * Waits for the next slot under a name (one provider, account and bucket). Resolves to 0 when the request may leave now, or, as soon as that
   * is known, to the milliseconds to wait where they are more than `maxWaitMs`. An aborted signal gives up the place.
   */
  acquire(
    name: string,
    rates: readonly Rate[],
    wait: { readonly maxWaitMs: number; readonly signal: AbortSignal },
  ): Promise<number>;
  /** The provider asked everybody to wait, in milliseconds. */
  pause(name: string, forMs: number): Promise<void>;
}

export const isSharedLimiter = (limits: unknown): limits is SharedLimiter =>
  typeof (limits as Partial<SharedLimiter> | undefined)?.acquire === 'function';

/** The slots of one provider, account and bucket at a shared limiter. */
export interface SharedSlots {
  readonly limiter: SharedLimiter;
  readonly name: string;
  readonly rates: readonly Rate[];
}

/** A limiter of this process that leaves the pace to a shared one. */
export const bindLimiter = (shared: SharedSlots): Limiter => ({
  reserve: () => 0,
  release: () => undefined,
  movedMs: () => 0,
  // The next 429 asks again.
  holdUntil: (untilMs, nowMs) => void shared.limiter.pause(shared.name, untilMs - nowMs).catch(() => undefined),
  shared,
});
