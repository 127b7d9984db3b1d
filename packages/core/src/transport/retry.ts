import { backoffMs } from '../clock.ts';
import { mayResend } from '../effect.ts';
import type { Execution } from './execution.ts';
import type { Policy } from './policy.ts';
import { type AttemptResult, isSuccess } from './response.ts';
import { hintMs } from './retry-after.ts';
import { pause } from './with-deadline.ts';

/** Sends again what may pass later, as often as the effect class, the deadline and the retry budget allow. */
export const retry: Policy = async (request, execution, next) => {
  const { budget, clock, limiter, observe } = execution.options;
  let wasAskedForNone = false;
  for (;;) {
    const result = await next(request, execution);
    if (isSuccess(result)) {
      if (execution.attempts.length === 1) budget.refund();
      return result;
    }
    const asked = askedMs(result, execution);
    // A server that says "now" and fails again does not mean it: the second time the backoff decides.
    const hint = asked === 0 && wasAskedForNone ? undefined : asked;
    wasAskedForNone ||= asked === 0;
    const waitMs = isTransient(result, execution) ? waitBefore(hint, result, execution) : undefined;
    if (result.ok && result.status === 429) limiter?.pause(clock.now(), hint ?? waitMs ?? 0);
    if (waitMs === undefined) return final(result, asked, execution);
    observe?.({ type: 'retry.scheduled', attempt: execution.attempts.length + 1, waitMs, hinted: hint !== undefined });
    const stopped = await pause(waitMs, execution.options);
    if (stopped) return stopped;
  }
};

/** How long the provider asks to wait. */
const askedMs = (result: AttemptResult, { options }: Execution): number | undefined =>
  result.ok && result.status >= 400 ? hintMs(result.headers, result.text, options.clock.now()) : undefined;

/** The last attempt, with what the provider asked to wait, where that did not fit. */
function final(result: AttemptResult, asked: number | undefined, execution: Execution): AttemptResult {
  const { clock, deadlineAt } = execution.options;
  execution.retryAfterMs = result.ok ? asked : result.retryAfterMs;
  execution.deadlinePassed = isTimeout(result) && (isBeforeSend(result) || clock.now() >= deadlineAt);
  return result;
}

const isTimeout = (result: AttemptResult): boolean => !result.ok && result.failure === 'timeout';

/** The call ended while it waited: nothing of this attempt was sent, and there is no time for another. */
const isBeforeSend = (result: AttemptResult): boolean =>
  !result.ok && (result.phase === 'queue' || result.phase === 'wait');

/** 429 and what never reached the provider may always be sent again; the rest as the class allows. */
function isTransient(result: AttemptResult, { attempts, options, unknowns }: Execution): boolean {
  if (result.ok) {
    if (result.status === 429) return true;
    const passing = result.status === 408 || (result.status >= 500 && result.status !== 501 && result.status !== 505);
    return passing && mayResend(options.effect, unknowns);
  }
  if (result.failure === 'aborted' || isBeforeSend(result)) return false;
  const proved = attempts.at(-1)?.effect;
  return (proved === 'none' && options.effect !== 'read') || mayResend(options.effect, unknowns);
}

/** How long to wait before the next attempt; undefined where the attempts, the deadline or the budget are used up. */
function waitBefore(hint: number | undefined, result: AttemptResult, execution: Execution): number | undefined {
  const { budget, clock, deadlineAt, retry: limits } = execution.options;
  execution.tries++;
  if (limits === undefined || !(execution.tries < limits.maxAttempts)) return undefined;
  const waitMs = hint ?? backoffMs(execution.tries - 1, limits, clock.random);
  if (clock.now() + waitMs >= deadlineAt) return undefined;
  return budget.spend(isTimeout(result)) ? waitMs : undefined;
}
