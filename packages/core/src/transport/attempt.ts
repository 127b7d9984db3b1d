import { elapsedMs, runAfter } from '../clock.ts';
import { effectOfStatus, joinEffects } from '../effect.ts';
import type { AttemptRecord } from '../errors.ts';
import { renewSlot } from './acquire-slot.ts';
import type { AttemptFailure, AttemptResult, CurrentAttempt, Execution, Policy, Send } from './execution.ts';
import { unfinished } from './read-body.ts';
import type { HttpRequest } from './request.ts';
import { stoppedBy, withDeadline } from './with-deadline.ts';

/** One attempt: commits the intent before the first one, bounds each one in time, and records what it proves. */
export const attempt: Policy = (next) => (request, execution) => {
  const { beforeSend } = execution.options;
  if (beforeSend === undefined || execution.firstSentAt !== undefined) return bounded(next, request, execution);
  return commitIntent(beforeSend, execution).then((stopped) => stopped ?? bounded(next, request, execution));
};

/** Bounds the attempt, body included: it ends at once whether or not `fetch` listens to its signal, and leaves no timer and no listener. */
function bounded(next: Send, request: HttpRequest, execution: Execution): Promise<AttemptResult> {
  const { clock, deadlineAt, observe, signal, timeoutMs } = execution.options;
  const startedAt = clock.now();
  execution.firstSentAt ??= startedAt;
  execution.request = request;
  observe?.({ type: 'attempt.start', attempt: execution.attempts.length + 1 });
  if (signal?.aborted) return Promise.resolve(recorded(stoppedBy(signal), startedAt, execution));
  const controller = new AbortController();
  const current: CurrentAttempt = { signal: controller.signal, response: undefined, cancelBody: undefined };
  execution.current = current;
  const leftMs = deadlineAt - elapsedMs(clock);
  return new Promise((resolve, reject) => {
    let isOver = false;
    const end = (result: AttemptResult | undefined, fault?: unknown): void => {
      if (isOver) return;
      isOver = true;
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      if (result === undefined) reject(fault);
      else resolve(recorded(result, startedAt, execution));
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
    next(request, execution).then(end, (fault) => end(undefined, fault));
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
  execution: Execution,
): Promise<AttemptFailure | undefined> {
  const committed = await withDeadline(Promise.resolve().then(beforeSend), execution.options);
  return 'stopped' in committed ? committed.stopped : renewSlot(execution);
}

/** Keeps what the attempt proves. */
function recorded(result: AttemptResult, startedAt: number, execution: Execution): AttemptResult {
  const { clock, effectClass, observe } = execution.options;
  const { failure, phase, status } = result as Partial<AttemptFailure>;
  const proved = result.ok ? effectOfStatus(result.status, effectClass) : result.effect;
  const effect = effectClass === 'read' ? 'none' : proved;
  const durationMs = clock.now() - startedAt;
  const record: { -readonly [Field in keyof AttemptRecord]: AttemptRecord[Field] } = { startedAt, durationMs, effect };
  if (failure !== undefined) record.failure = failure;
  if (status !== undefined) record.status = status;
  if (phase !== undefined) record.phase = phase;
  execution.attempts.push(record);
  if (effect !== 'none') execution.unknowns++;
  if (!result.isSuccess) execution.effect = joinEffects(execution.effect, effect);
  observe?.({ type: 'attempt.end', attempt: execution.attempts.length, durationMs, status, failure, effect });
  return result;
}
