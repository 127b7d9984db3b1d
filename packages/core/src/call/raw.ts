import { elapsedMs } from '../clock.ts';
import { effectClass } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import { createObserver } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import { parseBody } from '../transport/read-body.ts';
import { HttpRequest } from '../transport/request.ts';
import { classifyError } from './classify-error.ts';
import type { Operation, Provider } from './context.ts';
import { type Credentials, credentialsOf, startExecution, withQuery } from './execute.ts';
import { newIdempotencyKey } from './idempotency/idempotency-key.ts';

/** The `fetch` of `client.raw`: the transport of every call. What cannot be answered is thrown as LeadwireError, every status handed on. */
export function createRawFetch(provider: Provider): (request: HttpRequest) => Promise<Response> {
  const routes = Object.values(provider.api.operations).map(({ id, path, verb }) => ({
    id,
    path,
    verb,
    pattern: patternOf(path),
  }));
  return async (request) => {
    refuseDots(provider, request.url);
    const operation = findOperation(provider, routes, request);
    const { clock, deadlineMs, onEvent, retry, timeoutMs } = provider.options;
    const body = typeof request.body === 'string' ? parseBody(request.body).value : undefined;
    const context = { provider, operation, effectClass: effectClass(operation, body) };
    const execution = startExecution({
      operation,
      effectClass: context.effectClass,
      clock,
      signal: request.signal,
      timeoutMs,
      deadlineAt: elapsedMs(clock) + deadlineMs,
      retry,
      observe: onEvent && createObserver(onEvent, provider.name, operation.id, clock.now),
      mayBeEmpty: true,
    });
    const failure = () => classifyError(execution, context);
    const waited = await credentialsOf(provider, operation, execution.options);
    if ('stopped' in waited) {
      execution.last = waited.stopped;
      throw failure();
    }
    execution.last = await operation.send(withCredentials(provider, operation, request, waited.value), execution);
    if (!execution.last.ok) throw failure();
    const { headers: received, status, text } = execution.last;
    const isEmpty = status === 204 || status === 304;
    return new Response(isEmpty ? null : text, { status: status || 502, headers: Object.fromEntries(received) });
  };
}

/** What the request says itself stands: only what it leaves out is filled in. */
function withCredentials(
  provider: Provider,
  operation: Operation,
  request: HttpRequest,
  [headers, clientParams = {}, keyQuery]: Credentials,
): HttpRequest {
  const { baseUrl } = provider.options;
  let url = `${operation.baseUrl}${request.url.slice(baseUrl.length)}`;
  for (const [name, value] of Object.entries(clientParams))
    url = url.replace(`{${name}}`, encodeURIComponent(value)).replace(`%7B${name}%7D`, encodeURIComponent(value));
  if (keyQuery !== undefined) url = withQuery(url, keyQuery);
  const key = operation.idempotencyHeader?.toLowerCase();
  return new HttpRequest(url, {
    method: request.method,
    headers: { ...(key !== undefined && { [key]: newIdempotencyKey() }), ...headers, ...request.headers },
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

interface Route extends Pick<OperationMeta, 'id' | 'path' | 'verb'> {
  readonly pattern: RegExp;
}

const patternOf = (path: string): RegExp =>
  new RegExp(`${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

/** The operation of a request; one that the spec does not have is not repeated, unless it is a GET. */
function findOperation(provider: Provider, routes: readonly Route[], request: HttpRequest): Operation {
  const path = new URL(request.url).pathname;
  const fitting = routes.filter(({ pattern, verb }) => verb === request.method && pattern.test(path));
  // A path without parameters is nearer than one that has them: /lead/search before /lead/{leadId}.
  const [nearest] = fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  if (nearest !== undefined) return provider.operationOf(nearest.id);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const verb = request.method as OperationMeta['verb'];
  return provider.resolve({ id: `raw.${provider.name}`, verb, path, effect: isRead ? 'read' : 'unguarded' });
}
