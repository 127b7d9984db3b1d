import type { Clock, LeadTarget, Ledger } from '@leadwire/core';
import type { Emit } from '../events.ts';
import type { ActiveRows } from './active-rows.ts';
import type { FirstResponses } from './first-responses.ts';
import type { PrioritySemaphore } from './priority-semaphore.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** One target, and everything that sending to it shares. Every step gets it. */
export interface TargetContext {
  /** The target's name, as `createLeadwire` was given it. */
  readonly name: string;
  readonly target: LeadTarget;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly dedupeByPhone: boolean;
  readonly retryPolicy: RetryPolicy;
  readonly semaphore: PrioritySemaphore;
  readonly activeRows: ActiveRows;
  readonly emit: Emit;
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
