import { mayResend } from '../effect.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallResult } from '../result.ts';
import type { AttemptFailure } from '../transport/reply.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import type { CallContext } from './call-context.ts';
import type { FlightsOfOne } from './idempotency-store.ts';
import type { PreparedRequest } from './prepare-request.ts';
import type { Provider } from './provider-definition.ts';

/** How a call begins, and what it comes to when it stops waiting for another. */
export interface Joining {
  start(frame: CallContext, ready: PreparedRequest): Promise<CallResult<unknown>>;
  stopped(frame: CallContext, ready: PreparedRequest, broken: AttemptFailure): CallResult<unknown>;
  /** A fault of a callback on the way. */
  failed(frame: CallContext, cause: unknown): CallResult<unknown>;
}

/** Two identical calls in flight share one request, unless they only read. */
export function share(frame: CallContext, ready: PreparedRequest, joining: Joining): Promise<CallResult<unknown>> {
  const { input, operation, provider } = frame;
  if (operation.effect === 'read' || ready.body instanceof FormData)
    return joining.start(frame, ready).catch((cause) => joining.failed(frame, cause));
  // By operation, then by all the rest: most bodies are their own name, and need not be copied into one.
  const flying = flightsOf(provider, operation);
  const name = nameOf(operation, ready, input.options.idempotencyKey);
  const leader = flying.get(name);
  if (leader !== undefined) return follow(leader, frame, ready, joining);
  const flight = joining.start(frame, ready).then(
    (outcome) => {
      flying.delete(name);
      return outcome;
    },
    (cause) => {
      flying.delete(name);
      return joining.failed(frame, cause);
    },
  );
  flying.set(name, flight);
  return flight;
}

/** A leader that its own caller stopped does not stop who follows, where sending again is safe: one of them leads then. */
async function follow(
  leader: Promise<CallResult<unknown>>,
  frame: CallContext,
  ready: PreparedRequest,
  joining: Joining,
): Promise<CallResult<unknown>> {
  const { deadlineAt, input, provider } = frame;
  const waited = await withDeadline(leader, {
    clock: provider.options.clock,
    signal: input.options.signal,
    deadlineAt,
  });
  if ('stopped' in waited) return joining.stopped(frame, ready, waited.stopped);
  const outcome = waited.value;
  if (outcome.ok || outcome.error.kind !== 'aborted') return outcome;
  const safe = outcome.error.effect === 'none' || mayResend(ready.effectClass, 1);
  return safe ? share(frame, ready, joining) : outcome;
}

function flightsOf({ flights }: Provider, { id }: OperationMeta): FlightsOfOne {
  let flying = flights.get(id);
  if (flying === undefined) {
    flying = new Map([NO_FLIGHT]);
    flights.set(id, flying);
  }
  return flying;
}

/** A map that runs empty gives its room back, to take it again with the next call: one entry that stays costs less. No request has this name. */
const NO_FLIGHT = [' ', new Promise<never>(() => undefined)] as const;

function nameOf(
  { pathParams }: OperationMeta,
  { path, payload = '', query }: PreparedRequest,
  key: string | undefined,
) {
  const plain = key === undefined && query === undefined && pathParams === undefined;
  return plain ? payload : `${JSON.stringify([key, path, query])} ${payload}`;
}
