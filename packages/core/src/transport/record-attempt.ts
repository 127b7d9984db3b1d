import { type Effect, type EffectClass, effectOfStatus, joinEffects } from '../effect.ts';
import type { AttemptRecord } from '../errors.ts';
import type { Policy } from './policy.ts';
import { type AttemptResult, isSuccess } from './response.ts';

/** Writes every attempt down, with what it proves, and tells the observer. */
export const recordAttempt: Policy = async (request, execution, next) => {
  const { clock, effect, observe } = execution.options;
  const startedAt = clock.now();
  const attempt = execution.attempts.length + 1;
  execution.firstSentAt ??= startedAt;
  execution.request = request;
  observe?.({ type: 'attempt.start', attempt });
  const result = await next(request, execution);
  const record = recordOf(result, startedAt, clock.now() - startedAt, effectOfAttempt(result, effect));
  execution.attempts = [...execution.attempts, record];
  if (record.effect !== 'none') execution.unknowns++;
  if (!isSuccess(result)) execution.effect = joinEffects(execution.effect, record.effect);
  const { durationMs, failure, status } = record;
  observe?.({ type: 'attempt.end', attempt, durationMs, status, failure, effect: record.effect });
  return result;
};

function effectOfAttempt(result: AttemptResult, effect: EffectClass): Effect {
  if (effect === 'read') return 'none';
  return result.ok ? effectOfStatus(result.status === 0 ? 302 : result.status, effect) : result.effect;
}

function recordOf(result: AttemptResult, startedAt: number, durationMs: number, effect: Effect): AttemptRecord {
  const { status } = result;
  if (result.ok) return { startedAt, durationMs, effect, status: result.status };
  const { failure, phase } = result;
  return { startedAt, durationMs, effect, failure, ...(status !== undefined && { status }), ...(phase && { phase }) };
}
