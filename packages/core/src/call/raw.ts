import { effectClass } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import { createObserver } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import { HttpRequest } from '../transport/request.ts';
import { neverSent, send } from '../transport/send.ts';
import type { Sent } from '../transport/send-context.ts';
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
    const { signal } = request;
    const deadlineAt = clock.now() + deadlineMs;
    const body = typeof request.body === 'string' ? safeJson(request.body) : undefined;
    const effect = effectClass(operation, body);
    const { name, readFailure } = provider;
    const failed = (sent: Sent) =>
      classifyError(sent, { provider: name, operation, effect, readFailure, sentBody: body });
    const waited = await withDeadline(Promise.resolve(provider.headersOf(operation)), { clock, signal, deadlineAt });
    if ('stopped' in waited) throw failed(neverSent(waited.stopped));
    const headers = new Headers(request.headers);
    for (const [name, value] of Object.entries(waited.value)) if (!headers.has(name)) headers.set(name, value);
    const { idempotencyHeader } = operation;
    if (idempotencyHeader && !headers.has(idempotencyHeader)) headers.set(idempotencyHeader, newIdempotencyKey());
    const bound = (await provider.clientParams?.(operation)) ?? {};
    const own = provider.baseUrlOf(operation);
    let url =
      own === provider.options.baseUrl ? request.url : `${own}${request.url.slice(provider.options.baseUrl.length)}`;
    for (const [name, value] of Object.entries(bound))
      url = url.replace(`{${name}}`, encodeURIComponent(value)).replace(`%7B${name}%7D`, encodeURIComponent(value));
    const sent = await send(new HttpRequest(url, { method: request.method, headers, body: request.body ?? null }), {
      operation,
      effect,
      clock,
      fetch: provider.fetch,
      signal,
      timeoutMs,
      deadlineAt,
      retry,
      budget: provider.budget,
      limiter: provider.limiterOf(operation),
      observe: createObserver(onEvent, provider.name, operation.id, clock.now),
      mayBeEmpty: true,
      beforeSend: undefined,
      refresh: provider.refresh,
    });
    if (!sent.last.ok) throw failed(sent);
    const { headers: answered, status, text } = sent.last;
    return new Response(status === 204 || status === 304 ? null : text, { status: status || 502, headers: answered });
  };
}

/** `..` in a path would ask for another resource, with our credentials: fetch takes such steps by itself. */
function refuseDots({ name }: Provider, url: string): void {
  const [path = ''] = url.split(/[?#]/);
  if (!path.split('/').some((step) => /^(\.|%2e){1,2}$/i.test(step))) return;
  throw new LeadwireError('invalid-input', `${name}: a path value is no id`, {
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
