import { type Clock, runAfter } from '../clock.ts';
import { effectOfStatus } from '../effect.ts';
import type { TimeoutPhase } from '../errors.ts';
import { networkFailure } from './network-failure.ts';
import { BodyTooLarge, readBody } from './read-body.ts';
import type { AttemptResult, Broken } from './reply.ts';
import type { Fetch, HttpRequest } from './request.ts';

export interface AttemptOptions {
  readonly clock: Clock;
  /** Bounds the attempt, body included. */
  readonly timeoutMs: number;
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
    let phase: TimeoutPhase = 'headers';
    let response: Response | undefined;
    let settled = false;
    let finished = false;

    const settle = (result: AttemptResult): void => {
      if (settled) return;
      settled = true;
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
      if (!finished) controller.abort();
    };
    const broken = (failure: Broken['failure'], reason: string, more: Partial<Broken> = {}): Broken => ({
      ok: false,
      failure,
      reason,
      effect: effectSoFar(response),
      ...(response && { status: response.status, headers: response.headers }),
      ...more,
    });
    /** A body that does not come to its end: a status that is no success says what happened without it. */
    const unfinished = (failure: Broken['failure'], reason: string, more: Partial<Broken>): AttemptResult =>
      response === undefined || (response.status >= 200 && response.status < 300)
        ? broken(failure, reason, more)
        : { ok: true, status: response.status, headers: response.headers, text: '' };
    const onAbort = () => settle(broken('aborted', 'stopped by the caller', { cause: signal?.reason }));
    const cancelTimer = runAfter(options.clock, options.timeoutMs, () =>
      settle(
        unfinished('timeout', phase === 'headers' ? 'no status line in time' : 'body not finished in time', { phase }),
      ),
    );
    signal?.addEventListener('abort', onAbort, { once: true });

    const run = async (): Promise<void> => {
      try {
        const sent = request.again(controller.signal);
        response = await fetch(sent, sent);
      } catch (cause) {
        const failed = networkFailure(cause);
        settle({ ok: false, ...failed, cause });
        return;
      }
      phase = 'body';
      if (settled) {
        response.body?.cancel().catch(() => undefined);
        return;
      }
      try {
        const text = await readBody(response, options.maxBytes, controller.signal);
        finished = true;
        settle({ ok: true, status: response.status, headers: response.headers, text });
      } catch (cause) {
        const reason = cause instanceof BodyTooLarge ? cause.message : 'the answer was cut off';
        settle(unfinished('unreadable-response', reason, { cause }));
      }
    };
    run().catch((cause) => settle(broken('network', 'the request could not be made', { cause })));
  });
}

/** Once a status line came, it decides; before that, nobody knows. */
function effectSoFar(response: Response | undefined): Broken['effect'] {
  return response === undefined ? 'unknown' : effectOfStatus(response.status, 'unguarded');
}
