/** `fetch`, as a client may be given one. The request comes as `input`, and its fields once more as a plain `init`. */
export type Fetch = (input: HttpRequest, init: FetchInit) => Promise<Response>;

/** The fields of a request as the platform's `fetch` takes them: `{ ...init, dispatcher }` keeps them all. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: BodyInit | null;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal | null;
}

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
 * which costs more than all the rest of a call. It reads like one (`String(request)` is its address), and `init` has its
 * fields for the platform's `fetch(request, init)` and `new Request(request, init)`.
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
    const { body = null, method, plainHeaders } = this;
    return plainHeaders === undefined
      ? new HttpRequest(url, { method, headers: this.headers, body, signal })
      : new HttpRequest(url, { method, plainHeaders, body, signal });
  }

  get init(): FetchInit {
    const { body = null, method, redirect, signal = null } = this;
    const headers = this.plainHeaders ? { ...this.plainHeaders } : Object.fromEntries(this.headers);
    return { method, headers, body, redirect, signal };
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

/**
 * A client's own fetch as it is called: with `(input, init)`. One that takes the request alone gets a real `Request`, since
 * it may hand it on to the platform's fetch, which would read anything else as an address.
 */
export const ownFetch = (fetch: (input: never, init?: never) => Promise<Response>): Fetch =>
  fetch.length === 1
    ? (request, init) => fetch(new Request(request.url, init) as never)
    : (request, init) => fetch(request as never, init as never);

/** The platform's own fetch; looked up at each attempt, since a test may replace it later. */
export const platformFetch: Fetch = (request, init) => globalThis.fetch(request.url, init);
