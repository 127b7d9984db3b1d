import { backoffMs, elapsedMs } from '../clock.ts';
import { mayResend } from '../effect.ts';
import type { AttemptResult, Execution, Policy, RetryBudget } from './execution.ts';
import { waitHintMs } from './wait-hint.ts';
import { outOfTime, pause, stoppedBy } from './with-deadline.ts';

/** Sends again what may succeed later, as often as the effect class, the deadline and the retry budget allow. */
export const retry: Policy = (next) => async (request, execution) => {
  const { clock, deadlineAt, observe, signal } = execution.options;
  for (;;) {
    if (signal?.aborted) return stoppedBy(signal);
    if (elapsedMs(clock) >= deadlineAt) return outOfTime('queue');
    const result = await next(request, execution);
    const wait = nextWait(result, execution);
    if (wait === undefined) return result;
    observe?.({ type: 'retry.scheduled', attempt: execution.attempts.length + 1, ...wait });
    const ended = await pause(wait.waitMs, execution.options);
    if (ended) return ended;
  }
};

const CAPACITY = 500;
const COST = 5;
const COST_AFTER_TIMEOUT = 10;

export const createRetryBudget = (): RetryBudget => ({ tokens: CAPACITY });

interface Wait {
  readonly waitMs: number;
  /** Whether the provider asked for it. */
  readonly hinted: boolean;
}

/** The wait before the next attempt; undefined where there is none. A 429 holds up all who share the limiter. */
function nextWait(result: AttemptResult, execution: Execution): Wait | undefined {
  const { clock, operation } = execution.options;
  const { budget, limiter } = operation;
  if (result.isSuccess) {
    if (execution.attempts.length === 1) budget.tokens = Math.min(CAPACITY, budget.tokens + 1);
    return undefined;
  }
  const hintMs = hintOf(result, execution);
  // A server that says "now" and fails again does not mean it: the second time the backoff decides.
  const obeyedMs = hintMs === 0 && execution.wasToldNow ? undefined : hintMs;
  execution.wasToldNow ||= hintMs === 0;
  const waitMs = isTransient(result, execution) ? waitBefore(obeyedMs, result, execution) : undefined;
  const now = elapsedMs(clock);
  if (result.ok && result.status === 429) limiter?.holdUntil(now + (obeyedMs ?? waitMs ?? 0), now);
  execution.retryAfterMs = hintMs;
  return waitMs === undefined ? undefined : { waitMs, hinted: obeyedMs !== undefined };
}

/** How long the provider asks to wait. */
function hintOf(result: AttemptResult, { options }: Execution): number | undefined {
  if (!result.ok) return result.retryAfterMs;
  return result.status >= 400 ? waitHintMs(result.headers, result.text, options.clock.now()) : undefined;
}

/** The call ended while it waited: nothing of this attempt was sent, and there is no time for another. */
const isBeforeSend = (result: AttemptResult): boolean =>
  !result.ok && (result.phase === 'queue' || result.phase === 'wait');

/** 429 and what never reached the provider may always be sent again; the rest as the class allows. */
function isTransient(result: AttemptResult, { attempts, options, unknowns }: Execution): boolean {
  if (result.ok) {
    if (result.status === 429) return true;
    const isPassing = result.status === 408 || (result.status >= 500 && result.status !== 501 && result.status !== 505);
    return isPassing && mayResend(options.effectClass, unknowns);
  }
  if (result.failure === 'aborted' || isBeforeSend(result)) return false;
  const proved = attempts.at(-1)?.effect;
  return (proved === 'none' && options.effectClass !== 'read') || mayResend(options.effectClass, unknowns);
}

/** How long to wait before the next attempt; undefined where the attempts, the deadline or the budget are used up. */
function waitBefore(hintMs: number | undefined, result: AttemptResult, execution: Execution): number | undefined {
  const { clock, deadlineAt, operation, retry: limits } = execution.options;
  execution.tries++;
  if (limits === undefined || !(execution.tries < limits.maxAttempts)) return undefined;
  const waitMs = hintMs ?? backoffMs(execution.tries - 1, limits, clock.random);
  const cost = !result.ok && result.failure === 'timeout' ? COST_AFTER_TIMEOUT : COST;
  if (elapsedMs(clock) + waitMs >= deadlineAt || operation.budget.tokens < cost) return undefined;
  operation.budget.tokens -= cost;
  return waitMs;
}
