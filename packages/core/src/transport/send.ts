import type { Clock } from '../clock.ts';
import { type Effect, type EffectClass, effectOfStatus, joinEffects, mayResend } from '../effect.ts';
import { type AttemptRecord, LeadwireError } from '../errors.ts';
import { isPromise, type MaybePromise } from '../maybe-promise.ts';
import type { OperationMeta } from '../operation.ts';
import { attempt } from './attempt.ts';
import { type BackoffOptions, fullJitterMs } from './backoff.ts';
import type { Limiter } from './limiter.ts';
import type { Observer } from './observe.ts';
import { type ParsedBody, parseBody } from './parse-body.ts';
import { redirectTarget } from './redirect.ts';
import type { AttemptResult, Broken, Reply } from './reply.ts';
import type { Fetch, HttpRequest } from './request.ts';
import { hintMs } from './retry-after.ts';
import type { RetryBudget } from './retry-budget.ts';
import { outOfTime, stoppedBy, within } from './within.ts';

/** What one call is sent under. */
export interface SendContext {
  readonly operation: OperationMeta;
  readonly effect: EffectClass;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
  readonly retry: (BackoffOptions & { readonly maxAttempts: number }) | undefined;
  readonly budget: RetryBudget;
  readonly limiter: Limiter | undefined;
  readonly observe: Observer;
  /** True when a 2xx without a body is a whole answer. */
  readonly mayBeEmpty: boolean;
  /** Called once, before the first byte may leave. */
  readonly beforeSend: (() => Promise<void>) | undefined;
  /** Gets new credentials after a 401; the request to replay, or undefined where there are none to get. */
  readonly refresh: ((request: HttpRequest) => Promise<HttpRequest | undefined>) | undefined;
}

/** What became of all attempts of one call. */
export interface Sent {
  readonly last: AttemptResult;
  readonly body: ParsedBody;
  readonly attempts: readonly AttemptRecord[];
  /** Of the call, not of the last attempt. */
  readonly effect: Effect;
  /** When the first byte may have left; milliseconds since the epoch. */
  readonly firstSentAt: number | undefined;
  /** What the provider asked to wait, where it did not fit the deadline or the attempts. */
  readonly retryAfterMs: number | undefined;
  readonly deadlinePassed: boolean;
  /** The last one that was made, for its credential to be kept out of what is printed. */
  readonly request: HttpRequest | undefined;
}

const NO_BODY: ParsedBody = { kind: 'empty' };

/** What a call comes to that ended before its request could be made. */
export const neverSent = (stopped: Broken, effect: Effect = 'none'): Sent => ({
  last: stopped,
  body: NO_BODY,
  attempts: [],
  effect,
  firstSentAt: undefined,
  retryAfterMs: undefined,
  deadlinePassed: stopped.failure === 'timeout',
  request: undefined,
});

/** Sends a request as often as its effect class, its deadline and the retry budget allow. Rejects only when `beforeSend` or `refresh` does. */
export async function send(first: HttpRequest, context: SendContext): Promise<Sent> {
  const { clock, effect, operation } = context;
  const attempts: AttemptRecord[] = [];
  let request = first;
  let joined: Effect = 'none';
  let unknowns = 0;
  let refreshed = false;
  let redirects = 0;
  let tries = 0;
  let firstSentAt: number | undefined;

  const done = (last: AttemptResult, body: ParsedBody = NO_BODY, more: Partial<Sent> = {}): Sent => ({
    last,
    body,
    attempts,
    effect: effect === 'read' ? 'none' : joined,
    firstSentAt,
    retryAfterMs: undefined,
    deadlinePassed: false,
    request,
    ...more,
  });

  /** A login that fails proves nothing of the call itself. */
  const keepEffect = (cause: unknown): never => {
    throw cause instanceof LeadwireError
      ? cause.with({ effect: effect === 'read' ? 'none' : joined, attempts })
      : cause;
  };

  for (;;) {
    const placing = takePlace(context);
    const queued = isPromise(placing) ? await placing : placing;
    if (queued !== undefined) {
      const deadlinePassed = queued.failure === 'timeout';
      return done(queued, NO_BODY, { deadlinePassed, retryAfterMs: queued.retryAfterMs });
    }
    if (firstSentAt === undefined && context.beforeSend) {
      const waited = await within(context.beforeSend(), context);
      if ('stopped' in waited) return done(waited.stopped);
    }
    const startedAt = clock.now();
    firstSentAt ??= startedAt;
    const leftMs = context.deadlineAt - startedAt;
    context.observe?.({ type: 'attempt.start', attempt: attempts.length + 1 });
    const raw = await attempt(context.fetch, request, {
      clock,
      timeoutMs: Math.min(context.timeoutMs, leftMs),
      signal: context.signal,
    });
    const body = raw.ok ? parseBody(raw.text) : NO_BODY;
    const result = raw.ok ? unreadable(raw, body, context) : raw;
    const proved = effectOfAttempt(result, effect);
    if (proved !== 'none') unknowns++;
    if (!isSuccess(result)) joined = joinEffects(joined, proved);
    const durationMs = clock.now() - startedAt;
    const record = recordOf(result, startedAt, durationMs, proved);
    attempts.push(record);
    context.observe?.({
      type: 'attempt.end',
      attempt: attempts.length,
      durationMs,
      status: record.status,
      failure: record.failure,
      effect: proved,
    });

    if (isSuccess(result)) {
      if (attempts.length === 1) context.budget.refund();
      return done(result, body);
    }
    if (result.ok && result.status === 401 && context.refresh && !refreshed) {
      refreshed = true;
      const replay = await within(context.refresh(first).catch(keepEffect), context);
      if ('stopped' in replay) return done(replay.stopped);
      if (replay.value) {
        request = replay.value;
        continue;
      }
    }
    const target = result.ok && redirects < 3 ? redirectTarget(result, request, operation) : undefined;
    if (target !== undefined) {
      redirects++;
      request = request.again(undefined, target);
      continue;
    }

    tries++;
    const hint = result.ok && result.status >= 400 ? hintMs(result.headers, result.text, clock.now()) : undefined;
    if (result.ok && result.status === 429) context.limiter?.pause(clock.now() + (hint ?? 0));
    const timedOut = !result.ok && result.failure === 'timeout' && clock.now() >= context.deadlineAt;
    const end = (more: Partial<Sent> = {}) =>
      done(result, body, { retryAfterMs: hint, deadlinePassed: timedOut, ...more });
    if (!mayTryAgain(result, proved, effect, unknowns)) return end();
    if (context.retry === undefined || !(tries < context.retry.maxAttempts)) return end();
    const waitMs = hint ?? fullJitterMs(tries - 1, context.retry, clock.random);
    if (clock.now() + waitMs >= context.deadlineAt) return end();
    if (!context.budget.spend(!result.ok && result.failure === 'timeout')) return end();
    context.observe?.({ type: 'retry.scheduled', attempt: attempts.length + 1, waitMs, hinted: hint !== undefined });
    const stopped = await pause(waitMs, context);
    if (stopped) return done(stopped);
  }
}

const isSuccess = (result: AttemptResult): boolean => result.ok && result.status >= 200 && result.status < 300;

/** A 2xx that cannot be read is a broken attempt: it happened, but what came of it is not known. */
function unreadable(reply: Reply, body: ParsedBody, context: SendContext): AttemptResult {
  if (!isSuccess(reply) || body.kind === 'json') return reply;
  if (body.kind === 'empty' && (reply.status === 204 || context.mayBeEmpty)) return reply;
  // A queue that says "OK" in plain words has still taken the lead.
  if (body.kind === 'text' && context.effect === 'queued-upsert') return reply;
  const reason = {
    html: 'the answer is a web page',
    text: 'the answer is no whole JSON',
    empty: 'the answer is empty',
  }[body.kind];
  return {
    ok: false,
    failure: 'unreadable-response',
    effect: 'applied',
    reason,
    status: reply.status,
    headers: reply.headers,
  };
}

function effectOfAttempt(result: AttemptResult, effect: EffectClass): Effect {
  if (effect === 'read') return 'none';
  return result.ok ? effectOfStatus(result.status === 0 ? 302 : result.status, effect) : result.effect;
}

function recordOf(result: AttemptResult, startedAt: number, durationMs: number, effect: Effect): AttemptRecord {
  return {
    startedAt,
    durationMs,
    effect,
    ...(result.status !== undefined && { status: result.status }),
    ...(!result.ok && { failure: result.failure, ...(result.phase && { phase: result.phase }) }),
  };
}

/** 429 and what never reached the provider may always be sent again; the rest as the class allows. */
function mayTryAgain(result: AttemptResult, proved: Effect, effect: EffectClass, unknowns: number): boolean {
  if (!result.ok) {
    if (result.failure === 'aborted') return false;
    return proved === 'none' && effect !== 'read' ? true : mayResend(effect, unknowns);
  }
  if (result.status === 429) return true;
  const passing = result.status === 408 || (result.status >= 500 && result.status !== 501 && result.status !== 505);
  return passing && mayResend(effect, unknowns);
}

function takePlace(context: SendContext): MaybePromise<Broken | undefined> {
  const { clock, limiter, signal } = context;
  if (signal?.aborted) return stoppedBy(signal);
  const leftMs = context.deadlineAt - clock.now();
  if (leftMs <= 0) return outOfTime('queue');
  if (limiter === undefined) return undefined;
  const waitMs = limiter.reserve(clock.now());
  if (waitMs <= 0) return undefined;
  if (waitMs >= leftMs) {
    limiter.release();
    return { ...outOfTime('queue'), retryAfterMs: waitMs };
  }
  return pause(waitMs, context).then((stopped) => {
    if (stopped) limiter.release();
    return stopped;
  });
}

async function pause(ms: number, { clock, signal }: SendContext): Promise<Broken | undefined> {
  if (signal?.aborted) return stoppedBy(signal);
  try {
    await clock.sleep(ms, signal);
    return undefined;
  } catch {
    return stoppedBy(signal);
  }
}
