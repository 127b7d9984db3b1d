import type { Execution, SendOptions } from './execution.ts';
import { networkFailure } from './network-failure.ts';
import { parseBody } from './parse-body.ts';
import type { HttpRequest } from './request.ts';
import { type AttemptResult, isSuccess, type Reply } from './response.ts';
import { unfinished } from './timeout.ts';

/** Response bodies are read up to this many bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The last step: calls `fetch`, and reads the response to its end. Never rejects. */
export async function readBody(request: HttpRequest, { current, options }: Execution): Promise<AttemptResult> {
  const { signal } = current;
  let response: Response;
  try {
    response = await options.fetch(request.url, request.init(signal, options.effect));
  } catch (cause) {
    const answered = responseOf(cause);
    if (answered === undefined) return { ok: false, ...networkFailure(cause), cause };
    response = answered;
  }
  current.response = response ?? undefined;
  try {
    if (signal.aborted) discard(response);
    const text = signal.aborted ? '' : await textOf(response, signal);
    const { headers, status } = response;
    return readable({ ok: true, status, headers, text, body: parseBody(text) }, options);
  } catch (cause) {
    return unread(current.response, cause);
  }
}

/** Some wrappers of fetch (ky) throw a response that is no success. */
function responseOf(cause: unknown): Response | undefined {
  const { response } = (cause ?? {}) as { response?: Response };
  return typeof response?.status === 'number' && typeof response.headers?.get === 'function' ? response : undefined;
}

function unread(response: Response | undefined, cause: unknown): AttemptResult {
  if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
    const reason = 'the custom fetch did not return a Response';
    return { ok: false, failure: 'unreadable-response', effect: 'unknown', reason, cause };
  }
  const reason = cause instanceof BodyTooLarge ? cause.message : 'the response body was cut off';
  return unfinished(response, { failure: 'unreadable-response', reason, cause });
}

const REASONS = {
  html: 'the response is a web page',
  text: 'the response body is not valid JSON',
  empty: 'the response has no body',
} as const;

/** A 2xx that cannot be read is a failed attempt: it happened, but what came of it is not known. */
function readable(reply: Reply, { mayBeEmpty, operation }: SendOptions): AttemptResult {
  const { body, headers, status, text } = reply;
  if (!isSuccess(reply) || body.kind === 'json') return reply;
  const isQueue = operation.effect === 'queued-upsert';
  if (body.kind === 'empty' && (status === 204 || mayBeEmpty || isQueue)) return reply;
  // A queue that says "OK" in plain words has still taken the lead.
  if (body.kind === 'text' && isQueue && !/^\s*[[{"]/.test(text)) return reply;
  return { ok: false, failure: 'unreadable-response', effect: 'applied', reason: REASONS[body.kind], status, headers };
}

class BodyTooLarge extends Error {
  constructor() {
    super(`the response body is larger than ${MAX_BODY_BYTES} bytes`);
  }
}

/** The whole body as text; throws once it grows over the cap, and when `signal` aborts. */
async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  if (announced > MAX_BODY_BYTES) {
    discard(response);
    throw new BodyTooLarge();
  }
  // The HTTP parser keeps to an announced length, unless the bytes unfold on the way.
  if (response.bodyUsed) return '';
  if ((announced >= 0 && !response.headers.get('content-encoding')) || !response.body) return response.text();
  return typeof response.body.getReader === 'function'
    ? readStream(response.body, signal)
    : readChunks(response.body as unknown as AsyncIterable<Uint8Array>);
}

async function readStream(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string> {
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const collected = new Text();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return collected.end();
    if (!collected.add(value)) {
      cancel();
      throw new BodyTooLarge();
    }
  }
}

/** node-fetch and cross-fetch give a stream of Node. */
async function readChunks(body: AsyncIterable<Uint8Array>): Promise<string> {
  const collected = new Text();
  for await (const chunk of body) if (!collected.add(chunk)) throw new BodyTooLarge();
  return collected.end();
}

class Text {
  readonly #decoder = new TextDecoder();
  #text = '';
  #bytes = 0;

  /** False once there is more than the cap. */
  add(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength;
    this.#text += this.#decoder.decode(chunk, { stream: true });
    return this.#bytes <= MAX_BODY_BYTES;
  }

  end(): string {
    return this.#text + this.#decoder.decode();
  }
}

/** Gives the connection back without reading on. */
function discard({ body }: Response): void {
  const stream = body as (ReadableStream & { destroy?: () => void }) | null;
  if (typeof stream?.cancel === 'function') stream.cancel().catch(() => undefined);
  else stream?.destroy?.();
}
