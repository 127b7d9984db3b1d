import { LeadwireError } from '../errors.ts';
import { parseBody } from '../transport/parse-body.ts';
import { bytesOfRequest, isWebRequest } from './delivery.ts';
import { copyOf, isArrayBuffer } from './raw-body.ts';

/**
 * The event of a delivery that proves nothing: of a parsed body, a text or bytes at once, of a web `Request` as a promise.
 * A text that is no JSON goes to the reader as it is.
 * @param readEvent - the vendor's own reader; it takes anything and never throws
 */
export function readDelivery<Event>(delivery: unknown, readEvent: (body: unknown) => Event): Event | Promise<Event> {
  return isWebRequest(delivery) ? readRequest(delivery, readEvent) : readEvent(readJson(delivery));
}

async function readRequest<Event>(request: Request, readEvent: (body: unknown) => Event): Promise<Event> {
  const bytes = await bytesOfRequest(request);
  if (bytes === undefined) {
    throw new LeadwireError('invalid-input', 'webhook: the body of the request could not be read', {
      issues: [{ path: 'body', message: 'was read before, broke off, or is over 10 MiB', code: 'unreadable-body' }],
      hint: 'Read a request once. Answer 500, so that the vendor sends it again.',
    });
  }
  return readEvent(readJson(bytes));
}

function readJson(body: unknown): unknown {
  if (typeof body !== 'string' && !ArrayBuffer.isView(body) && !isArrayBuffer(body)) return body;
  const text = typeof body === 'string' ? body.replace(/^\uFEFF/, '') : new TextDecoder().decode(copyOf(body));
  const parsed = parseBody(text);
  return parsed.kind === 'json' ? parsed.value : text;
}

/** Bytes as JSON; undefined when they are none. */
export function parseJsonBytes(bytes: Uint8Array): { readonly value: unknown } | undefined {
  const parsed = parseBody(new TextDecoder().decode(bytes));
  return parsed.kind === 'json' ? { value: parsed.value } : undefined;
}
