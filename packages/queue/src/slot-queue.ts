import type { RequestOrigin } from './request-origin.ts';

/** What the database said when it was asked for a slot. */
export type SlotAnswer =
  | { readonly isGranted: true }
  /** The next slot is so many milliseconds away. */
  | { readonly isGranted: false; readonly waitMs: number };

export interface SlotSource {
  /** Takes the slot that is free now, if there is one, so far from the next that it may be used `lifeMs` later. */
  take(isUrgent: boolean, lifeMs: number): Promise<SlotAnswer>;
  sleep(ms: number): Promise<void>;
  now(): number;
  /** A granted slot is as old as the question: one that is older than it was asked for is thrown away. The shortest life, in milliseconds. */
  readonly slotLifeMs: number;
  /** Whether asking again may help. */
  isTransient(error: unknown): boolean;
}

export interface Wait {
  readonly origin: RequestOrigin;
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

interface Waiter {
  readonly origin: RequestOrigin;
  /** When its caller's time is up. */
  readonly until: number;
  resolve(waitMs: number): void;
  reject(error: unknown): void;
}

/** After a slot that came too late, slots are asked for that live this much longer than it took; the life shrinks again by every one in time. */
const LONGER = 1.5;
const SHORTER = 0.9;

/** How long the database is left alone after a failure that passes, in milliseconds. */
const FAILURE_PAUSE_MS = 250;

/**
 * Those in one process who wait for the slots of one name. Only the first in line asks the database; single leads go before imports, and
 * imports take turns.
 * @returns waits for a slot; see `SharedLimiter.acquire`
 */
export function createSlotQueue(source: SlotSource): (wait: Wait) => Promise<number> {
  const urgent = new Set<Waiter>();
  const imports = new Map<string, Set<Waiter>>();
  let isRunning = false;
  let lifeMs = source.slotLifeMs;

  const first = (): Waiter | undefined => {
    for (const waiter of urgent) return waiter;
    for (const waiters of imports.values()) for (const waiter of waiters) return waiter;
    return undefined;
  };
  const remove = (waiter: Waiter): void => {
    urgent.delete(waiter);
    const id = waiter.origin.importId ?? '';
    const waiters = imports.get(id);
    if (waiters?.delete(waiter) !== true) return;
    imports.delete(id); // the others of this import wait until every other import had a turn
    if (waiters.size > 0) imports.set(id, waiters);
  };
  const add = (waiter: Waiter): void => {
    if (waiter.origin.isUrgent) return void urgent.add(waiter);
    const id = waiter.origin.importId ?? '';
    imports.set(id, (imports.get(id) ?? new Set()).add(waiter));
  };
  /** Tells those who have not so much time how long it would take. */
  const sendAway = (waitMs: number): void => {
    const at = source.now() + waitMs;
    for (const waiter of [...urgent, ...[...imports.values()].flatMap((waiters) => [...waiters])]) {
      if (waiter.until > at) continue;
      remove(waiter);
      waiter.resolve(Math.max(1, Math.ceil(waitMs)));
    }
  };
  const step = async (waiter: Waiter): Promise<void> => {
    const askedAt = source.now();
    const answer = await source.take(waiter.origin.isUrgent, lifeMs);
    const tookMs = source.now() - askedAt;
    const isFresh = tookMs <= lifeMs;
    lifeMs = isFresh ? Math.max(source.slotLifeMs, lifeMs * SHORTER) : tookMs * LONGER;
    if (answer.isGranted && isFresh) {
      const next = first(); // a single lead that came in the meantime goes first
      if (next === undefined) return;
      remove(next);
      next.resolve(0);
    } else if (!answer.isGranted) {
      sendAway(answer.waitMs);
      await source.sleep(answer.waitMs);
    }
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    for (let waiter = first(); waiter !== undefined; waiter = first()) {
      try {
        await step(waiter);
      } catch (error) {
        if (source.isTransient(error)) {
          sendAway(FAILURE_PAUSE_MS);
          await source.sleep(FAILURE_PAUSE_MS);
        } else {
          remove(waiter);
          waiter.reject(error);
        }
      }
    }
    isRunning = false;
  };
  return ({ origin, maxWaitMs, signal }) =>
    new Promise<number>((resolve, reject) => {
      const onAbort = (): void => {
        remove(waiter);
        reject(signal.reason);
      };
      const done = (): void => signal.removeEventListener('abort', onAbort);
      const waiter: Waiter = {
        origin,
        until: source.now() + maxWaitMs,
        resolve(waitMs) {
          done();
          resolve(waitMs);
        },
        reject(error) {
          done();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      add(waiter);
      if (!isRunning) void run();
    });
}
