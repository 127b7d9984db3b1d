import { lazyDrift, noDrift } from './decode.ts';
import { effectClass } from './effect.ts';
import { LeadwireError } from './errors.ts';
import { failureOf, requestIdOf, safeCause } from './failure.ts';
import { isPromise } from './maybe-promise.ts';
import { once } from './once.ts';
import type { OperationMeta } from './operation.ts';
import { resolveRetry } from './options.ts';
import type { Provider } from './provider.ts';
import { type CallInput, makeReady, type ReadyCall } from './ready-call.ts';
import { type CallMeta, metaWithout, type Outcome } from './result.ts';
import { type CallFrame, type Round, settle } from './settle.ts';
import { createObserver, type Observer } from './transport/observe.ts';
import { ReadResponse } from './transport/reply.ts';
import type { HttpRequest } from './transport/request.ts';
import { neverSent, type SendContext, type Sent, send } from './transport/send.ts';
import { within } from './transport/within.ts';

/** One call's way through the house: phone, validate, idempotency, transport, HTTP, decode, errors, reconcile, result. */
export async function runCall(
  provider: Provider,
  operation: OperationMeta,
  input: CallInput,
): Promise<Outcome<unknown>> {
  const { clock, deadlineMs, onEvent } = provider.options;
  const startedAt = clock.now();
  const observe = createObserver(onEvent, provider.name, operation.id, clock.now);
  observe?.({ type: 'call.start' });
  const frame: CallFrame = {
    provider,
    operation,
    input,
    observe,
    deadlineAt: startedAt + (input.options.deadlineMs ?? deadlineMs),
  };
  let outcome: Outcome<unknown>;
  try {
    outcome = await makeCall(frame);
  } catch (cause) {
    outcome = unexpected(frame, cause);
  }
  observe?.({
    type: 'call.end',
    durationMs: clock.now() - startedAt,
    attempts: outcome.meta.attempts.length,
    ok: outcome.ok,
    status: outcome.meta.status,
    ...(!outcome.ok && { kind: outcome.error.kind, effect: outcome.error.effect }),
  });
  return outcome;
}

async function makeCall(frame: CallFrame): Promise<Outcome<unknown>> {
  const preparing = makeReady(frame.provider, frame.operation, frame.input);
  const ready = isPromise(preparing) ? await preparing : preparing;
  if (ready instanceof LeadwireError) return failed(frame, ready);
  return frame.provider.share(frame, ready, {
    start: () => once(frame, ready, sendAndSettle),
    // The request of the other call is under way.
    stopped: (broken) => failedRound(frame, ready, neverSent(broken, 'unknown')).outcome,
  });
}

async function sendAndSettle(frame: CallFrame, ready: ReadyCall): Promise<Outcome<unknown>> {
  const first = await sendOnce(frame, ready, true);
  return first.outcome.ok ? first.outcome : settle(frame, ready, first, () => sendOnce(frame, ready, false));
}

/** Sends, with all the retries the class allows, and reads what came. */
async function sendOnce(frame: CallFrame, ready: ReadyCall, isFirst: boolean): Promise<Round> {
  const { input, observe, operation, provider } = frame;
  const { options } = provider;
  const effect = effectClass(operation, ready.body);
  const resultSchema = provider.api.resultSchemas[operation.id];
  const sent = await transmit(frame, ready, {
    operation,
    effect,
    clock: options.clock,
    fetch: provider.fetch,
    signal: input.options.signal,
    timeoutMs: input.options.timeoutMs ?? options.timeoutMs,
    deadlineAt: frame.deadlineAt,
    retry: resolveRetry(input.options.retry, options.retry),
    budget: provider.budget,
    limiter: provider.limiterOf(operation),
    observe,
    mayBeEmpty: resultSchema === undefined || operation.mayBeEmpty === true,
    beforeSend: isFirst ? input.options.beforeSend : undefined,
    refresh: provider.refresh && ((request) => provider.refresh?.(operation, request) ?? Promise.resolve(undefined)),
  });
  const { last } = sent;
  if (isGone(operation, sent)) {
    return { sent, outcome: { ok: true, value: undefined, meta: metaOf(operation, sent, ready, noDrift) } };
  }
  if (!last.ok || last.status < 200 || last.status >= 300) return failedRound(frame, ready, sent);
  const raw = sent.body.kind === 'json' ? sent.body.value : undefined;
  const drift = lazyDrift(resultSchema, raw);
  const meta = metaOf(operation, sent, ready, drift);
  if (observe !== undefined) {
    if (drift().length > 0) observe({ type: 'drift', drift: drift() });
    notice(observe, last.headers);
  }
  if (input.options.strict === true && operation.effect === 'read' && drift().length > 0) {
    return { sent, outcome: { ok: false, error: drifted(frame, sent, drift()), meta } };
  }
  return { sent, outcome: { ok: true, value: decoded(frame, raw), meta } };
}

/** A readable 2xx is never turned into a failure: what cannot be brought into shape is given as it came. */
function decoded({ operation, provider }: CallFrame, raw: unknown): unknown {
  if (provider.decode === undefined) return raw;
  try {
    return provider.decode(raw, operation);
  } catch {
    return raw;
  }
}

/** A delete that was sent again finds nothing: the first one did it. */
function isGone(operation: OperationMeta, { attempts, last }: Sent): boolean {
  if (operation.verb !== 'DELETE' || operation.effect !== 'safe-repeat' || last.status !== 404) return false;
  return attempts.slice(0, -1).some(({ effect }) => effect !== 'none');
}

function failedRound({ operation, provider }: CallFrame, ready: ReadyCall, sent: Sent): Round {
  const error = failureOf(sent, {
    provider: provider.name,
    operation,
    effect: effectClass(operation, ready.body),
    readFailure: provider.readFailure,
    sentBody: [ready.body, ready.query, ready.path],
    hints: provider.hints,
  });
  return { sent, outcome: { ok: false, error, meta: metaOf(operation, sent, ready, noDrift) } };
}

/** Hands the request to the generated function of the operation, and so to openapi-fetch, with our transport as its fetch. */
async function transmit({ operation, provider }: CallFrame, ready: ReadyCall, context: SendContext): Promise<Sent> {
  let credentials = provider.headersOf(operation);
  if (isPromise(credentials)) {
    const waited = await within(credentials, context);
    if ('stopped' in waited) return neverSent(waited.stopped);
    credentials = waited.value;
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  if (ready.payload !== undefined) headers['content-type'] = 'application/json';
  Object.assign(headers, credentials);
  if (ready.key !== undefined && operation.idempotencyHeader)
    headers[operation.idempotencyHeader.toLowerCase()] = ready.key;
  let { path } = ready;
  const bound = provider.clientParams?.(operation);
  if (bound !== undefined) path = Object.assign({ ...path }, isPromise(bound) ? await bound : bound);
  let sent: Sent | undefined;
  const call = provider.api.functions[operation.id];
  if (call === undefined) throw new Error(`no function for ${operation.id}`);
  await call(provider.client, {
    params: ready.query === undefined ? { path } : { path, query: ready.query },
    // Written here once; what openapi-fetch does with bodies and headers would cost as much as the rest of it.
    ...(ready.payload === undefined ? ready.body !== undefined && { body: ready.body } : { payload: ready.payload }),
    plainHeaders: headers,
    baseUrl: provider.baseUrlOf(operation),
    parseAs: 'stream',
    fetch: async (request: HttpRequest) => {
      sent = await send(request, context);
      return new ReadResponse(sent.last.ok ? sent.last : { ok: true, status: 204, headers: NO_HEADERS, text: '' });
    },
  });
  if (sent === undefined) throw new Error(`${operation.id} was not sent`);
  return sent;
}

const NO_HEADERS = new Headers();

const metaOf = (operation: OperationMeta, sent: Sent, ready: ReadyCall, drift: () => CallMeta['drift']): CallMeta => ({
  operationId: operation.id,
  status: sent.last.status || undefined,
  headers: sent.last.headers,
  requestId: requestIdOf(sent.last.headers),
  attempts: sent.attempts,
  get drift() {
    return drift();
  },
  replayed: false,
  certainty: 'certain',
  idempotencyKey: ready.key,
});

const failed = ({ operation }: CallFrame, error: LeadwireError): Outcome<unknown> => ({
  ok: false,
  error,
  meta: metaWithout(operation.id, error.attempts),
});

function drifted({ operation, provider }: CallFrame, sent: Sent, drift: CallMeta['drift']): LeadwireError {
  return new LeadwireError(
    'unreadable-response',
    `${provider.name} ${operation.id} answered in another shape than its spec says`,
    {
      provider: provider.name,
      operationId: operation.id,
      status: sent.last.status,
      issues: drift.map(({ path, expected, got }) => ({
        path,
        message: `expected ${expected}, got ${got}`,
        code: 'drift',
      })),
      attempts: sent.attempts,
      hint: 'Leave out strict to take the answer as it is.',
    },
  );
}

function notice(observe: Observer, headers: Headers): void {
  if (observe === undefined) return;
  for (const header of ['deprecation', 'sunset'] as const) {
    const value = headers.get(header);
    if (value !== null) observe({ type: 'notice', header, value });
  }
}

/** A fault of a callback (a credential function, `beforeSend`, a fetch that throws at once) ends the call as an error of ours. */
function unexpected(frame: CallFrame, cause: unknown): Outcome<unknown> {
  if (cause instanceof LeadwireError) return failed(frame, cause);
  const { operation, provider } = frame;
  const error = new LeadwireError(
    'misconfigured',
    `${provider.name} ${operation.id} could not be sent: ${cause instanceof Error ? cause.name : 'a callback failed'}`,
    {
      provider: provider.name,
      operationId: operation.id,
      effect: 'none',
      hint: 'See cause: a function that was handed to the client failed before anything was sent.',
      cause: safeCause(cause),
    },
  );
  return failed(frame, error);
}
