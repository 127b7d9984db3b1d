import { mayResend } from '../../effect.ts';
import type { CallResult } from '../../result.ts';
import { withDeadline } from '../../transport/with-deadline.ts';
import { stoppedError } from '../classify-error.ts';
import type { CallContext } from '../context.ts';
import type { PreparedRequest } from '../request/prepare-request.ts';
import { failed } from '../to-result.ts';

/** The result of the call that is under way; undefined where its own caller stopped it and this one may be sent in its place. */
export async function followFlight(
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
