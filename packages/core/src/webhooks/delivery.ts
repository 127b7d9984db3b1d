import { type Bytes, bytesOf, copyOf, isByteStream, isRawBody, notRaw, type RawBody } from './raw-body.ts';

/** Headers as the platform or as node gives them. */
export type DeliveryHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * One request of a vendor to us: a web `Request`, or anything with `headers` and the raw bytes under `rawBody` or `body`,
 * as the requests of Express, Fastify and node have them, or an event of AWS Lambda. A node request whose body was not read yet is read here.
 */
export type Delivery =
  | Request
  | { readonly headers: DeliveryHeaders; readonly rawBody?: unknown; readonly body?: unknown }
  | LambdaEvent;

/**
 * An event of AWS Lambda, behind a function URL, an API gateway or a load balancer.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export interface LambdaEvent {
  readonly headers?: DeliveryHeaders | null | undefined;
  /** A load balancer sends these in place of `headers` where that is switched on. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded: boolean;
}

/**
 * The raw bytes of a delivery, still to be read.
 * @throws LeadwireError of kind `invalid-input` for a parsed body; its hint says how to come by the bytes in four frameworks
 */
export function rawBodyOf(delivery: Delivery): () => Promise<Bytes | undefined> {
  if (isWebRequest(delivery)) return () => bytesOfRequest(delivery);
  if (isLambdaEvent(delivery)) return async () => bytesOfLambda(delivery);
  // A program without types may hand over nothing at all.
  const { rawBody, body: given } = (delivery ?? {}) as Exclude<Delivery, Request | LambdaEvent>;
  const body = rawBody ?? given ?? (isByteStream(delivery) ? delivery : undefined);
  if (!isRawBody(body)) throw notRaw();
  return () => bytesOf(body);
}

/** The body of a web `Request`; undefined when it was read before, breaks off or is larger than the cap. */
export async function bytesOfRequest(request: Request): Promise<Bytes | undefined> {
  if (request.bodyUsed) return undefined;
  if (isByteStream(request.body)) return bytesOf(request.body as RawBody);
  try {
    return await bytesOf(await request.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** By its shape: a framework may bring its own `Request` class. */
export function isWebRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false;
  const { arrayBuffer, headers } = value as { arrayBuffer?: unknown; headers?: { get?: unknown } | null };
  return typeof arrayBuffer === 'function' && typeof headers?.get === 'function';
}

/** By its flag, which all three kinds of events have, and no vendor's body. */
export const isLambdaEvent = (value: unknown): value is LambdaEvent =>
  typeof value === 'object' && value !== null && typeof (value as LambdaEvent).isBase64Encoded === 'boolean';

/** The body's bytes; undefined where it says that it is base64 and is not. */
export function bytesOfLambda({ body, isBase64Encoded }: LambdaEvent): Bytes | undefined {
  if (!isBase64Encoded) return copyOf(body ?? '');
  try {
    return Uint8Array.from(atob(body ?? ''), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Whether it is a request of node or of a framework, and no body: none of the vendors sends an object with `headers` and a `method`. */
export function isNodeRequest(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { headers, method } = value as { headers?: unknown; method?: unknown };
  return typeof headers === 'object' && headers !== null && (typeof method === 'string' || isByteStream(value));
}

/** The headers of a delivery, whichever way its platform gives them. */
export function headersOf(delivery: Delivery): DeliveryHeaders | undefined {
  if (isLambdaEvent(delivery)) return delivery.headers ?? delivery.multiValueHeaders ?? undefined;
  return delivery.headers;
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
