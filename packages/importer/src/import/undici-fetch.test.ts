import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createUndiciFetch, type UndiciFetch } from './undici-fetch.ts';

const open: { server?: Server | undefined; fetch?: UndiciFetch | undefined } = {};
afterEach(async () => {
  open.server?.closeAllConnections();
  await new Promise((resolve) => (open.server ? open.server.close(resolve) : resolve(undefined)));
  await open.fetch?.close();
  open.server = undefined;
  open.fetch = undefined;
});

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function serve(respond: (response: ServerResponse, seen: Seen) => void, connections = 4) {
  const requests: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(seen);
    respond(response, seen);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.server = server;
  open.fetch = createUndiciFetch({ connections });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, fetch: open.fetch };
}

test('sends a request that is given as an address and init', async () => {
  const { url, requests, fetch } = await serve((response) =>
    response.writeHead(201, { 'x-request-id': 'r1' }).end('{"id":"ü"}'),
  );
  const response = await fetch(`${url}/leads?a=b`, {
    method: 'POST',
    headers: { Authorization: 'Bearer k' },
    body: '{"name":"ü"}',
  });
  expect(response).toMatchObject({ status: 201, ok: true });
  expect(response.headers.get('X-Request-Id')).toBe('r1');
  expect(await response.text()).toBe('{"id":"ü"}');
  expect(requests[0]).toMatchObject({ method: 'POST', url: '/leads?a=b', body: '{"name":"ü"}' });
  expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer k', 'accept-encoding': 'identity' });
});

test('a body can be read as text or as bytes', async () => {
  const { url, requests, fetch } = await serve((response) => response.end('ok'));
  await (await fetch(url, { method: 'PUT', body: 'a' })).text();
  await (await fetch(`${url}/b`)).arrayBuffer();
  expect(requests.map(({ method, url: path, body }) => [method, path, body])).toEqual([
    ['PUT', '/', 'a'],
    ['GET', '/b', ''],
  ]);
});

test('a redirect is returned, not followed', async () => {
  const { url, requests, fetch } = await serve((response) => response.writeHead(302, { location: '/elsewhere' }).end());
  const response = await fetch(url, { method: 'POST', body: '{}' });
  expect([response.status, response.headers.get('location')]).toEqual([302, '/elsewhere']);
  await response.body?.cancel();
  expect(requests).toHaveLength(1);
});

test('a body can be read in pieces', async () => {
  const { url, fetch } = await serve((response) => {
    response.write('{"a":');
    response.end('1}');
  });
  const response = await fetch(url);
  let text = '';
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
    text += Buffer.from(piece.value as Uint8Array).toString();
  expect(text).toBe('{"a":1}');
});

test('its signal ends a request that waits for a response, with the reason', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  const { url, fetch } = await serve(() => stop.abort(reason));
  await expect(fetch(url, { signal: stop.signal })).rejects.toBe(reason);
});

test('its signal ends a body that stalls', async () => {
  const { url, fetch } = await serve((response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('half');
  });
  const stop = new AbortController();
  const response = await fetch(url, { signal: stop.signal });
  const body = response.text();
  stop.abort();
  await expect(body).rejects.toThrow();
});

test('a refused connection fails as fetch does, with its code among the causes', async () => {
  const { url, fetch } = await serve(() => undefined);
  await new Promise((resolve) => open.server?.close(resolve));
  const failure = await fetch(url, { method: 'POST', body: '{}' }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TypeError);
  expect((failure as { cause: { code: string } }).cause.code).toBe('ECONNREFUSED');
});

test('a response that is cut off fails', async () => {
  const { url, fetch } = await serve((response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('half', () => response.socket?.destroy());
  });
  await expect((await fetch(url)).text()).rejects.toThrow();
});

test('keeps no more connections than it was given', async () => {
  let now = 0;
  let most = 0;
  const { url, fetch } = await serve((response) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      response.end('ok');
    }, 5);
  }, 3);
  await Promise.all(Array.from({ length: 30 }, async () => (await fetch(url)).text()));
  expect(most).toBe(3);
});

test('a request with connection: close takes a new connection, whatever others have left open', async () => {
  const sockets: unknown[] = [];
  const { url, fetch } = await serve((response) => {
    sockets.push(response.socket);
    response.end('ok');
  });
  const headers = { connection: 'close' };
  for (const init of [{}, { headers }, { headers }, {}]) await (await fetch(url, init)).text();
  expect(new Set(sockets).size).toBe(3);
  expect(sockets[3]).toBe(sockets[0]);
});
