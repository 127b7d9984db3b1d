import { LeadwireError } from '../errors.ts';
import { parseBody } from '../transport/read-body.ts';
import { bytesOfLambda, bytesOfRequest, isLambdaEvent, isNodeRequest, isWebRequest } from './delivery.ts';
import { copyOf, isArrayBuffer } from './raw-body.ts';

/**
 * The event of a delivery that proves nothing: of a parsed body, a text, bytes or an event of AWS Lambda at once, of a web `Request` as a promise.
 * A text that is not JSON goes to the reader as it is.
 * @param readEvent - the vendor's own reader; it takes anything and never throws
 * @throws LeadwireError of kind `invalid-input` for a request of node or of a framework: its body is what must be passed
 */
export function readDelivery<Event>(delivery: unknown, readEvent: (body: unknown) => Event): Event | Promise<Event> {
  if (isWebRequest(delivery)) return readRequest(delivery, readEvent);
  if (isLambdaEvent(delivery)) return readEvent(readJson(bytesOfLambda(delivery)));
  if (isNodeRequest(delivery)) throw notBody();
  return readEvent(readJson(delivery));
}

const notBody = (): LeadwireError =>
  new LeadwireError('invalid-input', 'webhook: this is the request itself, and the body is needed', {
    issues: [
      { path: '', message: 'must be the body, a web Request or an event of AWS Lambda', code: 'request-object' },
    ],
    hint: 'Pass req.body: parsed, as text or as bytes. Under node:http read the body first.',
  });

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

/** Bytes as JSON; undefined when they are not JSON. */
export function parseJsonBytes(bytes: Uint8Array): { readonly value: unknown } | undefined {
  const parsed = parseBody(new TextDecoder().decode(bytes));
  return parsed.kind === 'json' ? { value: parsed.value } : undefined;
}

/**
 * What tells one delivery from another, as one text: the same parts always give the same key, and different parts never do.
 * @returns undefined when a part is absent: then nothing can be told apart, and nothing may be folded
 * @example deliveryKeyOf('autocalls', 'call.completed', 123, 'completed') // 'autocalls:call.completed:123:completed'
 */
export function deliveryKeyOf(...parts: readonly (string | number | undefined | null)[]): string | undefined {
  if (parts.some((part) => part === undefined || part === null || part === '')) return undefined;
  // A half character, which JSON can hold, would make encodeURIComponent throw.
  return parts.map((part) => encodeURIComponent(String(part).toWellFormed())).join(':');
}
