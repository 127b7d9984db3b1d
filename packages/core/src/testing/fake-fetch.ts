import type { FetchInit } from '../transport/request.ts';

/** One request as it reached a fetch fake. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Without the origin and the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The body's text; empty where there was none. */
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
  readonly signal: AbortSignal | undefined;
}

/** What a stand-in for a provider does with a request: answers it, or fails as a connection fails. */
export type Answer = (request: SeenRequest) => Response | Promise<Response>;

/** A `fetch` that answers from memory and remembers what it was asked. */
export interface FakeFetch {
  (url: string, init: FetchInit): Promise<Response>;
  readonly requests: readonly SeenRequest[];
}

/**
 * A fetch fake that gives these responses, one a request; the last one for all that come after.
 * @example
 * const fetch = replies(tooManyRequests({ retryAfterSeconds: 7 }), json(201, lead))
 */
export function replies(...answers: readonly [Answer, ...Answer[]]): FakeFetch {
  return answering((request, index) => (answers[Math.min(index, answers.length - 1)] as Answer)(request));
}

/** A fetch fake whose response depends on the request. */
export function answering(answer: (request: SeenRequest, index: number) => Response | Promise<Response>): FakeFetch {
  const requests: SeenRequest[] = [];
  const fetch = async (url: string, init: FetchInit): Promise<Response> => {
    const seen = await see(url, init);
    requests.push(seen);
    return answer(seen, requests.length - 1);
  };
  return Object.assign(fetch, { requests });
}

async function see(url: string, { body, headers, method, signal }: FetchInit): Promise<SeenRequest> {
  const { pathname, searchParams } = new URL(url);
  const text = typeof body === 'string' ? body : await new Response(body).text();
  return {
    method,
    url,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    text,
    json: jsonOf(text),
    signal: signal ?? undefined,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type HeaderFields = Readonly<Record<string, string>>;

/** JSON, as a provider answers. */
export const json =
  (status: number, value: unknown, headers: HeaderFields = {}): Answer =>
  () =>
    new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A body of any kind, or none. */
export const body =
  (status: number, text: string | null = null, headers: HeaderFields = {}): Answer =>
  () =>
    new Response(text, { status, headers });

/** What a proxy puts in a provider's place. */
export const html = (status: number): Answer =>
  body(status, '<!doctype html><title>Bad gateway</title>', { 'content-type': 'text/html' });

export const tooManyRequests = ({ retryAfterSeconds }: { readonly retryAfterSeconds?: number } = {}): Answer =>
  json(
    429,
    { message: 'Too Many Attempts.' },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );

export const redirect = (status: number, location: string): Answer => body(status, null, { location });

/** A connection that fails as Node's fetch reports it: `TypeError: fetch failed` with the code on its cause. */
export const fails =
  (code: string, message: string = code): Answer =>
  () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }));

/** The connection is refused: nothing was sent. */
export const refused: Answer = fails('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443');

/** The connection breaks before a status line: it is not known whether the request was read. */
export const reset: Answer = fails('ECONNRESET', 'read ECONNRESET');

/** No response ever comes; `before` happens once the request is under way, such as time that passes or a caller who stops. */
export const stalls =
  (before?: () => void): Answer =>
  ({ signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      before?.();
    });

/** A status line and the beginning of a body, after which the connection breaks. */
export const cut =
  (status: number, text: string, headers: HeaderFields = {}): Answer =>
  () =>
    new Response(
      brokenOff(text, (stream) => stream.error(new TypeError('terminated'))),
      { status, headers },
    );

/** A status line and the beginning of a body, after which nothing comes; `before` happens then. */
export const stallsInBody =
  (status: number, text: string, before?: () => void): Answer =>
  () =>
    new Response(
      brokenOff(text, () => before?.()),
      { status },
    );

function brokenOff(text: string, then: (stream: ReadableStreamDefaultController<Uint8Array>) => void) {
  let begun = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(stream) {
        if (!begun) {
          begun = true;
          stream.enqueue(new TextEncoder().encode(text));
          return undefined;
        }
        then(stream);
        return new Promise<void>(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
