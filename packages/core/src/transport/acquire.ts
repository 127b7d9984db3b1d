import type { MaybePromise } from '../maybe-promise.ts';
import type { Limiter } from './limiter.ts';
import type { AttemptFailure } from './reply.ts';
import type { SendContext } from './send-context.ts';
import { outOfTime, stoppedBy } from './with-deadline.ts';

/** Waits for its turn in the limiter; gives why it may not go, where it may not. */
export function acquire(context: SendContext): MaybePromise<AttemptFailure | undefined> {
  const { clock, limiter, signal } = context;
  if (signal?.aborted) return stoppedBy(signal);
  const leftMs = context.deadlineAt - clock.now();
  if (leftMs <= 0) return outOfTime('queue');
  if (limiter === undefined) return undefined;
  const waitMs = limiter.reserve(clock.now());
  return waitMs <= 0 ? undefined : queue(waitMs, limiter, context);
}

/** A provider that asks everybody to wait moves all places that are taken already. */
async function queue(waitMs: number, limiter: Limiter, context: SendContext): Promise<AttemptFailure | undefined> {
  let moved = limiter.movedMs();
  let leftMs = waitMs;
  while (leftMs > 0) {
    const stopped =
      leftMs >= context.deadlineAt - context.clock.now()
        ? { ...outOfTime('queue'), retryAfterMs: leftMs }
        : await pause(leftMs, context);
    if (stopped) {
      limiter.release();
      return stopped;
    }
    leftMs = limiter.movedMs() - moved;
    moved += leftMs;
  }
  return undefined;
}

/** Waits, unless the caller stops: at once, whether or not the clock listens to the signal. */
export async function pause(ms: number, { clock, signal }: SendContext): Promise<AttemptFailure | undefined> {
  if (signal?.aborted) return stoppedBy(signal);
  let stop: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      stop = () => reject(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
      clock.sleep(ms, signal).then(resolve, reject);
    });
    return undefined;
  } catch {
    return stoppedBy(signal);
  } finally {
    if (stop) signal?.removeEventListener('abort', stop);
  }
}
