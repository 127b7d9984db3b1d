import { resolveRetry } from '../options.ts';
import { createExecution, type Execution, type SendOptions } from '../transport/execution.ts';
import { send } from '../transport/pipeline.ts';
import { HttpRequest, type HttpRequestInit } from '../transport/request.ts';
import { ReadResponse } from '../transport/response.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import type { CallContext } from './call-context.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** A request of a call, as openapi-fetch makes it; it brings the run of the call that it belongs to. */
export class CallRequest extends HttpRequest {
  readonly execution: Execution;

  constructor(url: string, init: HttpRequestInit & { readonly execution: Execution }) {
    super(url, init);
    this.execution = init.execution;
  }
}

/** The `fetch` of the client that calls go through: the transport pipeline, whose response openapi-fetch parses. */
export async function fetchForCall(request: CallRequest): Promise<ReadResponse> {
  const { execution } = request;
  execution.last = await send(request, execution);
  if (!execution.last.ok) throw NO_RESPONSE;
  return new ReadResponse(execution.last);
}

/** No response came: the execution says what happened to the request. */
const NO_RESPONSE = new Error('no response');

/** Runs a prepared request, with all its attempts. Never rejects: a fault of a callback is kept in the execution. */
export async function execute(
  call: CallContext,
  request: PreparedRequest,
  beforeSend?: () => Promise<void>,
): Promise<Execution> {
  const { operation, provider } = call;
  const execution = createExecution(sendOptions(call, request, beforeSend));
  try {
    const credentials = Promise.all([provider.headersOf(operation), provider.clientParams?.(operation)]);
    const waited = await withDeadline(credentials, execution.options);
    if ('stopped' in waited) return stopped(execution, waited.stopped);
    const [headers, clientParams] = waited.value;
    const { data } = await provider.http.request(operation.verb, operation.path, {
      baseUrl: provider.baseUrlOf(operation),
      params: { path: { ...request.path, ...clientParams }, query: request.query ?? {} },
      headers: {
        accept: 'application/json',
        ...headers,
        ...keyHeader(call, request),
        ...call.input.options.extra?.headers,
      },
      body: request.payload ?? request.body,
      ...(operation.querySerializer && { querySerializer: operation.querySerializer }),
      execution,
    });
    execution.value = data;
  } catch (fault) {
    if (fault !== NO_RESPONSE) execution.fault = fault;
  }
  return execution;
}

/** A call that ended before its request was made. */
function stopped(execution: Execution, last: Execution['last']): Execution {
  execution.last = last;
  execution.deadlinePassed = !last.ok && last.failure === 'timeout';
  return execution;
}

const keyHeader = ({ operation }: CallContext, { key }: PreparedRequest): Record<string, string> =>
  key === undefined || operation.idempotencyHeader === undefined ? {} : { [operation.idempotencyHeader]: key };

function sendOptions(
  { deadlineAt, input, observe, operation, provider }: CallContext,
  request: PreparedRequest,
  beforeSend: (() => Promise<void>) | undefined,
): SendOptions {
  const { options } = provider;
  return {
    operation,
    effect: request.effectClass,
    clock: options.clock,
    fetch: provider.fetch,
    signal: input.options.signal,
    timeoutMs: input.options.timeoutMs ?? options.timeoutMs,
    deadlineAt,
    retry: resolveRetry(input.options.retry, options.retry),
    budget: provider.budget,
    limiter: provider.limiterOf(operation),
    observe,
    mayBeEmpty: provider.api.resultSchemas[operation.id] === undefined || operation.mayBeEmpty === true,
    beforeSend,
    refresh: provider.refresh,
  };
}
