import { mayResend } from '../effect.ts';
import type { CallResult } from '../result.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import type { CallContext } from './call-context.ts';
import type { PreparedRequest } from './prepare-request.ts';
import type { Flights } from './provider-definition.ts';
import { failed, stoppedError } from './to-result.ts';

/** The name by which two identical calls in flight share one request; undefined where each is sent, since it only reads or is a form. */
export function flightName({ input, operation }: CallContext, request: PreparedRequest): string | undefined {
  if (operation.effect === 'read' || request.body instanceof FormData) return undefined;
  const { path, payload = '', query } = request;
  return `${operation.id} ${JSON.stringify([input.options.idempotencyKey, path, query])} ${payload}`;
}

/** Keeps a call under its name until it ends. */
export function startFlight(
  flights: Flights,
  name: string,
  running: Promise<CallResult<unknown>>,
): Promise<CallResult<unknown>> {
  const flight = running.finally(() => flights.delete(name));
  flights.set(name, flight);
  return flight;
}

/** The result of the call that is under way; undefined where its own caller stopped it and this one may be sent in its place. */
export async function followFlight(
  call: CallContext,
  request: PreparedRequest,
  leader: Promise<CallResult<unknown>>,
): Promise<CallResult<unknown> | undefined> {
  const { deadlineAt, input, provider } = call;
  const waited = await withDeadline(leader, {
    clock: provider.options.clock,
    signal: input.options.signal,
    deadlineAt,
  });
  if ('stopped' in waited) return failed(call, stoppedError(call, waited.stopped, 'unknown'));
  const result = waited.value;
  if (result.ok || result.error.kind !== 'aborted') return result;
  const isSafe = result.error.effect === 'none' || mayResend(request.effectClass, 1);
  return isSafe ? undefined : result;
}
