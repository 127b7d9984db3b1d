import type { OperationMeta } from '../operation.ts';
import { resolveRetry } from '../options.ts';
import type { Bounds, Execution, Reply, SendOptions } from '../transport/execution.ts';
import type { HttpRequest } from '../transport/request.ts';
import { type Waited, withDeadline } from '../transport/with-deadline.ts';
import type { CallContext, Provider } from './context.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** Runs a prepared request, with all its attempts. Never rejects: a fault of a callback is kept in the execution. */
export async function execute(
  call: CallContext,
  request: PreparedRequest,
  beforeSend: (() => Promise<void>) | undefined,
): Promise<Execution> {
  const { clock, deadlineAt, input, observe, operation, provider, signal } = call;
  const { extra, retry, timeoutMs } = input.options;
  const { options } = provider;
  const execution = createExecution({
    operation,
    effect: request.effectClass,
    clock,
    signal,
    deadlineAt,
    timeoutMs: timeoutMs ?? options.timeoutMs,
    fetch: provider.fetch,
    retry: retry === undefined ? options.retry : resolveRetry(retry, options.retry),
    budget: provider.budget,
    limiter: operation.limiter,
    observe,
    mayBeEmpty: operation.mayBeEmpty === true || provider.api.resultSchemas[operation.id] === undefined,
    beforeSend,
    refresh: provider.refresh,
  });
  try {
    const credentials = await credentialsOf(provider, operation, call);
    if ('stopped' in credentials) return { ...execution, last: credentials.stopped };
    const [headers, clientParams] = credentials.value;
    const key = request.key !== undefined && { [operation.idempotencyHeader ?? '']: request.key };
    await provider.http.request(operation.verb, operation.path, {
      baseUrl: operation.baseUrl,
      params: { path: { ...request.path, ...clientParams }, query: request.query ?? {} },
      headers: { accept: 'application/json', ...headers, ...key, ...extra?.headers },
      body: request.payload ?? request.body,
      querySerializer: operation.querySerializer,
      fetch: async (sent: HttpRequest) => {
        execution.last = await operation.send(sent, execution);
        if (!execution.last.ok) throw NO_RESPONSE;
        return lightResponse(execution.last);
      },
    });
  } catch (fault) {
    if (fault !== NO_RESPONSE) execution.fault = fault;
  }
  return execution;
}

type Strings = Readonly<Record<string, string>>;

/** The headers of an operation's credentials, and the path parameters that come from the client's options; waited for only where they are fetched. */
export async function credentialsOf(
  { clientParams, headersOf }: Pick<Provider, 'clientParams' | 'headersOf'>,
  operation: OperationMeta,
  bounds: Bounds,
): Promise<Waited<readonly [headers: Strings, params: Strings | undefined]>> {
  const headers = headersOf(operation);
  const params = clientParams?.(operation);
  return headers instanceof Promise || params instanceof Promise
    ? withDeadline(Promise.all([headers, params]), bounds)
    : { value: [headers, params] };
}

/** No response was received: the execution says what happened to the request. */
const NO_RESPONSE = new Error('no response');

/** As much of a `Response` as openapi-fetch uses: its body has been read and parsed. */
const lightResponse = ({ body, headers, isSuccess, status, text }: Reply) => ({
  status,
  ok: isSuccess,
  // The length of a body that was read is known, whether or not the server announced it.
  headers: { get: (name: string) => (name === 'Content-Length' ? String(text.length) : headers.get(name)) },
  text: async () => text,
  json: async () => body.value,
});

export const createExecution = (options: SendOptions): Execution => ({
  options,
  last: { ok: false, failure: 'network', effect: 'none', reason: 'the request was not sent' },
  attempts: [],
  effect: 'none',
  unknowns: 0,
  firstSentAt: undefined,
  retryAfterMs: undefined,
  wasToldNow: false,
  request: undefined,
  tries: 0,
  slotTakenAt: 0,
  current: { signal: NEVER, response: undefined },
  fault: undefined,
});

const NEVER = new AbortController().signal;
