import { elapsedMs } from '../clock.ts';
import type { AttemptFailure, Bounds, Execution, Policy } from './execution.ts';
import type { Limiter, SharedSlots } from './limiter.ts';
import { outOfTime, pause, withDeadline } from './with-deadline.ts';

/** Waits for a rate-limit slot before every attempt. */
export const acquireSlot: Policy = (next) => async (request, execution) => {
  const { clock, operation } = execution.options;
  const { limiter } = operation;
  const stopped = limiter && (await acquire(limiter, execution.options));
  execution.slotTakenAt = elapsedMs(clock);
  return stopped ?? next(request, execution);
};

/** Takes the slot of a shared limiter anew when the step before the request, the commit of its intent, took too long. */
export async function renewSlot({ options, slotTakenAt }: Execution): Promise<AttemptFailure | undefined> {
  const { clock, operation } = options;
  const { limiter } = operation;
  if (limiter?.shared === undefined || elapsedMs(clock) - slotTakenAt <= limiter.shared.limiter.slotLifeMs)
    return undefined;
  return acquireShared(limiter.shared, options);
}

/** Waits for a slot; returns why the request may not be sent, where it may not. */
async function acquire(limiter: Limiter, bounds: Bounds): Promise<AttemptFailure | undefined> {
  if (limiter.shared !== undefined) return acquireShared(limiter.shared, bounds);
  let leftMs = limiter.reserve(elapsedMs(bounds.clock));
  let moved = limiter.movedMs();
  while (leftMs > 0) {
    const stopped =
      leftMs < bounds.deadlineAt - elapsedMs(bounds.clock)
        ? await pause(leftMs, bounds)
        : { ...outOfTime('queue'), retryAfterMs: leftMs };
    if (stopped) {
      limiter.release();
      return stopped;
    }
    // The provider may have asked everybody to wait: then all slots that are taken have moved.
    leftMs = limiter.movedMs() - moved;
    moved += leftMs;
  }
  return undefined;
}

async function acquireShared(
  { limiter, name, rates }: SharedSlots,
  bounds: Bounds,
): Promise<AttemptFailure | undefined> {
  const wait = new AbortController();
  const maxWaitMs = bounds.deadlineAt - elapsedMs(bounds.clock);
  const waited = await withDeadline(limiter.acquire(name, rates, { maxWaitMs, signal: wait.signal }), bounds);
  if ('stopped' in waited) {
    wait.abort();
    return waited.stopped.failure === 'timeout' ? outOfTime('queue') : waited.stopped;
  }
  return waited.value === 0 ? undefined : { ...outOfTime('queue'), retryAfterMs: waited.value };
}
