import { type Clock, runAfter } from '../clock.ts';
import { effectOfStatus } from '../effect.ts';
import { networkFailure } from './network-failure.ts';
import { BodyTooLarge, discardBody, readBody } from './read-body.ts';
import type { AttemptFailure, AttemptResult } from './reply.ts';
import type { Fetch, HttpRequest } from './request.ts';

export interface AttemptOptions {
  readonly clock: Clock;
  /** Bounds the attempt, body included. */
  readonly timeoutMs: number;
  /** Bounds the call; milliseconds since the epoch. */
  readonly deadlineAt?: number;
  readonly signal: AbortSignal | undefined;
  readonly maxBytes?: number | undefined;
}

/**
 * Sends once and reads the answer to its end. Never rejects.
 * It settles at once when time is up or the caller stops, whether or not `fetch` listens to its signal.
 */
export function attempt(fetch: Fetch, request: HttpRequest, options: AttemptOptions): Promise<AttemptResult> {
  return new Promise((resolve) => {
    const { signal } = options;
    if (signal?.aborted) {
      resolve({
        ok: false,
        failure: 'aborted',
        effect: 'none',
        reason: 'stopped before it was sent',
        cause: signal.reason,
      });
      return;
    }
    const controller = new AbortController();
    let response: Response | undefined;
    let settled = false;
    let finished = false;

    const settle = (result: AttemptResult): void => {
      if (settled) return;
      settled = true;
      cancelTimer();
      if (onAbort) signal?.removeEventListener('abort', onAbort);
      resolve(result);
      if (!finished) controller.abort();
    };
    const onAbort = signal && (() => settle(broken(response, 'aborted', 'stopped by the caller', signal.reason)));
    const cancelTimer = runAfter(options.clock, boundOf(options), () => settle(timedOut(response)));
    if (onAbort) signal.addEventListener('abort', onAbort, { once: true });
    const onText = (text: string): void => {
      finished = true;
      settle({ ok: true, status: response?.status ?? 0, headers: response?.headers ?? new Headers(), text });
    };
    const onFailure = (cause: unknown): void => settle(response ? cutOff(response, cause) : unreached(cause));
    const onResponse = (answer: Response): void => {
      response = answer ?? undefined; // a fetch of somebody’s own may give nothing
      try {
        if (settled) discardBody(answer);
        else readBody(answer, options.maxBytes, controller.signal).then(onText, onFailure);
      } catch (cause) {
        settle(broken(response, 'unreadable-response', NO_RESPONSE, cause));
      }
    };
    try {
      const sent = request.under(controller.signal);
      Promise.resolve(fetch(sent, sent.init)).then(onResponse, onFailure);
    } catch (cause) {
      onFailure(cause);
    }
  });
}

const boundOf = ({ clock, deadlineAt, timeoutMs }: AttemptOptions): number =>
  deadlineAt === undefined ? timeoutMs : Math.min(timeoutMs, deadlineAt - clock.now());

const broken = (
  response: Response | undefined,
  failure: AttemptFailure['failure'],
  reason: string,
  cause: unknown,
): AttemptFailure => ({
  ok: false,
  failure,
  reason,
  effect: effectSoFar(response),
  ...(response && { status: response.status, headers: response.headers }),
  cause,
});

const NO_RESPONSE = 'what fetch gave is no Response';

/** A body that does not come to its end: a status that is no success says what happened without it. */
const unfinished = (
  response: Response | undefined,
  failure: AttemptFailure['failure'],
  reason: string,
  more: Partial<AttemptFailure>,
): AttemptResult =>
  response === undefined || (response.status >= 200 && response.status < 300)
    ? { ...broken(response, failure, reason, undefined), ...more }
    : { ok: true, status: response.status, headers: response.headers, text: '' };

const unreached = (cause: unknown): AttemptResult => ({ ok: false, ...networkFailure(cause), cause });

const cutOff = (response: Response, cause: unknown): AttemptResult => {
  const reason = cause instanceof BodyTooLarge ? cause.message : 'the answer was cut off';
  return unfinished(response, 'unreadable-response', reason, { cause });
};

const timedOut = (response: Response | undefined): AttemptResult =>
  response === undefined
    ? unfinished(response, 'timeout', 'no status line in time', { phase: 'headers' })
    : unfinished(response, 'timeout', 'body not finished in time', { phase: 'body' });

/** Once a status line came, it decides; before that, nobody knows. */
function effectSoFar(response: Response | undefined): AttemptFailure['effect'] {
  return response === undefined ? 'unknown' : effectOfStatus(response.status, 'unguarded');
}
