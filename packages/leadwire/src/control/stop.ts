import { isLeadwireError, LeadwireError } from '@leadwire/core';
import type { SendContext, TargetContext } from '../send/target-context.ts';

/** Waits, unless the run was stopped. */
export const pause = (context: TargetContext, waitMs: number, sendContext: SendContext): Promise<void> =>
  untilStopped(sendContext, (signal) => context.clock.sleep(waitMs, signal));

/** A wait that ends when the run is stopped. */
export async function untilStopped(
  sendContext: SendContext,
  wait: (signal: AbortSignal | undefined) => Promise<void>,
): Promise<void> {
  try {
    await wait(sendContext.halt?.signal ?? sendContext.signal);
  } catch (error) {
    throwIfStopped(sendContext);
    throw error;
  }
}

/** Called before anything new is started. */
export function throwIfStopped({ signal, halt }: SendContext): void {
  if (signal?.aborted) throw stopReason(signal.reason);
  if (halt?.signal.aborted) throw stopReason(halt.signal.reason);
}

/** A halt that its caller's signal aborts, until `unfollow()` is called. */
export function followSignal(signal: AbortSignal | undefined): { halt: AbortController; unfollow(): void } {
  const halt = new AbortController();
  const onAbort = (): void => halt.abort(stopReason(signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  return { halt, unfollow: () => signal?.removeEventListener('abort', onAbort) };
}

export const stopReason = (reason: unknown): unknown =>
  isLeadwireError(reason)
    ? reason
    : new LeadwireError('aborted', 'The send was aborted by its caller', {
        hint: 'Send it again to go on: a request that was in flight is looked up first.',
        cause: reason,
      });
