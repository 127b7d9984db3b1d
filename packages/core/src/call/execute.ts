import type { OperationMeta } from '../operation.ts';
import { resolveRetry } from '../resolve-options.ts';
import type { MaybePromise } from '../transport/credentials.ts';
import type { AttemptFailure, Bounds, CurrentAttempt, Execution, SendOptions } from '../transport/execution.ts';
import { type Address, HttpRequest } from '../transport/request.ts';
import { type Waited, withDeadline } from '../transport/with-deadline.ts';
import type { CallContext, Provider } from './context.ts';
import type { PreparedRequest } from './request/prepare-request.ts';

/** Runs a prepared request, with all its attempts. Never rejects: a fault of a callback is kept in the execution. */
export async function execute(
  call: CallContext,
  request: PreparedRequest,
  beforeSend: (() => Promise<void>) | undefined,
): Promise<Execution> {
  const { clock, deadlineAt, input, observe, operation, provider, signal } = call;
  const { retry, timeoutMs } = input.options;
  const { options } = provider;
  const execution = startExecution({
    operation,
    effectClass: request.effectClass,
    clock,
    signal,
    deadlineAt,
    timeoutMs: timeoutMs ?? options.timeoutMs,
    retry: retry === undefined ? options.retry : resolveRetry(retry, options.retry),
    observe,
    mayBeEmpty: operation.mayBeEmpty === true || provider.api.resultSchemas[operation.id] === undefined,
    beforeSend,
  });
  try {
    const found = credentialsOf(provider, operation, call);
    const credentials = found instanceof Promise ? await found : found;
    if ('stopped' in credentials) execution.last = credentials.stopped;
    else await send(call, request, execution, credentials.value);
  } catch (fault) {
    if (fault !== NO_RESPONSE) execution.fault = fault;
  }
  return execution;
}

/** An execution before its first attempt. */
export const startExecution = (options: SendOptions): Execution => ({
  options,
  last: NOT_SENT,
  attempts: [],
  effect: 'none',
  unknowns: 0,
  firstSentAt: undefined,
  retryAfterMs: undefined,
  wasToldNow: false,
  request: undefined,
  tries: 0,
  slotTakenAt: 0,
  current: NO_ATTEMPT,
  fault: undefined,
});

const NO_ATTEMPT: CurrentAttempt = {
  signal: new AbortController().signal,
  response: undefined,
  cancelBody: undefined,
};

const NOT_SENT: AttemptFailure = {
  ok: false,
  failure: 'network',
  effect: 'none',
  reason: 'the request was not sent',
};

/** openapi-fetch writes the address and takes the response apart; the pipeline is its `fetch`, and the body has been written already. */
function send(
  { input, operation, provider }: CallContext,
  { body, key, path, payload, query }: PreparedRequest,
  execution: Execution,
  [credentials, clientParams, keyQuery]: Credentials,
): Promise<unknown> {
  const { extra } = input.options;
  const { verb: method } = operation;
  const headers: Record<string, string> = { accept: 'application/json', ...credentials };
  if (payload !== undefined) headers['content-type'] = 'application/json';
  if (key !== undefined) headers[operation.idempotencyHeader?.toLowerCase() ?? ''] = key;
  if (extra?.headers !== undefined) Object.assign(headers, Object.fromEntries(new Headers(extra.headers)));
  return provider.http.request(method, operation.path, {
    baseUrl: operation.baseUrl,
    params: { path: clientParams === undefined ? path : { ...path, ...clientParams }, query },
    querySerializer: operation.querySerializer,
    parseAs: 'stream', // the body as it is: it has been parsed
    fetch: ({ url }: Address) => {
      const address = keyQuery === undefined ? url : withQuery(url, keyQuery);
      const request = new HttpRequest(address, { method, headers, body: payload ?? (body as FormData | undefined) });
      return operation.send(request, execution).then((last) => {
        execution.last = last;
        if (!last.ok) throw NO_RESPONSE;
        // As much of a `Response` as openapi-fetch uses, once its body has been read and parsed.
        return { status: last.status, ok: last.isSuccess, headers: last.headers, body: last.body.value, text: noText };
      });
    },
  });
}

/** No response was received: the execution says what happened to the request. */
const NO_RESPONSE = new Error('no response');

type Strings = Readonly<Record<string, string>>;
export type Credentials = readonly [headers: Strings, params: Strings | undefined, query: Strings | undefined];

/** An address that carries a credential, too. */
export const withQuery = (url: string, query: Strings): string =>
  `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;

/** The headers and the query of an operation's credentials, and the path parameters that come from the client's options; a promise only where they are fetched. */
export function credentialsOf(
  { clientParams, headersOf, queryOf }: Pick<Provider, 'clientParams' | 'headersOf' | 'queryOf'>,
  operation: OperationMeta,
  bounds: Bounds,
): MaybePromise<Waited<Credentials>> {
  const headers = headersOf(operation);
  const params = clientParams?.(operation);
  const query = queryOf?.(operation);
  return headers instanceof Promise || params instanceof Promise || query instanceof Promise
    ? withDeadline(Promise.all([headers, params, query]), bounds)
    : { value: [headers, params, query] };
}

/** What a failure says is read by its provider's package. */
const noText = (): string => '';
