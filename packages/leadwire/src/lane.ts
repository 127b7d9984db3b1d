import type { Clock, LeadTarget, Ledger } from '@leadwire/core';
import type { Emit } from './events.ts';
import type { Gate } from './gate.ts';
import type { InFlight } from './in-flight.ts';
import type { Patience } from './patience.ts';

/** One target, and all that sending to it shares: what every step is handed. */
export interface Lane {
  /** As `createLeadwire` was given it. */
  readonly name: string;
  readonly target: LeadTarget;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly dedupeByPhone: boolean;
  readonly patience: Patience;
  readonly gate: Gate;
  readonly inFlight: InFlight;
  readonly emit: Emit;
}

/** How one lead is to be sent. */
export interface How {
  readonly priority: 'single' | 'bulk';
  /** Cuts what is on its way. */
  readonly signal: AbortSignal | undefined;
  /** Keeps anything more from being started: what is on its way may end. */
  readonly halt: AbortController | undefined;
  readonly onExisting: 'keep' | 'update' | undefined;
  readonly resendOnMiss: boolean | undefined;
}
