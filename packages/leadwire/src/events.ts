import type { ErrorKind, OutcomeKind } from '@leadwire/core';
import { tell } from '@leadwire/core/provider';

interface EventBase {
  /** Name of the target, as `createLeadwire` was given it. */
  readonly target: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What happens to leads, as data; nothing personal is in it. */
export type LeadEvent = EventBase &
  (
    | { readonly type: 'lead.send'; readonly resumed: boolean }
    | { readonly type: 'lead.retry'; readonly waitMs: number; readonly kind: ErrorKind }
    | { readonly type: 'lead.end'; readonly outcome: OutcomeKind; readonly replayed: boolean }
    | { readonly type: 'chunk.send'; readonly leads: number }
    | { readonly type: 'chunk.retry'; readonly leads: number; readonly waitMs: number; readonly kind: ErrorKind }
    | { readonly type: 'chunk.split'; readonly leads: number; readonly kind: ErrorKind }
  );

export type OnLeadEvent = (event: LeadEvent) => void;

type Unbound<Event> = Event extends unknown ? Omit<Event, keyof EventBase> : never;

export type Emit = (fields: Unbound<LeadEvent>) => void;

/** Tells what happens at one target. */
export const createEmit =
  (onEvent: OnLeadEvent | undefined, target: string, now: () => number): Emit =>
  (fields) =>
    tell(onEvent, { ...fields, target, at: now() } as LeadEvent);
