import { effectOfStatus } from '../effect.ts';
import type {
  AttemptFailure,
  AttemptResult,
  CurrentAttempt,
  Execution,
  ParsedBody,
  Reply,
  SendOptions,
} from './execution.ts';
import { networkFailure } from './network-failure.ts';
import type { HttpRequest } from './request.ts';

/** Response bodies are read up to this many bytes. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The last step: calls `fetch`, and reads the response to its end. Never rejects. */
export async function readBody(request: HttpRequest, { current, options }: Execution): Promise<AttemptResult> {
  const { fetch } = options.operation; // called without `this`, which the platform's own requires
  let response: Response;
  try {
    response = await fetch(request.url, request.init(current.signal, options.effectClass));
  } catch (cause) {
    const thrown = responseIn(cause);
    if (thrown === undefined) return { ok: false, ...networkFailure(cause), cause };
    response = thrown;
  }
  if (response?.redirected === true && options.effectClass !== 'read') response = hiddenRedirect(response);
  current.response = response ?? undefined;
  try {
    const text = await textOf(response, current);
    const { headers, status } = response;
    const isSuccess = status >= 200 && status < 300;
    const reply = { ok: true, isSuccess, status, headers, text, body: parseBody(text) } as const;
    return isSuccess && reply.body.kind !== 'json' ? withoutJson(reply, options) : reply;
  } catch (cause) {
    return unread(current.response, cause);
  }
}

/**
 * A fetch that followed a redirect all the same: it may have made a GET of the write, and its response is that of another request. To a write
 * it is a redirect whose address is not shown.
 */
function hiddenRedirect(response: Response): Response {
  discard(response);
  return Response.error();
}

/** Some wrappers of fetch (ky) throw a response that is not a success. */
function responseIn(cause: unknown): Response | undefined {
  const { response } = (cause ?? {}) as { response?: Response };
  return isResponse(response) ? response : undefined;
}

const isResponse = (value: Response | undefined): value is Response =>
  typeof value?.status === 'number' && typeof value.headers?.get === 'function';

function unread(response: Response | undefined, cause: unknown): AttemptResult {
  if (!isResponse(response)) {
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

/** A 2xx that cannot be read is a failed attempt: it happened, but its result is not known. */
function withoutJson(reply: Reply, { mayBeEmpty, operation }: SendOptions): AttemptResult {
  const { body, headers, status, text } = reply;
  const isQueue = operation.effect === 'queued-upsert';
  if (body.kind === 'empty' && (status === 204 || mayBeEmpty || isQueue)) return reply;
  // A queue that says "OK" in plain words has still taken the lead.
  if (body.kind === 'text' && isQueue && !/^\s*[[{"]/.test(text)) return reply;
  const reason = REASONS[body.kind as keyof typeof REASONS];
  return { ok: false, failure: 'unreadable-response', effect: 'applied', reason, status, headers };
}

class BodyTooLarge extends Error {
  override readonly message = `the response body is larger than ${MAX_BODY_BYTES} bytes`;
}

/** The whole body as text; throws once it is larger than the cap. */
function textOf(response: Response, current: CurrentAttempt): Promise<string> | string {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  const { aborted } = current.signal;
  if (aborted || announced > MAX_BODY_BYTES) discard(response);
  if (announced > MAX_BODY_BYTES) throw new BodyTooLarge();
  if (aborted || response.bodyUsed) return '';
  // The HTTP parser keeps to an announced length, unless the bytes unfold on the way.
  if ((announced >= 0 && !response.headers.get('content-encoding')) || !response.body) return response.text();
  return readCapped(response.body, current);
}

/** Reads a stream of the web, or one of Node as node-fetch and cross-fetch have it. */
async function readCapped(body: ReadableStream<Uint8Array>, current: CurrentAttempt): Promise<string> {
  const source = typeof body.getReader === 'function' ? body.getReader() : body[Symbol.asyncIterator]();
  const cancel = (): void => void ('cancel' in source ? source.cancel() : source.return?.())?.catch(() => undefined);
  current.cancelBody = cancel;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await ('read' in source ? source.read() : source.next());
    if (done) return UTF8.decode(chunks.length === 1 ? chunks[0] : joined(chunks, bytes));
    chunks.push(value);
    bytes += value.byteLength;
    if (bytes <= MAX_BODY_BYTES) continue;
    cancel();
    throw new BodyTooLarge();
  }
}

const UTF8 = new TextDecoder();

/** One array of all bytes; most bodies come in one piece and need none. */
export function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}

/** Gives the connection back without reading on. */
function discard({ body }: Response): void {
  const stream = body as (ReadableStream & { destroy?: () => void }) | null;
  if (typeof stream?.cancel === 'function') stream.cancel().catch(() => undefined);
  else stream?.destroy?.();
}

/** A body that does not come to its end: a status other than 2xx says what happened without it. */
export function unfinished(
  response: Response | undefined,
  failure: Pick<AttemptFailure, 'failure' | 'reason' | 'phase' | 'cause' | 'deadlinePassed'>,
): AttemptResult {
  if (response === undefined) return { ok: false, effect: 'unknown', ...failure };
  const { headers, status } = response;
  if (status >= 200 && status < 300)
    return { ok: false, effect: effectOfStatus(status, 'unguarded'), status, headers, ...failure };
  return { ok: true, isSuccess: false, status, headers, text: '', body: { kind: 'empty' } };
}

/** Reads a body as JSON; whole numbers above 2^53 stay text, so that ids keep every digit. */
export function parseBody(text: string): ParsedBody {
  if (text === '') return { kind: 'empty' };
  try {
    const value: unknown = JSON.parse(text);
    // The second pattern is linear on JSON alone: a text that is cut off inside a string would be scanned again from each quote.
    const hasLongNumber = SIXTEEN_DIGITS.test(text) && LONG_NUMBER.test(text);
    return { kind: 'json', value: hasLongNumber ? parseExactly(text) : value };
  } catch {
    const start = text.trimStart();
    if (start === '') return { kind: 'empty' };
    return { kind: start.startsWith('<') ? 'html' : 'text' };
  }
}

const SIXTEEN_DIGITS = /[:,[\s]-?\d{16}/;

/** A number too long to be held exactly: an id, most likely. */
const LONG_NUMBER = /(?<=[[:,\s])-?\d{16,}(?=\s*[,\]}])/;

/** Texts, which may hold their own digits, and long numbers. */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<=[[:,\s])-?\d{16,}(?=\s*[,\]}])/g;

function parseExactly(text: string): unknown {
  const isExact = (part: string): boolean => part.startsWith('"') || Number.isSafeInteger(Number(part));
  return JSON.parse(text.replace(TEXT_OR_LONG_NUMBER, (part) => (isExact(part) ? part : `"${part}"`)));
}
