import type { Clock, LeadwireError } from '@leadwire/core';
import type { LeadRetryOptions } from './options.ts';

/** How long to go on with leads that failed for now. */
export type Patience = () => Tries;

/** The rounds of one lead, or of one chunk. */
export interface Tries {
  /** How long to wait before the next round; undefined when it is enough. */
  next(error: LeadwireError): number | undefined;
}

export function createPatience(clock: Clock, options: LeadRetryOptions = {}): Patience {
  const { maxAttempts = 3, baseMs = 1_000, capMs = 30_000, patienceMs = 300_000 } = options;
  return () => {
    let rounds = 0;
    let attempts = 0;
    let waited = 0;
    return {
      next(error) {
        // After an unknown effect the next round looks first, so it may always come.
        if (!error.retryable && error.effect === 'none') return undefined;
        if (error.kind !== 'rate-limited') attempts++;
        if (attempts >= maxAttempts) return undefined;
        const waitMs =
          error.retryAfterMs ?? Math.floor(clock.random() * Math.min(capMs, baseMs * 2 ** Math.min(rounds, 30)));
        rounds++;
        waited += Math.max(waitMs, 1); // a provider that says "now" for ever is not waited for without end
        return waited > patienceMs ? undefined : waitMs;
      },
    };
  };
}
