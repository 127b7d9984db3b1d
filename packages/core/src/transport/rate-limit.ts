import type { SendOptions } from './execution.ts';
import type { Limiter } from './limiter.ts';
import type { Policy } from './policy.ts';
import type { AttemptFailure } from './response.ts';
import type { BoundLimiter } from './shared-limiter.ts';
import { outOfTime, pause, stoppedBy } from './with-deadline.ts';

/** Every attempt waits for its rate-limit slot. */
export const rateLimit: Policy = async (request, execution, next) => {
  const stopped = await acquire(execution.options);
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
  for (;;) {
    const slot = await limiter.reserve(name, rates);
    if (slot.waitMs <= 0) return undefined;
    if (slot.waitMs >= options.deadlineAt - options.clock.now())
      return { ...outOfTime('queue'), retryAfterMs: slot.waitMs };
    const stopped = await pause(slot.waitMs, options);
    if (stopped) return stopped;
    if (!(await limiter.isVoid(name, slot))) return undefined;
  }
}
