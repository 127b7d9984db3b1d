import type { SendOptions } from './execution.ts';
import type { Limiter } from './limiter.ts';
import type { Policy } from './policy.ts';
import type { AttemptFailure } from './response.ts';
import type { BoundLimiter } from './shared-limiter.ts';
import { outOfTime, pause, stoppedBy, withDeadline } from './with-deadline.ts';

/** Every attempt waits for its rate-limit slot. */
export const rateLimit: Policy = async (request, execution, next) => {
  const stopped = await acquire(execution.options);
  execution.slotTakenAt = execution.options.clock.now();
  return stopped ?? next(request, execution);
};

/** A slot of a shared limiter is taken anew when the step before the request, the commit of its intent, took too long. */
export const renewSlot: Policy = async (request, execution, next) => {
  const { clock, limiter } = execution.options;
  if (limiter === undefined || !('shared' in limiter)) return next(request, execution);
  const { shared } = limiter as BoundLimiter;
  const isLate = clock.now() - execution.slotTakenAt > shared.limiter.slotLifeMs;
  const stopped = isLate ? await acquireShared(shared, execution.options) : undefined;
  return stopped ?? next(request, execution);
};

/** Waits for a rate-limit slot; gives why the request may not go, where it may not. */
async function acquire(options: SendOptions): Promise<AttemptFailure | undefined> {
  const { clock, deadlineAt, limiter, signal } = options;
  if (signal?.aborted) return stoppedBy(signal);
  if (deadlineAt - clock.now() <= 0) return outOfTime('queue');
  if (limiter === undefined) return undefined;
  if ('shared' in limiter) return acquireShared((limiter as BoundLimiter).shared, options);
  const waitMs = limiter.reserve(clock.now());
  return waitMs <= 0 ? undefined : queue(waitMs, limiter, options);
}

/** A provider that asks everybody to wait moves all slots that are taken already. */
async function queue(waitMs: number, limiter: Limiter, options: SendOptions): Promise<AttemptFailure | undefined> {
  let moved = limiter.movedMs();
  let leftMs = waitMs;
  while (leftMs > 0) {
    const stopped =
      leftMs >= options.deadlineAt - options.clock.now()
        ? { ...outOfTime('queue'), retryAfterMs: leftMs }
        : await pause(leftMs, options);
    if (stopped) {
      limiter.release();
      return stopped;
    }
    leftMs = limiter.movedMs() - moved;
    moved += leftMs;
  }
  return undefined;
}

/** Waits for a slot of a shared limiter; returns why the request may not go, if it may not. */
async function acquireShared(
  { limiter, name, rates }: BoundLimiter['shared'],
  options: SendOptions,
): Promise<AttemptFailure | undefined> {
  const wait = new AbortController();
  const maxWaitMs = options.deadlineAt - options.clock.now();
  const waited = await withDeadline(limiter.acquire(name, rates, { maxWaitMs, signal: wait.signal }), options);
  if ('stopped' in waited) {
    wait.abort();
    return waited.stopped.failure === 'timeout' ? outOfTime('queue') : waited.stopped;
  }
  return waited.value === 0 ? undefined : { ...outOfTime('queue'), retryAfterMs: waited.value };
}
