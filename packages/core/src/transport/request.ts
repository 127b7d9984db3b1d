import type { EffectClass } from '../effect.ts';

/** By way of `RequestInit`: @types/node declares no name for it. */
type BodyInit = NonNullable<RequestInit['body']>;

/** `fetch` as every attempt calls it: with the address as text, and the rest of the request as `init`. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

/** The request of one attempt, as the platform's `fetch` takes it. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: BodyInit | null;
  readonly redirect: NonNullable<RequestInit['redirect']>;
  readonly signal: AbortSignal | null;
  readonly cache?: NonNullable<RequestInit['cache']>;
  /** Deno's own. */
  readonly client?: unknown;
}

/** What a call takes from openapi-fetch, which is handed this class in place of the platform's `Request`: the address that it wrote. */
export class Address {
  declare readonly url: string;
  declare readonly method: string;

  constructor(url: string, { method }: { readonly method: string }) {
    this.url = url;
    this.method = method;
  }
}

export interface HttpRequestInit {
  readonly method?: string | undefined;
  readonly headers?: Headers | Readonly<Record<string, string>> | undefined;
  readonly body?: BodyInit | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

/** One HTTP request as plain fields: the platform's `Request` costs more than the rest of a call. Each attempt sends the same body. */
export class HttpRequest {
  declare readonly url: string;
  declare readonly method: string;
  declare readonly headers: Readonly<Record<string, string>>;
  declare readonly body: BodyInit | null;
  declare readonly signal: AbortSignal | undefined;

  constructor(url: string, { body, headers = {}, method = 'GET', signal }: HttpRequestInit) {
    this.url = url;
    this.method = method;
    this.headers = headers instanceof Headers ? Object.fromEntries(headers) : headers;
    this.body = body ?? null;
    this.signal = signal ?? undefined;
  }

  /** The same request with some of its parts changed. */
  with(changed: { readonly url?: string; readonly headers?: Readonly<Record<string, string>> }): HttpRequest {
    const { body, headers, method, signal, url } = this;
    const all = changed.headers === undefined ? headers : { ...headers, ...changed.headers };
    return new HttpRequest(changed.url ?? url, { method, body, signal, headers: all });
  }

  /** As `fetch` takes it. What may not be sent twice closes its connection: a server may close a kept one in the moment in which it is used. */
  init(signal: AbortSignal, effect: EffectClass = 'read'): FetchInit {
    const { body, method } = this;
    const headers = { ...this.headers };
    if (effect === 'unguarded') headers.connection = 'close';
    standing ??= { redirect: 'manual', ...noStore() };
    const init = { ...standing, method, headers, body, signal };
    return withoutPool !== undefined && REPEATED_BY_DENO.has(effect) ? { ...init, client: withoutPool } : init;
  }
}

/** What Deno's `fetch` takes beside the standard: a client with its own connections. */
type DenoGlobal = {
  readonly Deno?: { createHttpClient?: (options: { readonly poolMaxIdlePerHost: number }) => unknown };
};

/** Made once, when the module is loaded: a test that counts what it leaves open does not find it. */
const withoutPool = (globalThis as DenoGlobal).Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });

/** Deno sends a request again by itself when a connection that it had kept breaks, even a POST that the server has read; on a new one it does not. */
const REPEATED_BY_DENO: ReadonlySet<EffectClass> = new Set(['unguarded', 'dup-flag', 'conflict-key']);

/** What is the same in every request; found out with the first one. */
let standing: Pick<FetchInit, 'redirect' | 'cache'> | undefined;

/** Some runtimes (workerd) refuse the option; those have no cache either. */
function noStore(): Pick<FetchInit, 'cache'> {
  try {
    return new Request('https://example.com', { cache: 'no-store' }) && { cache: 'no-store' };
  } catch {
    return {};
  }
}

/** Any `fetch` there is: a form goes as bytes, since a custom implementation writes a foreign FormData as `[object FormData]`. */
// biome-ignore lint/suspicious/noExplicitAny: every fetch there is fits, whatever it calls its arguments
export function customFetch(fetch: (input: any, init?: any) => Promise<Response>): Fetch {
  const takesRequest = fetch.length === 1;
  const send: Fetch = (url, init) => {
    if (init.body instanceof FormData) return encoded(init, init.body).then((written) => send(url, written));
    return fetch(takesRequest ? requestAndAddress(url, init) : url, init);
  };
  return send;
}

/** For a fetch with one parameter: a wrapper needs a whole `Request`, and undici's own reads a foreign one as text. */
const requestAndAddress = (url: string, init: FetchInit): Request =>
  Object.defineProperty(new Request(url, init), 'toString', { value: () => url });

async function encoded(init: FetchInit, form: FormData): Promise<FetchInit> {
  const written = new Response(form);
  const type = written.headers.get('content-type') ?? 'multipart/form-data';
  return {
    ...init,
    headers: { ...init.headers, 'content-type': type },
    body: new Uint8Array(await written.arrayBuffer()),
  };
}

/** The platform's own fetch; looked up at each attempt, since a test or a framework may replace it later. */
export const platformFetch: Fetch = (url, init) => globalThis.fetch(url, init);
