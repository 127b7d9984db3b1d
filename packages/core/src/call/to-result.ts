import type { Effect } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import type { Observer } from '../events.ts';
import { type CallMeta, type CallResult, callMeta, type Drift, type MetaParts } from '../result.ts';
import type { Execution } from '../transport/execution.ts';
import { type AttemptFailure, isSuccess } from '../transport/response.ts';
import type { CallContext } from './call-context.ts';
import { classifyError, type ErrorContext, safeCause } from './classify-error.ts';
import { lazyDrift } from './drift.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { certaintyOf } from './proof.ts';

/** What an execution gave: the decoded value with its drift, or an error with its effect. */
export function toResult(call: CallContext, request: PreparedRequest, execution: Execution): CallResult<unknown> {
  const { input, observe, operation } = call;
  const { fault, last, value } = execution;
  if (fault !== undefined) return failed(call, callbackError(call, fault, execution));
  if (isGone(execution)) return { ok: true, value: undefined, meta: metaOf(request, execution) };
  if (!last.ok || !isSuccess(last))
    return {
      ok: false,
      error: classifyError(execution, errorContext(call, request)),
      meta: metaOf(request, execution),
    };
  const decodedValue = decoded(call, value);
  const findDrift = driftFinder(call, last.text);
  const certainty = certaintyOf(operation, decodedValue, findDrift);
  const meta = metaOf(request, execution, { findDrift, certainty });
  if (observe !== undefined) tellDrift(observe, meta, last.headers);
  if (input.options.strict === true && operation.effect === 'read' && meta.drift.length > 0)
    return { ok: false, error: driftError(call, meta), meta };
  return { ok: true, value: decodedValue, meta };
}

const errorContext = ({ operation, provider }: CallContext, request: PreparedRequest): ErrorContext => ({
  provider: provider.name,
  operation,
  effect: request.effectClass,
  readFailure: provider.readFailure,
  hints: provider.hints,
});

/** A call that ended while it waited for something other than its own response. */
export const stoppedError = (call: CallContext, last: AttemptFailure, effect: Effect): LeadwireError => {
  const { operation, provider } = call;
  const deadlinePassed = last.failure === 'timeout';
  const execution = { last, attempts: [], effect, deadlinePassed, retryAfterMs: undefined, request: undefined };
  const { hints, name, readFailure } = provider;
  return classifyError(execution, {
    provider: name,
    operation,
    effect: operation.effect,
    readFailure,
    hints,
  });
};

/** The result of a call that failed before or beside its request. */
export const failed = ({ operation }: CallContext, error: LeadwireError): CallResult<never> => ({
  ok: false,
  error,
  meta: callMeta(operation.id, { attempts: error.attempts }),
});

const NO_BODY: readonly Drift[] = [{ path: '', expected: 'a body', got: 'nothing' }];

/** A success without a body where the spec has one, such as a 204 to a list, is drift. */
function driftFinder({ operation, provider }: CallContext, text: string): () => readonly Drift[] {
  const schema = provider.api.resultSchemas[operation.id];
  if (text === '' && schema !== undefined && operation.mayBeEmpty !== true) return () => NO_BODY;
  return lazyDrift(schema, text);
}

const metaOf = (
  request: PreparedRequest,
  execution: Execution,
  parts: Pick<MetaParts, 'findDrift' | 'certainty'> = {},
): CallMeta =>
  callMeta(execution.options.operation.id, {
    status: execution.last.status || undefined,
    headers: execution.last.headers,
    attempts: execution.attempts,
    idempotencyKey: request.key,
    warnings: request.warnings,
    ...parts,
  });

/** A readable 2xx is never turned into a failure: what cannot be brought into shape is given as it came. */
function decoded({ operation, provider }: CallContext, value: unknown): unknown {
  if (provider.decode === undefined) return value;
  try {
    return provider.decode(value, operation);
  } catch {
    return value;
  }
}

/** A delete that was sent again finds nothing: the first one did it. */
function isGone({ attempts, last, options: { operation } }: Execution): boolean {
  if (operation.verb !== 'DELETE' || operation.effect !== 'safe-repeat' || last.status !== 404) return false;
  return attempts.slice(0, -1).some(({ effect }) => effect !== 'none');
}

function driftError({ operation, provider }: CallContext, meta: CallMeta): LeadwireError {
  return new LeadwireError(
    'unreadable-response',
    `${provider.name} ${operation.id} responded in another shape than its spec says`,
    {
      provider: provider.name,
      operationId: operation.id,
      status: meta.status,
      requestId: meta.requestId,
      issues: meta.drift.map(({ path, expected, got }) => ({
        path,
        message: `expected ${expected}, got ${got}`,
        code: 'drift',
      })),
      attempts: meta.attempts,
      hint: 'Leave out strict to take the response as it is.',
    },
  );
}

function tellDrift(observe: NonNullable<Observer>, { drift }: CallMeta, headers: Headers): void {
  if (drift.length > 0) observe({ type: 'drift', drift });
  for (const header of ['deprecation', 'sunset'] as const) {
    const value = headers.get(header);
    if (value !== null) observe({ type: 'notice', header, value });
  }
}

/** A fault of a callback (a credential function, `beforeSend`, a clock) ends the call as an error of ours; it proves nothing of the call itself. */
export function callbackError(
  { operation, provider }: CallContext,
  fault: unknown,
  { attempts, effect }: Pick<Execution, 'attempts' | 'effect'> = { attempts: [], effect: 'none' },
): LeadwireError {
  if (fault instanceof LeadwireError) return attempts.length === 0 ? fault : fault.with({ effect, attempts });
  const when = attempts.length === 0 ? 'before anything was sent' : 'between two attempts';
  return new LeadwireError(
    'misconfigured',
    `${provider.name} ${operation.id} could not be sent: ${fault instanceof Error ? fault.name : 'something that is not an Error was thrown'}`,
    {
      provider: provider.name,
      operationId: operation.id,
      effect,
      attempts,
      hint: `See cause: it was thrown ${when}, by a function that was handed to the client or by the runtime.`,
      cause: safeCause(fault),
    },
  );
}
