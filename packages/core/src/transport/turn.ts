import type { MaybePromise } from '../maybe-promise.ts';
import type { Broken } from './reply.ts';
import type { SendContext } from './send.ts';
import { outOfTime, stoppedBy } from './within.ts';

/** Waits for its turn in the limiter; gives why it may not go, where it may not. */
export function takePlace(context: SendContext): MaybePromise<Broken | undefined> {
  const { clock, limiter, signal } = context;
  if (signal?.aborted) return stoppedBy(signal);
  const leftMs = context.deadlineAt - clock.now();
  if (leftMs <= 0) return outOfTime('queue');
  if (limiter === undefined) return undefined;
  const waitMs = limiter.reserve(clock.now());
  if (waitMs <= 0) return undefined;
  if (waitMs >= leftMs) {
    limiter.release();
    return { ...outOfTime('queue'), retryAfterMs: waitMs };
  }
  return pause(waitMs, context).then((stopped) => {
    if (stopped) limiter.release();
    return stopped;
  });
}

/** Waits, unless the caller stops. */
export async function pause(ms: number, { clock, signal }: SendContext): Promise<Broken | undefined> {
  if (signal?.aborted) return stoppedBy(signal);
  try {
    await clock.sleep(ms, signal);
    return undefined;
  } catch {
    return stoppedBy(signal);
  }
}
