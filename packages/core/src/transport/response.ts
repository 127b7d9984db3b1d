import type { Effect } from '../effect.ts';
import type { TimeoutPhase } from '../errors.ts';
import { jsonOf, type ParsedBody } from './parse-body.ts';

/** A response that was read to its end. */
export interface Reply {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ParsedBody;
}

/** An attempt that gave no whole response. */
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
  /** When a rate-limit slot would have been free, where that is after the deadline. */
  readonly retryAfterMs?: number;
}

export type AttemptResult = Reply | AttemptFailure;

export const isSuccess = (result: AttemptResult): boolean => result.ok && result.status >= 200 && result.status < 300;

/** A response that is read and parsed already, with as much of a `Response` as openapi-fetch uses. */
export class ReadResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly #reply: Reply;

  constructor(reply: Reply) {
    this.status = reply.status;
    this.ok = isSuccess(reply);
    this.#reply = reply;
  }

  /** The length of the body is known once it has been read, whether or not the server announced it. */
  get headers(): { get(name: string): string | null } {
    const { headers, text } = this.#reply;
    return { get: (name) => (name === 'Content-Length' ? String(text.length) : headers.get(name)) };
  }

  text(): Promise<string> {
    return Promise.resolve(this.#reply.text);
  }

  /** Parsed once; whole numbers above 2^53 are text. */
  json(): Promise<unknown> {
    return Promise.resolve(jsonOf(this.#reply.body));
  }
}
