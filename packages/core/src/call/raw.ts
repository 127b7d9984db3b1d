import { effectClass } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import { createObserver } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import { createExecution } from '../transport/execution.ts';
import { send } from '../transport/pipeline.ts';
import { HttpRequest } from '../transport/request.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import { classifyError } from './classify-error.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import type { Provider } from './provider-definition.ts';

/**
 * The `fetch` of `client.raw`: the same transport as every call, for requests that openapi-fetch makes by path.
 * What cannot be answered is thrown as LeadwireError; every status is handed on.
 */
export function createRawFetch(provider: Provider): (request: HttpRequest) => Promise<Response> {
  const routes = Object.values(provider.api.operations).map((operation) => ({
    operation,
    pattern: patternOf(operation.path),
  }));
  return async (request) => {
    refuseDots(provider, request.url);
    const operation = findOperation(provider, routes, request);
    const { clock, deadlineMs, onEvent, retry, timeoutMs } = provider.options;
    const body = typeof request.body === 'string' ? safeJson(request.body) : undefined;
    const effect = effectClass(operation, body);
    const execution = createExecution({
      operation,
      effect,
      clock,
      fetch: provider.fetch,
      signal: request.signal,
      timeoutMs,
      deadlineAt: clock.now() + deadlineMs,
      retry,
      budget: provider.budget,
      limiter: provider.limiterOf(operation),
      observe: createObserver(onEvent, provider.name, operation.id, clock.now),
      mayBeEmpty: true,
      beforeSend: undefined,
      refresh: provider.refresh,
    });
    const { name, readFailure } = provider;
    const failure = () => classifyError(execution, { provider: name, operation, effect, readFailure });
    const credentials = Promise.all([provider.headersOf(operation), provider.clientParams?.(operation)]);
    const waited = await withDeadline(credentials, execution.options);
    if ('stopped' in waited) {
      execution.last = waited.stopped;
      throw failure();
    }
    const [headers, clientParams = {}] = waited.value;
    execution.last = await send(withCredentials(provider, operation, request, { headers, clientParams }), execution);
    if (!execution.last.ok) throw failure();
    const { headers: received, status, text } = execution.last;
    const empty = status === 204 || status === 304;
    return new Response(empty ? null : text, { status: status || 502, headers: Object.fromEntries(received) });
  };
}

/** What the request says itself stands: only what it leaves out is filled in. */
function withCredentials(
  provider: Provider,
  operation: OperationMeta,
  request: HttpRequest,
  filled: { readonly headers: Record<string, string>; readonly clientParams: Record<string, string> },
): HttpRequest {
  const { baseUrl } = provider.options;
  const own = provider.baseUrlOf(operation);
  let url = own === baseUrl ? request.url : `${own}${request.url.slice(baseUrl.length)}`;
  for (const [name, value] of Object.entries(filled.clientParams))
    url = url.replace(`{${name}}`, encodeURIComponent(value)).replace(`%7B${name}%7D`, encodeURIComponent(value));
  const key = operation.idempotencyHeader?.toLowerCase();
  return new HttpRequest(url, {
    method: request.method,
    headers: { ...(key !== undefined && { [key]: newIdempotencyKey() }), ...filled.headers, ...request.headers },
    body: request.body,
  });
}

/** `..` in a path would ask for another resource, with our credentials: fetch takes such steps by itself. */
function refuseDots({ name }: Provider, url: string): void {
  const [path = ''] = url.split(/[?#]/);
  if (!path.split('/').some((step) => /^(\.|%2e){1,2}$/i.test(step))) return;
  throw new LeadwireError('invalid-input', `${name}: a path value is not an id`, {
    provider: name,
    issues: [{ path: 'params.path', message: 'must not be . or ..', code: 'invalid-path-value' }],
    hint: 'Correct the request. Nothing was sent.',
  });
}

interface Route {
  readonly operation: OperationMeta;
  readonly pattern: RegExp;
}

const patternOf = (path: string): RegExp =>
  new RegExp(`${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

/** The operation of a request; one that the spec does not know is held for unrepeatable. */
function findOperation(provider: Provider, routes: readonly Route[], request: HttpRequest): OperationMeta {
  const path = new URL(request.url).pathname;
  const fitting = routes.filter(({ operation, pattern }) => operation.verb === request.method && pattern.test(path));
  // A path without parameters is nearer than one that has them: /lead/search before /lead/{leadId}.
  fitting.sort((a, b) => a.operation.path.split('{').length - b.operation.path.split('{').length);
  return (
    fitting[0]?.operation ?? {
      id: `raw.${provider.name}`,
      verb: request.method as OperationMeta['verb'],
      path,
      effect: request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'unguarded',
    }
  );
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
