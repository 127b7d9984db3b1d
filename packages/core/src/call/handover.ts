import { isPromise } from '../maybe-promise.ts';
import type { HttpRequest, Outgoing } from '../transport/request.ts';
import { neverSent, send } from '../transport/send.ts';
import type { SendContext, Sent } from '../transport/send-context.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import type { CallContext } from './call-context.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** Hands the request to the generated function of the operation, and so to openapi-fetch, with our transport as its fetch. */
export function transmit(frame: CallContext, ready: PreparedRequest, context: SendContext): Promise<Sent> {
  const { operation, provider } = frame;
  const credentials = provider.headersOf(operation);
  const bound = provider.clientParams?.(operation);
  if (!isPromise(credentials) && !isPromise(bound)) return hand(frame, ready, context, credentials, bound);
  return withDeadline(Promise.all([credentials, bound]), context).then((waited) =>
    'stopped' in waited ? neverSent(waited.stopped) : hand(frame, ready, context, ...waited.value),
  );
}

function hand(
  { operation, provider }: CallContext,
  ready: PreparedRequest,
  context: SendContext,
  credentials: Readonly<Record<string, string>>,
  bound: Readonly<Record<string, string>> | undefined,
): Promise<Sent> {
  const call = provider.api.functions[operation.id];
  if (call === undefined) throw new Error(`no function for ${operation.id}`);
  const headers: Record<string, string> =
    ready.payload === undefined
      ? { accept: 'application/json', ...credentials }
      : { accept: 'application/json', 'content-type': 'application/json', ...credentials };
  if (ready.key !== undefined && operation.idempotencyHeader)
    headers[operation.idempotencyHeader.toLowerCase()] = ready.key;
  const path = bound === undefined ? ready.path : { ...ready.path, ...bound };
  const outgoing = new Handover(headers, ready.payload, context);
  const params = ready.query === undefined ? { path } : { path, query: ready.query };
  const baseUrl = provider.baseUrlOf(operation);
  const made =
    ready.payload === undefined
      ? call(provider.client, { params, baseUrl, outgoing, body: ready.body })
      : call(provider.client, { params, baseUrl, outgoing });
  // openapi-fetch makes the request at once, or fails to.
  return (
    outgoing.sending ?? Promise.resolve(made).then(() => Promise.reject(new Error(`${operation.id} was not sent`)))
  );
}

/** A call's part of its request, and where the two meet again. */
class Handover implements Outgoing {
  readonly plainHeaders: Readonly<Record<string, string>>;
  readonly payload: string | undefined;
  readonly #context: SendContext;
  sending: Promise<Sent> | undefined;

  constructor(plainHeaders: Readonly<Record<string, string>>, payload: string | undefined, context: SendContext) {
    this.plainHeaders = plainHeaders;
    this.payload = payload;
    this.#context = context;
    this.sending = undefined;
  }

  take(request: HttpRequest): void {
    this.sending = send(request, this.#context);
  }
}

/** The `fetch` of the client that calls go through. */
export const handOver = (request: HttpRequest): object => {
  request.outgoing?.take(request);
  return ALREADY_READ;
};

/** What openapi-fetch is told: our transport reads the answer, which goes its own way from there. */
const ALREADY_READ = { status: 204, ok: true, headers: new Headers() };
