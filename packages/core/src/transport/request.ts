/** `fetch`, as a client may be given one. It is called with the request both as `input` and as `init`. */
export type Fetch = (input: HttpRequest, init: HttpRequest) => Promise<Response>;

export interface HttpRequestInit {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit | null;
  readonly signal?: AbortSignal | undefined;
  /** Headers as plain fields, in lower case; they go before `headers`. */
  readonly plainHeaders?: Readonly<Record<string, string>>;
  /** A body that is written already; it goes before `body`. */
  readonly payload?: string | undefined;
}

/**
 * One HTTP request as plain fields: openapi-fetch is handed this class in place of the platform's `Request`,
 * which costs more than all the rest of a call. It reads as `input` (`String(request)` is its address) and as `init`,
 * so that `fetch(request, request)` and `new Request(request, request)` both work.
 */
export class HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly body: BodyInit | null | undefined;
  readonly redirect: RequestRedirect = 'manual';
  readonly signal: AbortSignal | undefined;
  /** What was given, until somebody asks for `headers`. */
  readonly plainHeaders: Readonly<Record<string, string>> | undefined;
  readonly payload: undefined;
  #headers: Headers | undefined;

  constructor(url: string, init: HttpRequestInit) {
    this.url = url;
    this.method = init.method ?? 'GET';
    this.body = init.payload ?? init.body;
    this.signal = init.signal;
    this.plainHeaders = init.plainHeaders;
    if (init.plainHeaders === undefined)
      this.#headers = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.plainHeaders);
    return this.#headers;
  }

  toString(): string {
    return this.url;
  }

  /** The same request for another attempt: the body's bytes are kept once and sent each time. */
  again(signal: AbortSignal | undefined, url: string = this.url): HttpRequest {
    const kept = this.plainHeaders === undefined ? { headers: this.headers } : { plainHeaders: this.plainHeaders };
    return new HttpRequest(url, { ...kept, method: this.method, body: this.body ?? null, signal });
  }

  /** The same request with other headers. */
  withHeaders(changed: Readonly<Record<string, string>>): HttpRequest {
    const headers = new Headers(this.headers);
    for (const [name, value] of Object.entries(changed)) headers.set(name, value);
    return new HttpRequest(this.url, { headers, method: this.method, body: this.body ?? null, signal: this.signal });
  }

  clone(): HttpRequest {
    return this.withHeaders({});
  }

  async text(): Promise<string> {
    return typeof this.body === 'string' ? this.body : new Response(this.body ?? null).text();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.body ?? null).arrayBuffer();
  }
}

/** The platform's own fetch, given plain fields; looked up at each attempt, since a test may replace it later. */
export const platformFetch: Fetch = (request) =>
  globalThis.fetch(request.url, {
    method: request.method,
    headers: request.plainHeaders ?? request.headers,
    redirect: request.redirect,
    ...(request.body !== undefined && request.body !== null && { body: request.body }),
    ...(request.signal && { signal: request.signal }),
  });
