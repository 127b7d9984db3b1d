import type { Clock } from '../clock.ts';
import type { Effect, EffectClass } from '../effect.ts';
import type { AttemptRecord, TimeoutPhase } from '../errors.ts';
import type { Observer } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import type { ResolvedRetry } from '../options.ts';
import type { Limiter } from './limiter.ts';
import type { Fetch, HttpRequest } from './request.ts';

/** What ends every wait of a call. */
export interface Bounds {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Of `elapsedMs`. */
  readonly deadlineAt: number;
}

/** How a client sends an operation: the same for all its calls. */
export interface Sending {
  readonly fetch: Fetch;
  readonly budget: RetryBudget;
  readonly limiter: Limiter | undefined;
  /** Gets new credentials after a 401: the request to replay, or undefined where there are none to get. */
  readonly refresh?: ((operation: OperationMeta, request: HttpRequest) => Promise<HttpRequest | undefined>) | undefined;
}

/** What all attempts of one call are sent under. */
export interface SendOptions extends Bounds {
  readonly operation: OperationMeta & Sending;
  /** The class of this call; see `effectClass`. */
  readonly effectClass: EffectClass;
  /** Bounds one attempt, body included. */
  readonly timeoutMs: number;
  readonly retry: ResolvedRetry | undefined;
  readonly observe: Observer;
  /** True when a 2xx without a body is a complete response. */
  readonly mayBeEmpty: boolean;
  /** Called once, before the first byte may leave: it commits the intent. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
}

/** Tokens of a client: a retry costs some, a call that succeeds at once gives one back. An empty budget stops a storm of retries. */
export interface RetryBudget {
  tokens: number;
}

/** A body as JSON, or why it is not JSON. */
export interface ParsedBody {
  readonly kind: 'json' | 'empty' | 'html' | 'text';
  /** Undefined for what is not JSON. */
  readonly value?: unknown;
}

/** A response that was read to its end. */
export interface Reply {
  readonly ok: true;
  /** True for a 2xx. */
  readonly isSuccess: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ParsedBody;
}

/** An attempt without a complete response. */
export interface AttemptFailure {
  readonly ok: false;
  readonly isSuccess?: false;
  readonly failure: 'timeout' | 'network' | 'aborted' | 'unreadable-response';
  readonly phase?: TimeoutPhase;
  /** What it proves, for something that writes. */
  readonly effect: Effect;
  /** Present when a status line was received. */
  readonly status?: number;
  readonly headers?: Headers;
  /** A few plain words for a message: `connection refused`. */
  readonly reason: string;
  readonly cause?: unknown;
  /** When a rate-limit slot would have been free, where that is after the deadline. */
  readonly retryAfterMs?: number;
  /** True where the deadline of the call ended it. */
  readonly deadlinePassed?: boolean;
}

export type AttemptResult = Reply | AttemptFailure;

/** One attempt: once it has a response, its status says what happened. */
export interface CurrentAttempt {
  readonly signal: AbortSignal;
  response: Response | undefined;
  /** Gives up the body that is being read. */
  cancelBody: (() => void) | undefined;
}

/** One run of a call with all its attempts. The policies of the pipeline write into it. */
export interface Execution {
  readonly options: SendOptions;
  /** The result of the last attempt. */
  last: AttemptResult;
  attempts: AttemptRecord[];
  /** What the attempts prove together. */
  effect: Effect;
  /** Attempts that may have been processed. */
  unknowns: number;
  /** When the first byte may have left; milliseconds since the epoch. */
  firstSentAt: number | undefined;
  /** How long the provider asked to wait, where the deadline or the attempts did not allow it. */
  retryAfterMs: number | undefined;
  /** Whether the provider has asked for a wait of 0 before. */
  wasToldNow: boolean;
  /** The request of the last attempt: its credential is kept out of what is printed. */
  request: HttpRequest | undefined;
  /** Tries that count against `maxAttempts`. */
  tries: number;
  /** When the attempt under way got its rate-limit slot, of `elapsedMs`. */
  slotTakenAt: number;
  /** The attempt under way. */
  current: CurrentAttempt;
  /** What a callback of the caller or of the provider package threw. */
  fault: unknown;
}

/** Sends a request and returns its result. Rejects only when a callback of the caller does. */
export type Send = (request: HttpRequest, execution: Execution) => Promise<AttemptResult>;

/** One step of the pipeline: it calls the next step as often as it needs. */
export type Policy = (next: Send) => Send;
