import { type Effect, type EffectClass, mayResend } from '../effect.ts';
import { fullJitterMs } from './backoff.ts';
import type { AttemptResult } from './reply.ts';
import type { SendContext } from './send-context.ts';

/** 429 and what never reached the provider may always be sent again; the rest as the class allows. */
export function mayTryAgain(result: AttemptResult, proved: Effect, effect: EffectClass, unknowns: number): boolean {
  if (!result.ok) {
    if (result.failure === 'aborted') return false;
    return proved === 'none' && effect !== 'read' ? true : mayResend(effect, unknowns);
  }
  if (result.status === 429) return true;
  const passing = result.status === 408 || (result.status >= 500 && result.status !== 501 && result.status !== 505);
  return passing && mayResend(effect, unknowns);
}

/** How long to wait before the next attempt; undefined where the attempts, the deadline or the budget are used up. */
export function waitBefore(
  tries: number,
  hint: number | undefined,
  timedOut: boolean,
  { budget, clock, deadlineAt, retry }: SendContext,
): number | undefined {
  if (retry === undefined || !(tries < retry.maxAttempts)) return undefined;
  const waitMs = hint ?? fullJitterMs(tries - 1, retry, clock.random);
  if (clock.now() + waitMs >= deadlineAt) return undefined;
  return budget.spend(timedOut) ? waitMs : undefined;
}
