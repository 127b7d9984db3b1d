import type { ErrorKind, OutcomeKind } from '@leadwire/core';

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

/** Tells an observer; one that throws changes nothing. */
export function createEmit(onEvent: OnLeadEvent | undefined, target: string, now: () => number): Emit {
  return (fields) => {
    if (onEvent === undefined) return;
    try {
      onEvent({ ...fields, target, at: now() } as LeadEvent);
    } catch {
      // an observer has no say in what is sent
    }
  };
}
