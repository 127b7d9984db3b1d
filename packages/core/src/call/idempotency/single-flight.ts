import { mayResend } from '../../effect.ts';
import type { CallResult } from '../../result.ts';
import { withDeadline } from '../../transport/with-deadline.ts';
import { stoppedError } from '../classify-error.ts';
import type { CallContext } from '../context.ts';
import type { PreparedRequest } from '../request/prepare-request.ts';
import { failed } from '../to-result.ts';

type SendRequest = (call: CallContext, request: PreparedRequest) => Promise<CallResult<unknown>>;

/** Sends a request, unless an identical one of this client is in flight: then both have its result. */
export function singleFlight(
  call: CallContext,
  request: PreparedRequest,
  send: SendRequest,
): Promise<CallResult<unknown>> {
  const { operation, provider, input } = call;
  // What only reads shares nothing, and two forms cannot be compared.
  if (operation.effect === 'read' || request.body instanceof FormData) return send(call, request);
  const { path, payload = '', query } = request;
  const name = `${operation.id} ${JSON.stringify([input.options.idempotencyKey, path, query])} ${payload}`;
  const { flights } = provider;
  if (flights.has(name)) return followFlights(call, request, name, send);
  const flight = send(call, request);
  const end = (): void => void flights.delete(name);
  flights.set(name, flight);
  flight.then(end, end);
  return flight;
}

/** Follows the calls under way one after the other, and sends where none of them has a result for this one. */
async function followFlights(
  call: CallContext,
  request: PreparedRequest,
  name: string,
  send: SendRequest,
): Promise<CallResult<unknown>> {
  const { flights } = call.provider;
  for (let leader = flights.get(name); leader !== undefined; leader = flights.get(name)) {
    const result = await followFlight(call, request, leader);
    if (result !== undefined) return result;
  }
  return singleFlight(call, request, send);
}

/** The result of the call that is under way; undefined where its own caller stopped it and this one may be sent in its place. */
async function followFlight(
  call: CallContext,
  request: PreparedRequest,
  leader: Promise<CallResult<unknown>>,
): Promise<CallResult<unknown> | undefined> {
  const waited = await withDeadline(leader, call);
  if ('stopped' in waited) return failed(call, stoppedError(call, waited.stopped, 'unknown'));
  const result = waited.value;
  if (result.ok || result.error.kind !== 'aborted') return result;
  const isSafe = result.error.effect === 'none' || mayResend(request.effectClass, 1);
  return isSafe ? undefined : result;
}
