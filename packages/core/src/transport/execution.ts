import type { Clock } from '../clock.ts';
import type { Effect, EffectClass } from '../effect.ts';
import type { AttemptRecord } from '../errors.ts';
import type { Observer } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import type { ResolvedRetry } from '../options.ts';
import type { Limiter } from './limiter.ts';
import type { Fetch, HttpRequest } from './request.ts';
import type { AttemptResult } from './response.ts';
import type { RetryBudget } from './retry-budget.ts';

/** What one call is sent under. */
export interface SendOptions {
  readonly operation: OperationMeta;
  readonly effect: EffectClass;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly signal: AbortSignal | undefined;
  /** Bounds one attempt, body included. */
  readonly timeoutMs: number;
  /** Bounds the call; milliseconds since the epoch. */
  readonly deadlineAt: number;
  readonly retry: ResolvedRetry | undefined;
  readonly budget: RetryBudget;
  readonly limiter: Limiter | undefined;
  readonly observe: Observer;
  /** True when a 2xx without a body is a whole response. */
  readonly mayBeEmpty: boolean;
  /** Called once, before the first byte may leave: it commits the intent. */
  readonly beforeSend: (() => Promise<void>) | undefined;
  /** Gets new credentials after a 401; the request to replay, or undefined where there are none to get. */
  readonly refresh: ((operation: OperationMeta, request: HttpRequest) => Promise<HttpRequest | undefined>) | undefined;
}

/** The attempt under way; once its status line came, that says what happened. */
export interface CurrentAttempt {
  readonly signal: AbortSignal;
  response: Response | undefined;
}

const NEVER = new AbortController().signal;

/** One run of a call with all its attempts. The policies of the pipeline write into it as they go. */
export interface Execution {
  readonly options: SendOptions;
  /** What the last attempt came to. */
  last: AttemptResult;
  attempts: readonly AttemptRecord[];
  /** What the attempts prove together. */
  effect: Effect;
  /** Attempts that may have been processed. */
  unknowns: number;
  /** When the first byte may have left; milliseconds since the epoch. */
  firstSentAt: number | undefined;
  /** What the provider asked to wait, where it did not fit the deadline or the attempts. */
  retryAfterMs: number | undefined;
  deadlinePassed: boolean;
  /** The request of the last attempt, for its credential to be kept out of what is printed. */
  request: HttpRequest | undefined;
  /** Tries that count against `maxAttempts`. */
  tries: number;
  /** When the attempt under way got its rate-limit slot; milliseconds since the epoch. */
  slotTakenAt: number;
  /** The attempt under way. */
  current: CurrentAttempt;
  /** What openapi-fetch gave for a 2xx. */
  value: unknown;
  /** What a callback of the caller or of the provider package threw. */
  fault: unknown;
}

export const createExecution = (options: SendOptions): Execution => ({
  options,
  last: { ok: false, failure: 'network', effect: 'none', reason: 'the request was not sent' },
  attempts: [],
  effect: 'none',
  unknowns: 0,
  firstSentAt: undefined,
  retryAfterMs: undefined,
  deadlinePassed: false,
  request: undefined,
  tries: 0,
  slotTakenAt: 0,
  current: { signal: NEVER, response: undefined },
  value: undefined,
  fault: undefined,
});
