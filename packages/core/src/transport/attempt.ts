import { runAfter } from '../clock.ts';
import { effectOfStatus, joinEffects } from '../effect.ts';
import type { AttemptRecord } from '../errors.ts';
import { renewSlot } from './acquire-slot.ts';
import type { AttemptFailure, AttemptResult, CurrentAttempt, Execution, Policy, Send } from './execution.ts';
import { unfinished } from './read-body.ts';
import type { HttpRequest } from './request.ts';
import { stoppedBy, withDeadline } from './with-deadline.ts';

/** One attempt: commits the intent before the first one, bounds each one in time, and records what it proves. */
export const attempt: Policy = (next) => async (request, execution) => {
  const { beforeSend, clock, observe } = execution.options;
  if (beforeSend !== undefined && execution.firstSentAt === undefined) {
    const stopped = (await commitIntent(beforeSend, execution)) ?? (await renewSlot(execution));
    if (stopped) return stopped;
  }
  const startedAt = clock.now();
  const number = execution.attempts.length + 1;
  execution.firstSentAt ??= startedAt;
  execution.request = request;
  observe?.({ type: 'attempt.start', attempt: number });
  const result = await bounded(next, request, execution);
  const record = recordOf(result, startedAt, execution);
  execution.attempts.push(record);
  if (record.effect !== 'none') execution.unknowns++;
  if (!result.isSuccess) execution.effect = joinEffects(execution.effect, record.effect);
  const { durationMs, effect, failure, status } = record;
  observe?.({ type: 'attempt.end', attempt: number, durationMs, status, failure, effect });
  return result;
};

/**
 * Bounds the attempt, body included. It ends at once when time is up or the caller stops, whether or not `fetch` listens to its signal,
 * and leaves no timer and no listener.
 */
function bounded(next: Send, request: HttpRequest, execution: Execution): Promise<AttemptResult> {
  const { clock, deadlineAt, signal, timeoutMs } = execution.options;
  if (signal?.aborted) return Promise.resolve(stoppedBy(signal));
  const controller = new AbortController();
  const current: CurrentAttempt = { signal: controller.signal, response: undefined, cancelBody: undefined };
  execution.current = current;
  const leftMs = deadlineAt - clock.now();
  return new Promise((resolve) => {
    const end = (result: AttemptResult | Promise<never>): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const stop = (result: AttemptResult): void => {
      end(result);
      controller.abort();
      current.cancelBody?.();
    };
    const onAbort = (): void => stop(aborted(current.response, signal?.reason));
    const cancelTimer = runAfter(clock, Math.min(timeoutMs, leftMs), () =>
      stop(timedOut(current.response, leftMs <= timeoutMs)),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    next(request, execution).then(end, (fault) => end(Promise.reject(fault)));
  });
}

const timedOut = (response: Response | undefined, deadlinePassed: boolean): AttemptResult =>
  response === undefined
    ? unfinished(response, { failure: 'timeout', phase: 'headers', reason: 'no status line in time', deadlinePassed })
    : unfinished(response, { failure: 'timeout', phase: 'body', reason: 'body not finished in time', deadlinePassed });

/** Once a status line was received, it decides what happened; before that, it is not known. */
const aborted = (response: Response | undefined, cause: unknown): AttemptFailure => ({
  ok: false,
  failure: 'aborted',
  reason: 'stopped by the caller',
  effect: response === undefined ? 'unknown' : effectOfStatus(response.status, 'unguarded'),
  ...(response && { status: response.status, headers: response.headers }),
  cause,
});

async function commitIntent(
  beforeSend: () => Promise<void>,
  { options }: Execution,
): Promise<AttemptFailure | undefined> {
  const committed = await withDeadline(Promise.resolve().then(beforeSend), options);
  return 'stopped' in committed ? committed.stopped : undefined;
}

function recordOf(result: AttemptResult, startedAt: number, { options }: Execution): AttemptRecord {
  const durationMs = options.clock.now() - startedAt;
  if (result.ok) {
    const { status } = result;
    return { startedAt, durationMs, effect: effectOfStatus(status, options.effectClass), status };
  }
  const { failure, phase, status } = result;
  const effect = options.effectClass === 'read' ? 'none' : result.effect;
  return { startedAt, durationMs, effect, failure, ...(status !== undefined && { status }), ...(phase && { phase }) };
}
