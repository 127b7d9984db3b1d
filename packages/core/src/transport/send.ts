import { type Effect, type EffectClass, effectOfStatus, joinEffects } from '../effect.ts';
import { type AttemptRecord, LeadwireError } from '../errors.ts';
import { isPromise } from '../maybe-promise.ts';
import { acquire, pause } from './acquire.ts';
import { attempt } from './attempt.ts';
import { type ParsedBody, parseBody } from './parse-body.ts';
import { redirectTarget } from './redirect.ts';
import type { AttemptFailure, AttemptResult, Reply } from './reply.ts';
import type { HttpRequest } from './request.ts';
import { mayTryAgain, waitBefore } from './retry.ts';
import { hintMs } from './retry-after.ts';
import type { SendContext, Sent } from './send-context.ts';
import { withDeadline } from './with-deadline.ts';

const NO_BODY: ParsedBody = { kind: 'empty' };

/** What a call comes to that ended before its request could be made. */
export const neverSent = (stopped: AttemptFailure, effect: Effect = 'none'): Sent => ({
  last: stopped,
  body: NO_BODY,
  attempts: [],
  effect,
  firstSentAt: undefined,
  retryAfterMs: undefined,
  deadlinePassed: stopped.failure === 'timeout',
  request: undefined,
});

/** How far a call has come; at its end, what became of it. */
interface Progress extends Writable<Sent> {
  readonly first: HttpRequest;
  request: HttpRequest;
  /** Attempts that may have been processed. */
  unknowns: number;
  /** Attempts that count against `maxAttempts`. */
  tries: number;
  redirects: number;
  refreshed: boolean;
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

const UNDER_WAY: AttemptFailure = { ok: false, failure: 'network', effect: 'none', reason: 'still under way' };

/** Sends a request as often as its effect class, its deadline and the retry budget allow. Rejects only when `beforeSend` or `refresh` does. */
export const send = (first: HttpRequest, context: SendContext): Promise<Sent> =>
  next(context, {
    first,
    request: first,
    last: UNDER_WAY,
    body: NO_BODY,
    attempts: NO_ATTEMPTS,
    effect: 'none',
    unknowns: 0,
    tries: 0,
    redirects: 0,
    refreshed: false,
    firstSentAt: undefined,
    retryAfterMs: undefined,
    deadlinePassed: false,
  });

const NO_ATTEMPTS: readonly AttemptRecord[] = [];

// The steps of one attempt. None of them is an async function: most calls pass through each once, and would pay for all.

function next(context: SendContext, progress: Progress): Promise<Sent> {
  const queued = acquire(context);
  return isPromise(queued)
    ? queued.then((stopped) => placed(context, progress, stopped))
    : placed(context, progress, queued);
}

function placed(context: SendContext, progress: Progress, stopped: AttemptFailure | undefined): Promise<Sent> {
  if (stopped !== undefined) {
    const { failure, retryAfterMs } = stopped;
    return Promise.resolve(end(progress, stopped, { retryAfterMs, deadlinePassed: failure === 'timeout' }));
  }
  const { beforeSend } = context;
  if (progress.firstSentAt !== undefined || beforeSend === undefined) return transmit(context, progress);
  const announced = Promise.resolve().then(beforeSend);
  return withDeadline(announced, context).then((waited) =>
    'stopped' in waited ? end(progress, waited.stopped) : transmit(context, progress),
  );
}

function transmit(context: SendContext, progress: Progress): Promise<Sent> {
  const { clock, fetch, observe } = context;
  const startedAt = clock.now();
  progress.firstSentAt ??= startedAt;
  observe?.({ type: 'attempt.start', attempt: progress.attempts.length + 1 });
  return attempt(fetch, progress.request, context).then((raw) => {
    const body = raw.ok ? parseBody(raw.text) : NO_BODY;
    const result = raw.ok ? unreadable(raw, body, context) : raw;
    const proved = keep(context, progress, result, startedAt);
    if (!isSuccess(result)) return afterFailure(context, progress, { result, body, proved });
    if (progress.attempts.length === 1) context.budget.refund();
    progress.body = body;
    return end(progress, result);
  });
}

interface Failed {
  readonly result: AttemptResult;
  readonly body: ParsedBody;
  /** What the attempt proves. */
  readonly proved: Effect;
}

/** A callback failed after an attempt was made. */
export class Interrupted extends Error {
  readonly effect: Effect;
  readonly attempts: readonly AttemptRecord[];

  constructor(cause: unknown, effect: Effect, attempts: readonly AttemptRecord[]) {
    super('interrupted', { cause });
    this.effect = effect;
    this.attempts = attempts;
  }
}

/** Another attempt, where one may help, or the end. */
const afterFailure = (context: SendContext, progress: Progress, failed: Failed): Promise<Sent> =>
  goOn(context, progress, failed).catch((cause) => provedNothing(cause, progress));

async function goOn(context: SendContext, progress: Progress, { result, body, proved }: Failed): Promise<Sent> {
  const { clock, operation } = context;
  if (result.ok && result.status === 401 && context.refresh && !progress.refreshed) {
    progress.refreshed = true;
    const replay = await withDeadline(context.refresh(operation, progress.first), context);
    if ('stopped' in replay) return end(progress, replay.stopped);
    if (replay.value) {
      progress.request = replay.value;
      return next(context, progress);
    }
  }
  const target = result.ok && progress.redirects < 3 ? redirectTarget(result, progress.request, operation) : undefined;
  if (target !== undefined) {
    progress.redirects++;
    progress.request = progress.request.to(target);
    return next(context, progress);
  }
  progress.tries++;
  const hint = result.ok && result.status >= 400 ? hintMs(result.headers, result.text, clock.now()) : undefined;
  const timedOut = !result.ok && result.failure === 'timeout';
  const waitMs = mayTryAgain(result, proved, context.effect, progress.unknowns)
    ? waitBefore(progress.tries, hint, timedOut, context)
    : undefined;
  if (result.ok && result.status === 429) context.limiter?.pause(clock.now(), hint ?? waitMs ?? 0);
  if (waitMs === undefined) {
    const deadlinePassed = timedOut && clock.now() >= context.deadlineAt;
    progress.body = body;
    return end(progress, result, { retryAfterMs: hint, deadlinePassed });
  }
  const attempt = progress.attempts.length + 1;
  context.observe?.({ type: 'retry.scheduled', attempt, waitMs, hinted: hint !== undefined });
  const stopped = await pause(waitMs, context);
  return stopped ? end(progress, stopped) : next(context, progress);
}

function end(progress: Progress, last: AttemptResult, ending?: Pick<Sent, 'retryAfterMs' | 'deadlinePassed'>): Sent {
  progress.last = last;
  return ending === undefined ? progress : Object.assign(progress, ending);
}

/** Writes an attempt down; the answer says what it proves. */
function keep(context: SendContext, progress: Progress, result: AttemptResult, startedAt: number): Effect {
  const proved = effectOfAttempt(result, context.effect);
  if (proved !== 'none') progress.unknowns++;
  if (!isSuccess(result)) progress.effect = joinEffects(progress.effect, proved);
  const record = recordOf(result, startedAt, context.clock.now() - startedAt, proved);
  progress.attempts = progress.attempts.concat(record); // exact, where push() makes room for sixteen more
  const { durationMs, failure, status } = record;
  const attempt = progress.attempts.length;
  context.observe?.({ type: 'attempt.end', attempt, durationMs, status, failure, effect: proved });
  return proved;
}

/** A fault of a callback between two attempts, such as a login or a clock, proves nothing of the call itself. */
function provedNothing(cause: unknown, { attempts, effect }: Progress): never {
  throw cause instanceof LeadwireError ? cause.with({ effect, attempts }) : new Interrupted(cause, effect, attempts);
}

const isSuccess = (result: AttemptResult): boolean => result.ok && result.status >= 200 && result.status < 300;

/** A 2xx that cannot be read is a broken attempt: it happened, but what came of it is not known. */
function unreadable(reply: Reply, body: ParsedBody, context: SendContext): AttemptResult {
  if (!isSuccess(reply) || body.kind === 'json') return reply;
  const isQueue = context.operation.effect === 'queued-upsert';
  if (body.kind === 'empty' && (reply.status === 204 || context.mayBeEmpty || isQueue)) return reply;
  // A queue that says "OK" in plain words has still taken the lead.
  if (body.kind === 'text' && isQueue && !/^\s*[[{"]/.test(reply.text)) return reply;
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
  const { status } = result;
  if (result.ok) return { startedAt, durationMs, effect, status: result.status };
  const { failure, phase } = result;
  return { startedAt, durationMs, effect, failure, ...(status !== undefined && { status }), ...(phase && { phase }) };
}
