import type { Effect } from './effect.ts';
import type { ErrorKind } from './errors.ts';
import type { Drift } from './result.ts';

interface EventBase {
  readonly provider: string;
  readonly operationId: string;
  /** The same for all events of one call; rises with each call of a process. */
  readonly callId: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What happens in a call, as data; nothing personal and no credential is in it. */
export type LeadwireEvent = EventBase &
  (
    | { readonly type: 'call.start' }
    | { readonly type: 'attempt.start'; readonly attempt: number }
    | {
        readonly type: 'attempt.end';
        readonly attempt: number;
        readonly durationMs: number;
        readonly status?: number | undefined;
        readonly failure?: string | undefined;
        readonly effect: Effect;
      }
    | { readonly type: 'retry.scheduled'; readonly attempt: number; readonly waitMs: number; readonly hinted: boolean }
    | { readonly type: 'drift'; readonly drift: readonly Drift[] }
    | { readonly type: 'notice'; readonly header: 'deprecation' | 'sunset'; readonly value: string }
    | {
        readonly type: 'call.end';
        readonly durationMs: number;
        readonly attempts: number;
        readonly ok: boolean;
        readonly status?: number | undefined;
        readonly kind?: ErrorKind | undefined;
        readonly effect?: Effect | undefined;
      }
  );

export type OnEvent = (event: LeadwireEvent) => void;

type Unbound<Event> = Event extends unknown ? Omit<Event, keyof EventBase> : never;
export type EventFields = Unbound<LeadwireEvent>;

let lastCallId = 0;

/** Tells an observer; one that throws or rejects changes nothing. */
export function tell<Event>(observer: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const returned = observer?.(event);
    if (returned instanceof Promise) returned.catch(() => undefined);
  } catch {
    // an observer has no say in a call
  }
}

/** Passes the events of one call to its observer. */
export function createObserver(
  onEvent: OnEvent,
  provider: string,
  operationId: string,
  now: () => number,
): (fields: EventFields) => void {
  const callId = ++lastCallId;
  return (fields) => tell(onEvent, { ...fields, provider, operationId, callId, at: now() } as LeadwireEvent);
}

export type Observer = ReturnType<typeof createObserver> | undefined;
