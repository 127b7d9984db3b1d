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
    const waited = await withDeadline(leader, call);
    if ('stopped' in waited) return failed(call, stoppedError(call, waited.stopped, 'unknown'));
    const result = waited.value;
    if (result.ok || result.error.kind !== 'aborted') return result;
    // Its own caller stopped it: this one is sent in its place where that is safe.
    if (result.error.effect !== 'none' && !mayResend(request.effectClass, 1)) return result;
  }
  return undefined;
}
