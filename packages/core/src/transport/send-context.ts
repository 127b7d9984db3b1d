import type { Clock } from '../clock.ts';
import type { Effect, EffectClass } from '../effect.ts';
import type { AttemptRecord } from '../errors.ts';
import type { Observer } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import type { BackoffOptions } from './backoff.ts';
import type { Limiter } from './limiter.ts';
import type { ParsedBody } from './parse-body.ts';
import type { AttemptResult } from './reply.ts';
import type { Fetch, HttpRequest } from './request.ts';
import type { RetryBudget } from './retry-budget.ts';

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
  readonly refresh: ((operation: OperationMeta, request: HttpRequest) => Promise<HttpRequest | undefined>) | undefined;
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
