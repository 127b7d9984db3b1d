import { LeadwireError } from '../errors.ts';
import { joined } from '../transport/read-body.ts';

/** Bytes in a buffer that Web Crypto takes, in a form that TypeScript before 5.7 reads too. */
export type Bytes = Uint8Array & { readonly buffer: ArrayBuffer };

/** The bytes of a body as they came over the wire. */
export type RawBody = string | Uint8Array | ArrayBuffer | AsyncIterable<Uint8Array>;

/** A body that grows over this many bytes is not read on. */
const MAX_DELIVERY_BYTES = 10 * 1024 * 1024;

const HOW_TO_GET_RAW_BYTES = [
  'Pass the body before anything parses it.',
  "Express: app.post(path, express.raw({ type: '*/*' }), handler), before express.json(), then req.body.",
  "Fastify: addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body)), then request.body; or the plugin fastify-raw-body, then request.rawBody.",
  'Hono: await c.req.arrayBuffer(), or c.req.raw.',
  'Next: await request.arrayBuffer() in a route handler, or the request itself; in pages/api export const config = { api: { bodyParser: false } } and pass the request.',
].join(' ');

/** A parsed body where bytes are needed: written out again it would hardly be the bytes that were signed. */
export const notRaw = (): LeadwireError =>
  new LeadwireError(
    'invalid-input',
    'webhook: the raw bytes of the body are needed, and this body was parsed or is missing',
    {
      issues: [
        { path: 'body', message: 'must be a string, bytes, a stream of bytes or a web Request', code: 'raw-body' },
      ],
      hint: HOW_TO_GET_RAW_BYTES,
    },
  );

export const isRawBody = (body: unknown): body is RawBody =>
  typeof body === 'string' || ArrayBuffer.isView(body) || isArrayBuffer(body) || isByteStream(body);

/**
 * A copy of a body's bytes: what is checked is then what is read, even where the given bytes change meanwhile.
 * @returns undefined when a stream breaks off, holds something else than bytes, or is larger than the cap
 */
export async function bytesOf(body: RawBody, maxBytes: number = MAX_DELIVERY_BYTES): Promise<Bytes | undefined> {
  const bytes = isByteStream(body) ? await drain(body, maxBytes) : copyOf(body);
  return bytes !== undefined && bytes.byteLength <= maxBytes ? bytes : undefined;
}

/** Bytes that are all there already. */
export function copyOf(body: string | ArrayBufferView | ArrayBuffer): Bytes {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  return new Uint8Array(body.slice(0));
}

async function drain(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Bytes | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      // A stream with an encoding gives text.
      const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
      if (!ArrayBuffer.isView(bytes)) return undefined;
      chunks.push(bytes);
      length += bytes.byteLength;
      if (length > maxBytes) return undefined;
    }
  } catch {
    return undefined;
  }
  return joined(chunks, length);
}

/** By its tag, so that one of another realm counts too. */
export const isArrayBuffer = (body: unknown): body is ArrayBuffer =>
  Object.prototype.toString.call(body) === '[object ArrayBuffer]';

export const isByteStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
