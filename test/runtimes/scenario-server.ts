import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

/** Servers whose behaviour is the second part of the path: `/<run>/<scenario>/v1/leads`. */
export interface ScenarioServers {
  readonly origin: string;
  /** Has a self-signed certificate. */
  readonly untrusted: string;
  /** Where nothing listens. */
  readonly closed: string;
  /** A proxy that refuses every tunnel and every request. */
  readonly proxy: string;
  close(): Promise<void>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  /** The first request of its run and scenario is 1. */
  readonly nth: number;
}

const lead = (body: string): object => ({
  id: '7b1f0c52-5a43-4d0e-9f64-2f1c6a0f8e11',
  account_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  status: 'New',
  tags: [],
  created_at: new Date().toISOString(),
  updated_at: new Date().toISOString(),
  existed: false,
  email: null,
  notes: null,
  metadata: {},
  converted_at: null,
  list_ids: [],
  ...(body === '' ? { name: 'Jane Doe', phone_number: '+14155552671' } : (JSON.parse(body) as object)),
});

const json = (response: ServerResponse, status: number, value: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const SCENARIOS: Readonly<Record<string, (exchange: Exchange) => void>> = {
  plain: ({ body, response }) => json(response, 201, lead(body)),
  flaky: ({ body, nth, response }) => (nth === 1 ? json(response, 503, {}) : json(response, 201, lead(body))),
  list: ({ request, response }) => {
    const isLast = request.url?.includes('cursor=second');
    const item = {
      ...lead(''),
      id: isLast ? '00000000-0000-4000-8000-000000000002' : '00000000-0000-4000-8000-000000000001',
    };
    json(response, 200, { items: [item], has_more: !isLast, next_cursor: isLast ? null : 'second' });
  },
  packed: ({ body, request, response }) => {
    const isPacked = /gzip/.test(String(request.headers['accept-encoding']));
    response.writeHead(201, { 'content-type': 'application/json', ...(isPacked && { 'content-encoding': 'gzip' }) });
    const bytes = isPacked ? gzipSync(JSON.stringify(lead(body))) : Buffer.from(JSON.stringify(lead(body)));
    response.write(bytes.subarray(0, 20));
    response.end(bytes.subarray(20));
  },
  refused: ({ response }) => json(response, 422, { title: 'Unprocessable', status: 422 }),
  upload: ({ body, request, response }) => {
    const boundary = /boundary=(.+)/.exec(String(request.headers['content-type']))?.[1] ?? 'none';
    const isWhole = body.includes(boundary) && body.includes('hours: 9 to 5');
    json(response, isWhole ? 201 : 400, { id: 1 });
  },
  stalled: () => undefined,
  cut: ({ request }) => void request.socket.destroy(),
  truncated: ({ request, response }) => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': 1_000 });
    response.write('{"id":', () => request.socket.destroy());
  },
};

/** The page that loads the checks, and its script: a page may only call its own origin. */
function servePage(name: string, response: ServerResponse): void {
  const isScript = name === 'browser.mjs';
  response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
  response.end(
    isScript
      ? readFileSync(new URL('dist/browser.mjs', import.meta.url))
      : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="browser.mjs"></script>',
  );
}

export async function startScenarioServers(): Promise<ScenarioServers> {
  const counts = new Map<string, number>();
  const listener: RequestListener = async (request, response) => {
    const [, run = '', scenario = '', ...rest] = (request.url ?? '').split('/');
    if (run === 'page') return servePage(scenario, response);
    const name = `${run}/${scenario}`;
    const body = await text(request).catch(() => '');
    if (rest[0] === 'count') return json(response, 200, counts.get(name) ?? 0);
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    SCENARIOS[scenario]?.({ request, response, body, nth });
  };
  const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
  const plain = createServer((request, response) => void listener(request, response));
  const tls = createTlsServer(
    { key: fixture('localhost.key'), cert: fixture('localhost.crt') },
    (request, response) => void listener(request, response),
  );
  const proxy = createServer((_, response) => void response.writeHead(403).end());
  proxy.on('connect', (_, socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
  const closed = createTcpServer();
  const [origin, untrusted, proxyUrl, closedUrl] = await Promise.all([
    listen(plain, 'http'),
    listen(tls, 'https'),
    listen(proxy, 'http'),
    listen(closed, 'http'),
  ]);
  await new Promise((resolve) => closed.close(resolve));
  return {
    origin,
    untrusted: untrusted.replace('127.0.0.1', 'localhost'),
    closed: closedUrl,
    proxy: proxyUrl,
    async close() {
      for (const server of [plain, tls, proxy]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function listen(server: Server, scheme: string): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
