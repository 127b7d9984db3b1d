import { afterEach, describe, expect, test, vi } from 'vitest';
import { json, replies, standIn } from '../testing.ts';
import { HttpRequest, platformFetch } from './request.ts';

const request = () =>
  new HttpRequest('https://provider.test/leads', {
    method: 'POST',
    outgoing: {
      plainHeaders: { authorization: 'Bearer t', 'content-type': 'application/json' },
      payload: '{"a":1}',
      take: () => undefined,
    },
  });

describe('a fetch that is handed to a client', () => {
  test('is called like the platform’s: the request reads as address, as input and as init', async () => {
    const seen: unknown[] = [];
    const fetch = async (input: unknown, init: RequestInit) => {
      const platform = new Request(input as string, init);
      seen.push(
        String(input),
        platform.url,
        platform.method,
        platform.headers.get('authorization'),
        platform.redirect,
        await platform.text(),
      );
      return Response.json({});
    };
    await standIn({ fetch }).things.create?.({ a: 1 });
    const url = 'https://stand-in.test/things';
    expect(seen).toEqual([url, url, 'POST', 'Bearer token', 'manual', '{"a":1}']);
  });

  test('may spread its init, to add what is its own', async () => {
    let seen: RequestInit = {};
    const fetch = async (_input: unknown, init: RequestInit) => {
      seen = { ...init, cache: 'no-store' };
      return Response.json({});
    };
    await standIn({ fetch }).things.create?.({ a: 1 });
    expect(seen).toEqual({
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', authorization: 'Bearer token' },
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
    await standIn({ fetch }).things.create?.({ a: 1 });
    expect(seen).toEqual([true, 'POST', 'Bearer token', { a: 1 }]);
  });

  test.each([[undefined], [null], [{}], [{ status: 200 }], ['text']])(
    'that gives %j ends the call at once, as unreadable',
    async (given) => {
      const fetch = async () => given as unknown as Response;
      expect(await standIn({ fetch, retry: false }).things.create?.({}).safe()).toMatchObject({
        ok: false,
        error: { kind: 'unreadable-response' },
      });
    },
  );

  test('gets a signal of its own for each attempt', async () => {
    const fetch = replies(() => new Response(null, { status: 503 }), json(200, {}));
    await standIn({ fetch }).things.get?.('1');
    const [first, second] = fetch.requests.map(({ signal }) => signal);
    expect(first).toBeInstanceOf(AbortSignal);
    expect(first).not.toBe(second);
  });
});

describe('HttpRequest', () => {
  test('reads like a Request', async () => {
    const one = request();
    expect([one.method, one.url, one.headers.get('Authorization')]).toEqual([
      'POST',
      'https://provider.test/leads',
      'Bearer t',
    ]);
    expect(await one.text()).toBe('{"a":1}');
    expect(await one.json()).toEqual({ a: 1 });
    expect(new TextDecoder().decode(await one.arrayBuffer())).toBe('{"a":1}');
    expect(await one.clone().text()).toBe('{"a":1}');
    expect(await new HttpRequest('https://provider.test', {}).text()).toBe('');
  });

  test('each attempt has a signal of its own, and a request of its own that says so', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const one = request();
    const sent = [one.under(first.signal), one.under(second.signal)];
    expect(sent.map(({ signal }) => signal)).toEqual([first.signal, second.signal]);
    expect(sent.map(({ init }) => init.signal)).toEqual([first.signal, second.signal]);
    expect(sent[1]?.init).toEqual({ ...sent[0]?.init, signal: second.signal });
  });

  test('to() keeps method, headers and bytes at another address', async () => {
    const other = request().to('https://provider.test/moved');
    expect([other.method, other.url, other.headers.get('authorization'), other.body]).toEqual([
      'POST',
      'https://provider.test/moved',
      'Bearer t',
      '{"a":1}',
    ]);
  });

  test('withHeaders() changes some and keeps the rest, and leaves the first as it was', () => {
    const one = request();
    const other = one.withHeaders({ authorization: 'Bearer u' });
    expect([other.headers.get('authorization'), other.headers.get('content-type')]).toEqual([
      'Bearer u',
      'application/json',
    ]);
    expect(one.headers.get('authorization')).toBe('Bearer t');
    expect(other.to('https://provider.test/moved').headers.get('authorization')).toBe('Bearer u');
  });
});

describe('the platform’s fetch', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('is given plain fields, and is looked up at each attempt', async () => {
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json({}));
    vi.stubGlobal('fetch', fetch);
    const { signal } = new AbortController();
    const sent = request().under(signal);
    await platformFetch(sent, sent.init);
    expect(fetch.mock.calls[0]).toEqual([
      'https://provider.test/leads',
      {
        method: 'POST',
        headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
        redirect: 'manual',
        body: '{"a":1}',
        signal,
      },
    ]);
  });
});
