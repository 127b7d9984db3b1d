import { effectClass, mayResend } from './effect.ts';
import type { ReadyCall } from './ready-call.ts';
import type { Outcome } from './result.ts';
import type { CallFrame } from './settle.ts';
import type { Broken } from './transport/reply.ts';
import { within } from './transport/within.ts';

/** How a call begins, and what it comes to when it stops waiting for another. */
export interface Joining {
  start(): Promise<Outcome<unknown>>;
  stopped(broken: Broken): Outcome<unknown>;
}

/** Lets a call join one like it that is under way. */
export type Share = (frame: CallFrame, ready: ReadyCall, joining: Joining) => Promise<Outcome<unknown>>;

/** Two identical calls in flight share one request, unless they only read. */
export function createSingleFlight(): Share {
  const flying = new Map<string, Promise<Outcome<unknown>>>();
  const share: Share = (frame, ready, joining) => {
    const { input, operation } = frame;
    if (operation.effect === 'read' || ready.body instanceof FormData) return joining.start();
    const name = `${operation.id} ${input.options.idempotencyKey ?? ''} ${JSON.stringify([ready.path, ready.query])} ${ready.payload}`;
    const leader = flying.get(name);
    if (leader !== undefined) return follow(leader, frame, ready, joining);
    const outcome = joining.start();
    flying.set(name, outcome);
    const land = () => flying.delete(name);
    outcome.then(land, land);
    return outcome;
  };

  /** A leader that its own caller stopped does not stop who follows, where sending again is safe: one of them leads then. */
  async function follow(
    leader: Promise<Outcome<unknown>>,
    frame: CallFrame,
    ready: ReadyCall,
    joining: Joining,
  ): Promise<Outcome<unknown>> {
    const { deadlineAt, input, operation, provider } = frame;
    const waited = await within(leader, { clock: provider.options.clock, signal: input.options.signal, deadlineAt });
    if ('stopped' in waited) return joining.stopped(waited.stopped);
    const outcome = waited.value;
    if (outcome.ok || outcome.error.kind !== 'aborted') return outcome;
    const safe = outcome.error.effect === 'none' || mayResend(effectClass(operation, ready.body), 1);
    return safe ? share(frame, ready, joining) : outcome;
  }

  return share;
}
