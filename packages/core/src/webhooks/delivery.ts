import { bytesOf, isByteStream, isRawBody, notRaw, type RawBody } from './raw-body.ts';

/** Headers as the platform or as node gives them. */
export type DeliveryHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * One request of a vendor to us: a web `Request`, or anything with `headers` and the raw bytes under `rawBody` or `body`,
 * as the requests of Express, Fastify and node have them. A node request whose body nobody has read is read here.
 */
export type Delivery =
  | Request
  | { readonly headers: DeliveryHeaders; readonly rawBody?: unknown; readonly body?: unknown };

/**
 * The raw bytes of a delivery, still to be read.
 * @throws LeadwireError of kind `invalid-input` for a parsed body; its hint says how to come by the bytes in four frameworks
 */
export function rawBodyOf(delivery: Delivery): () => Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (isWebRequest(delivery)) return () => bytesOfRequest(delivery);
  // A program without types may hand over nothing at all.
  const { rawBody, body: given } = (delivery ?? {}) as Exclude<Delivery, Request>;
  const body = rawBody ?? given ?? (isByteStream(delivery) ? delivery : undefined);
  if (!isRawBody(body)) throw notRaw();
  return () => bytesOf(body);
}

/** The body of a web `Request`; undefined when it was read before, breaks off or is larger than the cap. */
export async function bytesOfRequest(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (request.bodyUsed) return undefined;
  if (isByteStream(request.body)) return bytesOf(request.body as RawBody);
  try {
    return await bytesOf(await request.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** By its shape: a framework may bring a `Request` class of its own. */
export function isWebRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false;
  const { arrayBuffer, headers } = value as { arrayBuffer?: unknown; headers?: { get?: unknown } | null };
  return typeof arrayBuffer === 'function' && typeof headers?.get === 'function';
}

/** The value of a header, whatever the case of its name; undefined when it is absent, `''` when it came more than once. */
export function headerOf(headers: DeliveryHeaders | undefined, name: string): string | undefined {
  if (typeof headers?.get === 'function') return headers.get(name) ?? undefined;
  const wanted = name.toLowerCase();
  const values = Object.entries((headers ?? {}) as Record<string, string | readonly string[] | undefined>)
    .filter(([key]) => key.toLowerCase() === wanted)
    .flatMap(([, value]) => value ?? []);
  return values.length > 1 ? '' : values[0];
}
