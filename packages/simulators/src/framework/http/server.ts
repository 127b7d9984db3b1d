import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../exchange.ts';
import type { Outcome } from '../outcome.ts';
import { findMount, type Mount } from '../routing/mounts.ts';

/** The simulators on one port. */
export interface SimulatorServer {
  readonly port: number;
  /** `http://127.0.0.1:4010` */
  readonly origin: string;
  /** The base URL to give to each client. */
  readonly urls: Readonly<Record<string, string>>;
  /** Ends every connection, stalled ones too. */
  close(): Promise<void>;
}

/** Longer than any client keeps a connection, or closing it would race with the next request. */
const KEEP_ALIVE_MS = 120_000;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Delivers an outcome on a socket. */
function deliver(outcome: Outcome, response: ServerResponse): void {
  const { status, headers, text, delivery } = outcome;
  if (delivery === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (delivery === 'stall-headers') return;
  const bytes = text === undefined ? undefined : Buffer.from(text);
  // A 204 has no body and no content-length.
  response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': bytes?.length ?? 0 });
  if (delivery === 'whole' || bytes === undefined) {
    response.end(bytes);
    return;
  }
  const half = bytes.subarray(0, bytes.length >> 1);
  if (delivery === 'stall-body') response.write(half);
  else response.write(half, () => response.socket?.destroy());
}

/** Waits first, unless the connection closes: a timer would keep the process alive without a client. */
function deliverLater(outcome: Outcome, response: ServerResponse): void {
  if (response.destroyed) return;
  const timer = setTimeout(deliver, outcome.delayMs, outcome, response);
  response.once('close', () => clearTimeout(timer));
}

/** Each vendor's base URLs, and all its addresses, including those outside its base URLs. */
export interface Places {
  readonly mounts: readonly Mount[];
  readonly all: readonly Mount[];
}

function noMount(mounts: readonly Mount[], path: string): Outcome {
  const error = `The simulators have nothing at ${path}; they have ${mounts.map((mount) => mount.prefix).join(', ')}`;
  return {
    status: 404,
    headers: { 'content-type': 'application/json', 'x-leadwire-simulator': error },
    text: JSON.stringify({ error }),
    delivery: 'whole',
    delayMs: 0,
  };
}

async function outcomeOf(request: IncomingMessage, { mounts, all }: Places, exchange: Exchange): Promise<Outcome> {
  const address = request.url ?? '/';
  const mark = address.indexOf('?');
  const whole = mark === -1 ? address : address.slice(0, mark);
  const text = await readText(request);
  const found = findMount(all, whole);
  if (found === undefined) return noMount(mounts, whole);
  const search = mark === -1 ? '' : address.slice(mark + 1);
  return exchange.handle(found.mount, {
    method: request.method ?? 'GET',
    path: found.path,
    search,
    address,
    headers: request.headers,
    text,
  });
}

export async function listen(port: number, places: Places, exchange: Exchange): Promise<SimulatorServer> {
  const server = createServer((request, response) => {
    outcomeOf(request, places, exchange).then(
      (outcome) => {
        if (outcome.delayMs > 0) deliverLater(outcome, response);
        else deliver(outcome, response);
      },
      (fault: unknown) => {
        // The client closed the connection, or the simulator has a bug, which must not look like a failure of the vendor.
        if (request.destroyed && !request.complete) return;
        const error = `The simulator failed: ${fault instanceof Error ? fault.stack : String(fault)}`;
        deliver(
          { status: 500, headers: { 'x-leadwire-simulator': 'failed' }, text: error, delivery: 'whole', delayMs: 0 },
          response,
        );
      },
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.on('error', () => undefined); // a connection that could not be accepted must not end the process
  const bound = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${bound}`;
  return {
    port: bound,
    origin,
    urls: Object.fromEntries(places.mounts.map(({ urlName, prefix }) => [urlName, `${origin}${prefix}`])),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
