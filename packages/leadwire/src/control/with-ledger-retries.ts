import { type Clock, isLeadwireError, type Ledger } from '@leadwire/core';
import { elapsedMs } from '@leadwire/core/provider';
import type { RetryPolicy } from './retry-policy.ts';
import { stopReason } from './stop.ts';

export interface LedgerRetryOptions {
  readonly clock: Clock;
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal | undefined;
  /** Shared by all sends: a ledger that never worked is not waited for, its address may be wrong. */
  readonly health: { hasWorked: boolean };
}

/** A ledger whose steps wait for a database that is away, within the lead's deadline. A step may be repeated: a claim finds its own lease. */
export function withLedgerRetries(ledger: Ledger, options: LedgerRetryOptions): Ledger {
  const retried = async <Value>(step: () => Promise<Value>): Promise<Value> => {
    const retries = options.retryPolicy();
    for (;;) {
      const startedAt = elapsedMs(options.clock);
      try {
        const value = await untilAborted(step(), options.signal);
        options.health.hasWorked = true;
        return value;
      } catch (error) {
        const waitMs =
          options.health.hasWorked && isLeadwireError(error) && error.kind === 'ledger-unavailable'
            ? retries.nextWaitMs(error, elapsedMs(options.clock) - startedAt)
            : undefined;
        if (waitMs === undefined) throw error;
        await options.clock.sleep(waitMs, options.signal);
      }
    }
  };
  return {
    ...ledger,
    claim: (entries, claimOptions) => retried(() => ledger.claim(entries, claimOptions)),
    markSent: (rows, now, leaseMs) => retried(() => ledger.markSent(rows, now, leaseMs)),
    complete: (done, now) => retried(() => ledger.complete(done, now)),
    release: (rows, now, release) => retried(() => ledger.release(rows, now, release)),
    get: (id) => retried(() => ledger.get(id)),
    confirmedElsewhere: (id, remoteIds) => retried(() => ledger.confirmedElsewhere(id, remoteIds)),
  };
}

/** A step of a silent ledger is not waited for after the caller has aborted; what it stores is found by the next run. */
async function untilAborted<Value>(step: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return step;
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => setTimeout(() => reject(stopReason(signal.reason)), ABORT_GRACE_MS);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  aborted.catch(() => undefined);
  try {
    return await Promise.race([step, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    step.catch(() => undefined);
  }
}

/** A healthy ledger stores the end of an aborted send within this time, in milliseconds. */
const ABORT_GRACE_MS = 15;
