import type { Clock, LeadTarget, Ledger } from '@leadwire/core';
import { type ActiveRows, createActiveRows } from '../control/active-rows.ts';
import type { FirstResponses } from '../control/first-responses.ts';
import { createPrioritySemaphore, type PrioritySemaphore } from '../control/priority-semaphore.ts';
import { createRetryPolicy, type RetryPolicy } from '../control/retry-policy.ts';
import { createEmit, type Emit } from '../events.ts';
import type { LeadwireOptions } from '../options.ts';

/** One target, and everything that sending to it shares. Every step gets it. */
export interface TargetContext {
  /** The target's name, as `createLeadwire` was given it. */
  readonly name: string;
  readonly target: LeadTarget;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** How long a worker may hold a lead before another may take it up, in milliseconds. */
  readonly leaseMs: number;
  /** Bounds one attempt: a request that outlived its lease could meet another worker's. */
  readonly attemptMs: number;
  /** Bounds one lead, its wait for another worker included. */
  readonly deadlineMs: number;
  readonly dedupeByPhone: boolean;
  readonly retryPolicy: RetryPolicy;
  readonly semaphore: PrioritySemaphore;
  readonly activeRows: ActiveRows;
  readonly emit: Emit;
}

/** The targets of one `createLeadwire`, by name. No time contradicts another: attempt < lease < deadline. */
export function createTargetContexts(
  options: LeadwireOptions & { readonly clock: Clock },
): ReadonlyMap<string, TargetContext> {
  const { clock, deadlineMs = 300_000, dedupeByPhone = true, ledger, onEvent, retry, targets } = options;
  const shared = {
    ledger,
    clock,
    leaseMs: Math.ceil(deadlineMs * 0.6),
    attemptMs: Math.ceil(deadlineMs / 2),
    deadlineMs,
    dedupeByPhone,
    activeRows: createActiveRows(),
    retryPolicy: createRetryPolicy(clock, { ...retry, deadlineMs }),
  };
  const toContext = ([name, target]: [string, LeadTarget]): [string, TargetContext] => {
    const emit = createEmit(onEvent, name, () => clock.now());
    return [name, { ...shared, name, target, semaphore: createPrioritySemaphore(), emit }];
  };
  return new Map(Object.entries(targets).map(toContext));
}

/** The options of one send, or of one run. */
export interface SendContext {
  readonly priority: 'single' | 'bulk';
  /** Aborts requests that are in flight. */
  readonly signal: AbortSignal | undefined;
  /** Keeps anything more from being started; requests in flight may end. */
  readonly halt: AbortController | undefined;
  readonly onExisting: 'keep' | 'update' | undefined;
  readonly resendOnMiss: boolean | undefined;
  /** `look-up` also takes up parked rows. */
  readonly purpose?: 'look-up' | undefined;
  /** Set in a run of many leads. */
  readonly firstResponses?: FirstResponses | undefined;
}
