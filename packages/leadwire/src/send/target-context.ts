import type { Clock, LeadTarget, Ledger } from '@leadwire/core';
import type { Emit } from '../events.ts';
import type { ActiveRows } from './active-rows.ts';
import type { PrioritySemaphore } from './priority-semaphore.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** One target, and all that sending to it shares: what every step is handed. */
export interface TargetContext {
  /** As `createLeadwire` was given it. */
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

/** How one lead is to be sent. */
export interface SendContext {
  readonly priority: 'single' | 'bulk';
  /** Cuts what is on its way. */
  readonly signal: AbortSignal | undefined;
  /** Keeps anything more from being started: what is on its way may end. */
  readonly halt: AbortController | undefined;
  readonly onExisting: 'keep' | 'update' | undefined;
  readonly resendOnMiss: boolean | undefined;
}
