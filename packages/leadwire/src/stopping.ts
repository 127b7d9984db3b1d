import { isLeadwireError, LeadwireError } from '@leadwire/core';
import type { How, Lane } from './lane.ts';

/** Waits, unless nothing more is to be started. */
export const pause = (lane: Lane, waitMs: number, how: How): Promise<void> =>
  waiting(how, (signal) => lane.clock.sleep(waitMs, signal));

/** A wait that ends when nothing more is to be started. */
export async function waiting(how: How, wait: (signal: AbortSignal | undefined) => Promise<void>): Promise<void> {
  try {
    await wait(how.halt?.signal ?? how.signal);
  } catch (error) {
    throwIfStopped(how);
    throw error;
  }
}

/** Before anything new is started. */
export function throwIfStopped({ signal, halt }: How): void {
  if (signal?.aborted) throw stopped(signal.reason);
  if (halt?.signal.aborted) throw stopped(halt.signal.reason);
}

export const stopped = (reason: unknown): unknown =>
  isLeadwireError(reason)
    ? reason
    : new LeadwireError('aborted', 'The sending was stopped by its caller', {
        hint: 'Send it again to go on: what was on its way is found out about first.',
        cause: reason,
      });
