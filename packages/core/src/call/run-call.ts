import { LeadwireError } from '../errors.ts';
import { createObserver, type Observer } from '../events.ts';
import { isPromise } from '../maybe-promise.ts';
import type { OperationMeta } from '../operation.ts';
import { resolveRetry } from '../options.ts';
import { type CallMeta, type CallResult, callMeta, type Drift, requestIdOf } from '../result.ts';
import { jsonOf } from '../transport/parse-body.ts';
import { Interrupted, neverSent } from '../transport/send.ts';
import type { SendContext, Sent } from '../transport/send-context.ts';
import type { CallContext, Execution } from './call-context.ts';
import { classifyError, safeCause } from './classify-error.ts';
import { lazyDrift } from './drift.ts';
import { transmit } from './handover.ts';
import { once } from './idempotent-call.ts';
import { type CallInput, type PreparedRequest, prepareRequest } from './prepare-request.ts';
import type { Provider } from './provider-definition.ts';
import { settle } from './reconcile.ts';
import { type Joining, share } from './single-flight.ts';

/** One call's way through the house: phone, validate, idempotency, transport, HTTP, decode, errors, reconcile, result. */
export function runCall(provider: Provider, operation: OperationMeta, input: CallInput): Promise<CallResult<unknown>> {
  const { clock, deadlineMs, onEvent } = provider.options;
  const startedAt = clock.now();
  const observe = createObserver(onEvent, provider.name, operation.id, clock.now);
  const deadlineAt = startedAt + (input.options.deadlineMs ?? deadlineMs);
  observe?.({ type: 'call.start' });
  const call = makeCall({ provider, operation, input, observe, deadlineAt });
  return observe === undefined ? call : call.then((outcome) => tellEnd(observe, outcome, clock.now() - startedAt));
}

function tellEnd(
  observe: NonNullable<Observer>,
  outcome: CallResult<unknown>,
  durationMs: number,
): CallResult<unknown> {
  const { attempts, status } = outcome.meta;
  const failure = outcome.ok ? {} : { kind: outcome.error.kind, effect: outcome.error.effect };
  observe({ type: 'call.end', durationMs, attempts: attempts.length, ok: outcome.ok, status, ...failure });
  return outcome;
}

function makeCall(frame: CallContext): Promise<CallResult<unknown>> {
  try {
    const ready = prepareRequest(frame.provider, frame.operation, frame.input);
    if (!isPromise(ready)) return go(frame, ready);
    return ready.then((loaded) => go(frame, loaded)).catch((cause) => unexpected(frame, cause));
  } catch (cause) {
    return Promise.resolve(unexpected(frame, cause));
  }
}

const go = (frame: CallContext, ready: PreparedRequest | LeadwireError): Promise<CallResult<unknown>> =>
  ready instanceof LeadwireError ? Promise.resolve(failed(frame, ready)) : share(frame, ready, joining);

const joining: Joining = {
  start: (frame, ready) => once(frame, ready, sendAndSettle),
  // The request of the other call is under way.
  stopped: (frame, ready, broken) => failedRound(frame, ready, neverSent(broken, 'unknown')).outcome,
  failed: unexpected,
};

function sendAndSettle(frame: CallContext, ready: PreparedRequest): Promise<CallResult<unknown>> {
  return transmit(frame, ready, contextOf(frame, ready, true)).then((sent) => {
    const first = read(frame, ready, sent);
    return first.outcome.ok ? first.outcome : settle(frame, ready, first, sendAgain);
  });
}

const sendAgain = async (frame: CallContext, ready: PreparedRequest): Promise<Execution> =>
  read(frame, ready, await transmit(frame, ready, contextOf(frame, ready, false)));

function contextOf(
  { deadlineAt, input, observe, operation, provider }: CallContext,
  ready: PreparedRequest,
  isFirst: boolean,
) {
  const { options } = provider;
  return {
    operation,
    effect: ready.effectClass,
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
    beforeSend: isFirst ? input.options.beforeSend : undefined,
    refresh: provider.refresh,
  } satisfies SendContext;
}

/** What came of the request, with all its attempts. */
function read(frame: CallContext, ready: PreparedRequest, sent: Sent): Execution {
  const { input, observe, operation, provider } = frame;
  const { last } = sent;
  if (isGone(operation, sent)) {
    return { sent, outcome: { ok: true, value: undefined, meta: metaOf(operation, sent, ready) } };
  }
  if (!last.ok || last.status < 200 || last.status >= 300) return failedRound(frame, ready, sent);
  const raw = jsonOf(sent.body);
  const findDrift = lazyDrift(provider.api.resultSchemas[operation.id], last.text);
  const meta = metaOf(operation, sent, ready, findDrift);
  if (observe !== undefined) {
    if (meta.drift.length > 0) observe({ type: 'drift', drift: meta.drift });
    notice(observe, last.headers);
  }
  if (input.options.strict === true && operation.effect === 'read' && meta.drift.length > 0) {
    return { sent, outcome: { ok: false, error: drifted(frame, sent, meta.drift), meta } };
  }
  return { sent, outcome: { ok: true, value: decoded(frame, raw), meta } };
}

/** A readable 2xx is never turned into a failure: what cannot be brought into shape is given as it came. */
function decoded({ operation, provider }: CallContext, raw: unknown): unknown {
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

function failedRound({ operation, provider }: CallContext, ready: PreparedRequest, sent: Sent): Execution {
  const error = classifyError(sent, {
    provider: provider.name,
    operation,
    effect: ready.effectClass,
    readFailure: provider.readFailure,
    sentBody: [ready.body, ready.query, ready.path],
    hints: provider.hints,
  });
  return { sent, outcome: { ok: false, error, meta: metaOf(operation, sent, ready) } };
}

const metaOf = (
  operation: OperationMeta,
  sent: Sent,
  ready: PreparedRequest,
  findDrift?: () => readonly Drift[],
): CallMeta =>
  callMeta(operation.id, {
    status: sent.last.status || undefined,
    headers: sent.last.headers,
    attempts: sent.attempts,
    idempotencyKey: ready.key,
    warnings: ready.warnings,
    findDrift,
  });

const failed = ({ operation }: CallContext, error: LeadwireError): CallResult<unknown> => ({
  ok: false,
  error,
  meta: callMeta(operation.id, { attempts: error.attempts }),
});

function drifted({ operation, provider }: CallContext, sent: Sent, drift: readonly Drift[]): LeadwireError {
  return new LeadwireError(
    'unreadable-response',
    `${provider.name} ${operation.id} answered in another shape than its spec says`,
    {
      provider: provider.name,
      operationId: operation.id,
      status: sent.last.status,
      requestId: requestIdOf(sent.last.headers),
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
function unexpected(frame: CallContext, cause: unknown): CallResult<unknown> {
  if (cause instanceof LeadwireError) return failed(frame, cause);
  const { operation, provider } = frame;
  const sent = cause instanceof Interrupted ? cause : undefined;
  const fault = sent === undefined ? cause : sent.cause;
  const when = sent === undefined ? 'before anything was sent' : 'between two attempts';
  const error = new LeadwireError(
    'misconfigured',
    `${provider.name} ${operation.id} could not be sent: ${fault instanceof Error ? fault.name : 'a callback failed'}`,
    {
      provider: provider.name,
      operationId: operation.id,
      effect: sent?.effect ?? 'none',
      attempts: sent?.attempts ?? [],
      hint: `See cause: a function that was handed to the client failed ${when}.`,
      cause: safeCause(fault),
    },
  );
  return failed(frame, error);
}
