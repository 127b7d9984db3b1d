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
export interface Broken {
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

export type AttemptResult = Reply | Broken;

/** A `Response` as openapi-fetch reads one, over an answer that is already here. */
export class ReadResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly ok: boolean;
  /** openapi-fetch hands this on untouched when asked for a stream: the text is decoded elsewhere, once. */
  readonly body = undefined;
  readonly #text: string;

  constructor(reply: Reply) {
    this.status = reply.status;
    this.headers = reply.headers;
    this.ok = reply.status >= 200 && reply.status < 300;
    this.#text = reply.text;
  }

  text(): Promise<string> {
    return Promise.resolve(this.#text);
  }
}
