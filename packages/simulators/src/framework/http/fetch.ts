import type { Incoming } from '../mounted-provider.ts';
import type { Outcome } from '../outcome.ts';
import type { Mount } from '../routing/mounts.ts';
import { whenAborted } from '../when-aborted.ts';

/** The error of a fetch whose connection was cut, as in Node. */
export function networkError(): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
}

function pause(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, ms);
    const forget = whenAborted(signals, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}

/** One turn of the event loop, whether or not timers are faked. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Half of the body, and then a stall or the end of the connection. */
function halfBody(
  bytes: Uint8Array,
  delivery: Outcome['delivery'],
  signals: readonly AbortSignal[],
): ReadableStream<Uint8Array> {
  let isSent = false;
  let forget = () => {};
  return new ReadableStream({
    start(controller) {
      forget = whenAborted(signals, (reason) => controller.error(reason));
    },
    async pull(controller) {
      if (!isSent) {
        isSent = true;
        controller.enqueue(bytes.subarray(0, bytes.length >> 1));
      } else if (delivery === 'truncated') {
        // MSW needs several turns to pass on the status and the first half; without them nothing arrives.
        for (let turns = 0; turns < 8; turns += 1) await turn();
        forget();
        controller.error(new TypeError('terminated', { cause: new Error('other side closed') }));
      } else await new Promise<void>(() => undefined);
    },
    cancel: () => forget(),
  });
}

/**
 * Delivers an outcome without a socket: a cut rejects, a stall waits for the request's signal.
 * @param closing - ends what is still held back when the simulators are closed, as the end of a connection
 */
export async function toResponse(outcome: Outcome, signal: AbortSignal, closing: AbortSignal): Promise<Response> {
  const { status, headers, text, delivery, delayMs } = outcome;
  const signals = [signal, closing];
  signal.throwIfAborted();
  if (delayMs > 0) await pause(delayMs, signals);
  if (delivery === 'reset') throw networkError();
  if (delivery === 'stall-headers') return new Promise((_, reject) => whenAborted(signals, reject));
  if (text === undefined) return new Response(null, { status, headers });
  if (delivery === 'whole') return new Response(text, { status, headers });
  const bytes = new TextEncoder().encode(text);
  // From the length a client behind MSW knows that half a body is not all of it.
  const half = { status, headers: { ...headers, 'content-length': `${bytes.length}` } };
  return new Response(halfBody(bytes, delivery, signals), half);
}

/** Reads a fetch's request to this mount. */
export async function toIncoming(request: Request, mount: Mount): Promise<Incoming> {
  const { url, method, headers } = request;
  const rest = url.slice(mount.baseUrl.length).replace(/#.*$/, '');
  const mark = rest.indexOf('?');
  return {
    method,
    path: mark === -1 ? rest : rest.slice(0, mark),
    search: mark === -1 ? '' : rest.slice(mark + 1),
    address: url.slice(new URL(url).origin.length),
    headers: Object.fromEntries(headers),
    text: request.body === null ? '' : await request.text(),
  };
}
