import { mayResend } from '../../effect.ts';
import type { CallResult } from '../../result.ts';
import { withDeadline } from '../../transport/with-deadline.ts';
import { stoppedError } from '../classify-error.ts';
import type { CallContext } from '../context.ts';
import type { PreparedRequest } from '../request/prepare-request.ts';
import { failed } from '../to-result.ts';

/** Follows identical calls in flight one after the other; undefined where none of them has a result for this one. */
export async function followFlights(
  call: CallContext,
  request: PreparedRequest,
  name: string,
): Promise<CallResult<unknown> | undefined> {
  const { flights } = call.provider;
  for (let leader = flights.get(name); leader !== undefined; leader = flights.get(name)) {
    const result = await followFlight(call, request, leader);
    if (result !== undefined) return result;
  }
  return undefined;
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
