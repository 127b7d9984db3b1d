import { runAfter } from '../clock.ts';
import { effectOfStatus } from '../effect.ts';
import type { Policy } from './policy.ts';
import type { AttemptFailure, AttemptResult } from './response.ts';
import { stoppedBy } from './with-deadline.ts';

/**
 * Bounds one attempt, body included. It settles at once when time is up or the caller stops, whether or not `fetch` listens to its signal,
 * and leaves no timer and no listener.
 */
export const timeout: Policy = (request, execution, next) => {
  const { clock, deadlineAt, signal, timeoutMs } = execution.options;
  if (signal?.aborted) return Promise.resolve(stoppedBy(signal));
  const controller = new AbortController();
  const current = { signal: controller.signal, response: undefined as Response | undefined };
  execution.current = current;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void, abort = false): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      settle();
      if (abort) controller.abort();
    };
    const stop = (result: AttemptResult): void => end(() => resolve(result), true);
    const onAbort = (): void => stop(aborted(current.response, signal?.reason));
    const boundMs = Math.min(timeoutMs, deadlineAt - clock.now());
    const cancelTimer = runAfter(clock, boundMs, () => stop(timedOut(current.response)));
    signal?.addEventListener('abort', onAbort, { once: true });
    next(request, execution).then(
      (result) => end(() => resolve(result)),
      (cause) => end(() => reject(cause)),
    );
  });
};

/** A body that does not come to its end: a status that is no success says what happened without it. */
export function unfinished(
  response: Response | undefined,
  failure: Pick<AttemptFailure, 'failure' | 'reason' | 'phase' | 'cause'>,
): AttemptResult {
  if (response === undefined) return { ok: false, effect: 'unknown', ...failure };
  const { headers, status } = response;
  if (status >= 200 && status < 300)
    return { ok: false, effect: effectOfStatus(status, 'unguarded'), status, headers, ...failure };
  return { ok: true, status, headers, text: '', body: { kind: 'empty' } };
}

const timedOut = (response: Response | undefined): AttemptResult =>
  response === undefined
    ? unfinished(response, { failure: 'timeout', phase: 'headers', reason: 'no status line in time' })
    : unfinished(response, { failure: 'timeout', phase: 'body', reason: 'body not finished in time' });

/** Once a status line came, it decides what happened; before that, it is not known. */
const aborted = (response: Response | undefined, cause: unknown): AttemptFailure => ({
  ok: false,
  failure: 'aborted',
  reason: 'stopped by the caller',
  effect: response === undefined ? 'unknown' : effectOfStatus(response.status, 'unguarded'),
  ...(response && { status: response.status, headers: response.headers }),
  cause,
});
