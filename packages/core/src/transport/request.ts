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
  readonly outgoing?: Outgoing | undefined;
}

/** What a call hands through openapi-fetch, which would spend as much on headers and a body as on all the rest of it. */
export interface Outgoing {
  /** As plain fields, in lower case; they go before those of openapi-fetch. */
  readonly plainHeaders: Readonly<Record<string, string>>;
  /** A body that is written already; it goes before that of openapi-fetch. */
  readonly payload: string | undefined;
  /** Takes the request over, once openapi-fetch has made it. */
  take(request: HttpRequest): void;
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
  readonly outgoing: Outgoing | undefined;
  #signal: AbortSignal | undefined;
  #headers: Headers | undefined;

  constructor(url: string, { body, headers, method = 'GET', outgoing, signal }: HttpRequestInit) {
    this.url = url;
    this.method = method;
    this.body = outgoing?.payload ?? body;
    this.outgoing = outgoing;
    this.#signal = signal;
    if (outgoing === undefined) this.#headers = headers instanceof Headers ? headers : new Headers(headers);
  }

  get redirect(): RequestRedirect {
    return 'manual';
  }

  get signal(): AbortSignal | undefined {
    return this.#signal;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.outgoing?.plainHeaders);
    return this.#headers;
  }

  toString(): string {
    return this.url;
  }

  /** The request of one attempt: the first is this one itself, later ones are copies. */
  under(signal: AbortSignal): HttpRequest {
    if (this.#signal !== undefined) return this.to(this.url, signal);
    this.#signal = signal;
    return this;
  }

  /** The same request to an address: the body's bytes are kept once and sent each time. */
  to(url: string, signal?: AbortSignal): HttpRequest {
    const { body = null, method, outgoing } = this;
    const headers = outgoing ? {} : { headers: this.headers };
    return new HttpRequest(url, { method, ...headers, body, signal, outgoing });
  }

  get init(): FetchInit {
    const { body = null, method, outgoing, redirect, signal = null } = this;
    const headers = outgoing ? { ...outgoing.plainHeaders } : Object.fromEntries(this.headers);
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
