import type { Clock, ErrorKind, LeadwireError, RetryOptions } from '@leadwire/core';
import { backoffMs } from '@leadwire/core/provider';

/** Starts the retries of one lead, or of one batch. */
export type RetryPolicy = () => Retries;

export interface Retries {
  /**
   * How long to wait before the next attempt, in milliseconds; undefined when there is none.
   * @param spentMs - what the failed attempt itself waited, such as for a ledger that said nothing: it counts against the deadline
   */
  nextWaitMs(error: LeadwireError, spentMs?: number): number | undefined;
}

/** These do not count as attempts: only the deadline bounds them. */
const WAITS_ONLY: readonly ErrorKind[] = ['rate-limited', 'ledger-unavailable'];

/** What bounds the retries of one lead. */
export interface RetryLimits extends RetryOptions {
  /** All waits together, in milliseconds. */
  readonly deadlineMs: number;
}

export function createRetryPolicy(clock: Clock, limits: RetryLimits): RetryPolicy {
  const { maxAttempts = 3, baseMs = 1_000, capMs = 30_000, deadlineMs } = limits;
  return () => {
    const hintOf = obeyedHints();
    let rounds = 0;
    let attempts = 0;
    let waitedMs = 0;
    return {
      nextWaitMs(error, spentMs = 0) {
        // After an unknown effect the next attempt looks first, so it is always allowed.
        if (!error.retryable && error.effect === 'none') return undefined;
        if (!WAITS_ONLY.includes(error.kind)) attempts++;
        if (attempts >= maxAttempts) return undefined;
        const waitMs = hintOf(error) ?? backoffMs(rounds, { baseMs, capMs }, clock.random);
        rounds++;
        waitedMs += spentMs + Math.max(waitMs, 1);
        return waitedMs > deadlineMs ? undefined : waitMs;
      },
    };
  };
}

/** How long the provider asks to wait. A hint of 0 that was obeyed and failed again is none: such a provider would be asked without end. */
function obeyedHints(): (error: LeadwireError) => number | undefined {
  let hasObeyedZero = false;
  return ({ retryAfterMs }) => {
    if (retryAfterMs !== 0) return retryAfterMs;
    if (hasObeyedZero) return undefined;
    hasObeyedZero = true;
    return 0;
  };
}
