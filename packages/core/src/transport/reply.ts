import type { Effect } from '../effect.ts';
import type { TimeoutPhase } from '../errors.ts';

/** An answer that was read to its end. */
export interface Reply {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An attempt that gave no whole answer. */
export interface AttemptFailure {
  readonly ok: false;
  readonly failure: 'timeout' | 'network' | 'aborted' | 'unreadable-response';
  readonly phase?: TimeoutPhase;
  /** What it proves, for something that writes. */
  readonly effect: Effect;
  /** Present when the status line had come. */
  readonly status?: number;
  readonly headers?: Headers;
  /** A few plain words for a message: `connection refused`. */
  readonly reason: string;
  readonly cause?: unknown;
  /** When its turn would have come, where that is after the deadline. */
  readonly retryAfterMs?: number;
}

export type AttemptResult = Reply | AttemptFailure;
