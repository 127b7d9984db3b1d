import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { settled, standIn } from '../testing.ts';

const servers: Server[] = [];
const quick = { ...systemClock, random: () => 0 };

/** A server on a real socket. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const bodies: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const listener: RequestListener = async (request, response) => {
    headers.push(request.headers);
    const body = await text(request);
    bodies.push(body);
    answer(request, response, body);
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => void listener(request, response));
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, headers };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('a body', () => {
  test('that is cut after a 2xx: it happened, and what came of it is not known', async () => {
    const { baseUrl } = await serve((_, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    });
    const outcome = await standIn({ baseUrl, clock: quick, retry: false }).things.create({}).safe();
    expect(outcome).toMatchObject({ error: { kind: 'unreadable-response', effect: 'applied', status: 201 } });
  });

  test('that stalls after its headers is a timeout in its phase, and the connection is let go', async () => {
    let closed: Promise<unknown> | undefined;
    const { baseUrl } = await serve((_, response) => {
      closed = once(response, 'close');
      response.writeHead(200).write('{');
    });
    const outcome = await standIn({ baseUrl, clock: quick, timeoutMs: 1_000, retry: false }).things.create({}).safe();
    expect(outcome).toMatchObject({ error: { kind: 'timeout', phase: 'body', effect: 'applied' } });
    await closed;
  });

  test('is given up when its signal says so, and the connection is let go', async () => {
    const stop = new AbortController();
    let closed: Promise<unknown> | undefined;
    const { baseUrl } = await serve((_, response) => {
      closed = once(response, 'close');
      response.writeHead(200).write('{');
    });
    const fetchThenStop: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      setImmediate(() => stop.abort());
      return response;
    };
    const client = standIn({ baseUrl, clock: quick, fetch: fetchThenStop });
    const outcome = await client.things.create({}, { signal: stop.signal }).safe();
    expect(outcome).toMatchObject({ error: { kind: 'aborted', effect: 'applied' } });
    await closed;
  });

  const tooLarge = Buffer.alloc(10 * 1024 * 1024 + 1, 'x');
  test.each([
    [
      'announced',
      (response: ServerResponse) => response.writeHead(200, { 'content-length': tooLarge.length }).end(tooLarge),
    ],
    ['in chunks', (response: ServerResponse) => response.writeHead(200).end(tooLarge)],
    [
      'unfolding on the way',
      (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(tooLarge)),
    ],
  ])('over 10 MiB is not read to its end: %s', async (_, send) => {
    const { baseUrl } = await serve((_request, response) => void send(response));
    const outcome = await standIn({ baseUrl, clock: quick, retry: false }).things.get('1').safe();
    expect(outcome).toMatchObject({ error: { kind: 'unreadable-response', status: 200 } });
    expect(String(outcome?.ok === false && outcome.error.message)).toContain('larger than 10485760 bytes');
  });

  test('of a request has the same bytes on each attempt', async () => {
    const { baseUrl, bodies } = await serve((_, response) => response.writeHead(503).end());
    await standIn({ baseUrl, clock: quick }).things.fold({ name: 'Jané 😀' }).safe();
    expect(bodies).toEqual(Array(3).fill('{"name":"Jané 😀"}'));
  });
});

describe('a redirect to another host', () => {
  test('is not followed, and no credential reaches it', async () => {
    const other = await serve((_, response) => response.end('{}'));
    const { baseUrl, bodies } = await serve((_, response) =>
      response.writeHead(302, { location: `${other.baseUrl}/things` }).end(),
    );
    const client = standIn({ baseUrl, clock: quick });
    expect(await client.things.create({}).safe()).toMatchObject({
      error: { kind: 'unexpected-redirect', effect: 'unknown' },
    });
    expect(await client.things.get('1').safe()).toMatchObject({
      error: { kind: 'unexpected-redirect', effect: 'none' },
    });
    expect(bodies.length).toBe(2);
    expect(other.headers).toEqual([]);
  });
});

describe('a stale keep-alive socket', () => {
  /** Drops the second request of every connection, as a server does that closed it while the request was under way. */
  const dropsSecond = async () => {
    const seen = new WeakSet<object>();
    return serve(({ socket }, response) => {
      if (seen.has(socket)) socket.destroy();
      else response.end('{"id":1}');
      seen.add(socket);
    });
  };

  test('costs a retry where repeating is safe', async () => {
    const { baseUrl, bodies } = await dropsSecond();
    const client = standIn({ baseUrl, clock: quick });
    await client.things.fold({ lead: 1 });
    await settled();
    await expect(client.things.fold({ lead: 2 })).resolves.toEqual({ id: 1 });
    expect(bodies).toEqual(['{"lead":1}', '{"lead":2}', '{"lead":2}']);
  });

  test('is not what unguarded calls are sent on, one after the other: each closes its connection', async () => {
    const { baseUrl, bodies, headers } = await dropsSecond();
    const client = standIn({ baseUrl, clock: quick });
    for (let lead = 1; lead <= 30; lead++) {
      await expect(client.things.create({ lead })).resolves.toEqual({ id: 1 });
      await settled();
    }
    expect(bodies).toHaveLength(30);
    expect(new Set(headers.map(({ connection }) => connection))).toEqual(new Set(['close']));
  });

  test('that an earlier read left open leaves an unguarded call unknown: it was sent, and may have been read', async () => {
    const { baseUrl, bodies } = await dropsSecond();
    const client = standIn({ baseUrl, clock: quick });
    await client.things.fold({ lead: 1 });
    await settled();
    const outcome = await client.things.create({ lead: 2 }).safe();
    expect(outcome).toMatchObject({ error: { kind: 'network', effect: 'unknown' } });
    expect(bodies).toEqual(['{"lead":1}', '{"lead":2}']);
  });
});

describe('a connection', () => {
  test('that is refused was no send: even an unguarded call is tried again, and nothing happened', async () => {
    const { baseUrl } = await serve((_, response) => response.end('{}'));
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    const outcome = await standIn({ baseUrl, clock: quick }).things.create({}).safe();
    expect(outcome).toMatchObject({ error: { kind: 'network', effect: 'none', attempts: [{}, {}, {}] } });
  });

  test('that breaks before a status line, after the server did it, leaves the call unknown', async () => {
    const { baseUrl, bodies } = await serve(({ socket }) => socket.destroy());
    const outcome = await standIn({ baseUrl, clock: quick }).things.create({}).safe();
    expect(outcome).toMatchObject({ error: { kind: 'network', effect: 'unknown', attempts: [{}] } });
    expect(bodies.length).toBe(1);
  });
});
