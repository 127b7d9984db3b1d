import { afterEach, describe, expect, test, vi } from 'vitest';
import { json, replies, standIn } from '../testing.ts';
import { customFetch, type FetchInit, HttpRequest, platformFetch } from './request.ts';

describe('a fetch that is handed to a client', () => {
  test('is called like the platform’s, with the address as text and the rest as init', async () => {
    const seen: unknown[] = [];
    const fetch = async (input: unknown, init: RequestInit) => {
      const platform = new Request(input as string, init);
      seen.push(
        input,
        platform.url,
        platform.method,
        platform.headers.get('authorization'),
        platform.redirect,
        await platform.text(),
      );
      return Response.json({});
    };
    await standIn({ fetch }).things.create({ a: 1 });
    const url = 'https://stand-in.test/things';
    expect(seen).toEqual([url, url, 'POST', 'Bearer token', 'manual', '{"a":1}']);
  });

  test('may spread its init, to add what is its own', async () => {
    let seen: RequestInit = {};
    const fetch = async (_input: unknown, init: RequestInit) => {
      seen = { ...init };
      return Response.json({});
    };
    await standIn({ fetch }).things.create({ a: 1 });
    expect(seen).toEqual({
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Bearer token',
        connection: 'close',
      },
      body: '{"a":1}',
      redirect: 'manual',
      signal: expect.any(AbortSignal),
      cache: 'no-store',
    });
  });

  test('that takes the request alone gets a real one, which it may hand on to the platform’s', async () => {
    const seen: unknown[] = [];
    const fetch = async (request: Request) => {
      seen.push(request instanceof Request, request.method, request.headers.get('authorization'), await request.json());
      return Response.json({});
    };
    await standIn({ fetch }).things.create({ a: 1 });
    expect(seen).toEqual([true, 'POST', 'Bearer token', { a: 1 }]);
  });

  test('that knows only its own class of Request, as the fetch of npm’s undici, reads the address and its init', async () => {
    const seen: unknown[] = [];
    const fetch = async (input: unknown, init: RequestInit = {}) => {
      seen.push(String(input), init.method, init.body);
      return Response.json({});
    };
    expect(fetch.length).toBe(1);
    await standIn({ fetch }).things.create({ a: 1 });
    expect(seen).toEqual(['https://stand-in.test/things', 'POST', '{"a":1}']);
  });

  test('gets a form as bytes with their boundary, since another implementation would write it as [object FormData]', async () => {
    const form = new FormData();
    form.set('file', new Blob(['hours: 9 to 5']), 'hours.txt');
    const seen: { type?: string | undefined; body?: unknown } = {};
    const send = customFetch(async (_url: string, init: FetchInit) => {
      Object.assign(seen, { type: init.headers['content-type'], body: init.body });
      return Response.json({});
    });
    const { signal } = new AbortController();
    await send(
      'https://provider.test',
      new HttpRequest('https://provider.test', { method: 'POST', body: form }).init(signal),
    );
    expect(seen.body).toBeInstanceOf(Uint8Array);
    const headers = { 'content-type': String(seen.type) };
    const read = await new Response(seen.body as Uint8Array<ArrayBuffer>, { headers }).formData();
    expect(await (read.get('file') as File).text()).toBe('hours: 9 to 5');
  });

  test.each([[undefined], [null], [{}], [{ status: 200 }], ['text']])(
    'that gives %j ends the call at once, as unreadable',
    async (given) => {
      const fetch = async () => given as unknown as Response;
      expect(await standIn({ fetch, retry: false }).things.create({}).safe()).toMatchObject({
        ok: false,
        error: { kind: 'unreadable-response' },
      });
    },
  );

  test('that throws what it was given as no success (ky) is read as the response that came', async () => {
    const fetch = async () => {
      throw Object.assign(new Error('Request failed'), { response: Response.json({ message: 'x' }, { status: 422 }) });
    };
    expect(await standIn({ fetch }).things.create({}).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', status: 422, effect: 'none' },
    });
  });

  test('that responds with a stream of Node (node-fetch, cross-fetch) is read', async () => {
    async function* chunks() {
      yield Buffer.from('{"id":');
      yield Buffer.from('"é"}');
    }
    const headers = new Map([['content-encoding', 'gzip']]);
    const fetch = async () => ({ status: 201, headers, body: chunks(), text: () => Promise.reject(new Error('no')) });
    const lead = await standIn({ fetch: fetch as unknown as typeof globalThis.fetch }).things.create({});
    expect(lead).toEqual({ id: 'é' });
  });

  /** As Next.js 14 patches `fetch` in a server component: what was asked before comes from its cache, a POST too, unless `no-store` is said. */
  const withNextCache = (send: typeof globalThis.fetch): typeof globalThis.fetch => {
    const cached = new Map<string, Response>();
    return async (input, init) => {
      if (init?.cache === 'no-store') return send(input, init);
      const name = `${init?.method} ${input} ${init?.body}`;
      const response = cached.get(name) ?? (await send(input, init));
      cached.set(name, response.clone());
      return response;
    };
  };

  test.each(['create', 'get', 'list'] as const)(
    'with the cache of Next.js 14 sends each %s, and reads nothing old',
    async (method) => {
      let sent = 0;
      const fetch = withNextCache(async () => Response.json({ id: ++sent, items: [] }));
      const client = standIn({ fetch });
      const call = () => (method === 'create' ? client.things.create({ a: 1 }) : client.things[method]('1' as never));
      await call();
      await call();
      expect(sent).toBe(2);
    },
  );

  test('each attempt gets its own signal', async () => {
    const fetch = replies(() => new Response(null, { status: 503 }), json(200, {}));
    await standIn({ fetch }).things.get('1');
    const [first, second] = fetch.requests.map(({ signal }) => signal);
    expect(first).toBeInstanceOf(AbortSignal);
    expect(first).not.toBe(second);
  });
});

describe('HttpRequest', () => {
  const request = new HttpRequest('https://provider.test/leads', {
    method: 'POST',
    headers: new Headers({ Authorization: 'Bearer t' }),
    body: '{"a":1}',
  });

  test('is handed to fetch as plain fields: no redirect is followed, and nothing comes from a cache', () => {
    const { signal } = new AbortController();
    expect(request.init(signal)).toEqual({
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      redirect: 'manual',
      cache: 'no-store',
      body: '{"a":1}',
      signal,
    });
  });

  test('with() changes the address or some headers, keeps the rest, and leaves the first as it was', () => {
    const other = request.with({ url: 'https://provider.test/moved', headers: { authorization: 'Bearer u' } });
    expect({ ...other }).toEqual({
      ...request,
      url: 'https://provider.test/moved',
      headers: { authorization: 'Bearer u' },
    });
    expect(request.headers).toEqual({ authorization: 'Bearer t' });
  });
});

describe('the platform’s fetch', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('is given an address and plain fields, and is looked up at each attempt', async () => {
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json({}));
    vi.stubGlobal('fetch', fetch);
    const init = new HttpRequest('https://provider.test/leads', {}).init(new AbortController().signal);
    await platformFetch('https://provider.test/leads', init);
    expect(fetch.mock.calls[0]).toEqual(['https://provider.test/leads', init]);
  });
});
