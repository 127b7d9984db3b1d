import type { LeadwireError } from '../errors.ts';
import type { Observer } from '../events.ts';
import type { CallMeta, CallResult, Drift } from '../result.ts';
import type { Execution } from '../transport/execution.ts';
import { callMeta } from './call-meta.ts';
import { callbackError, classifyError, driftError } from './classify-error.ts';
import type { CallContext } from './context.ts';
import { driftOfText } from './drift.ts';
import type { PreparedRequest } from './request/prepare-request.ts';
import { otherPhone, provesCreate } from './response-proof.ts';

/** The result of an execution: the decoded value with its drift, or an error with its effect. */
export function toResult(call: CallContext, request: PreparedRequest, execution: Execution): CallResult<unknown> {
  const { input, observe, operation, provider } = call;
  const { attempts, fault, last } = execution;
  if (fault !== undefined) return failed(call, callbackError(call, fault, execution));
  const { headers, status } = last;
  const { effectClass, key: idempotencyKey, warnings } = request;
  const known = { status: status || undefined, headers, attempts, idempotencyKey, warnings };
  if (!last.ok || !last.isSuccess) {
    const meta = callMeta(operation.id, known);
    if (isGone(execution)) return { ok: true, value: undefined, meta };
    return { ok: false, error: classifyError(execution, { provider, operation, effectClass }), meta };
  }
  const value = provider.decode === undefined ? last.body.value : decoded(call, last.body.value);
  let drift: readonly Drift[] | undefined;
  // Worked out when it is first read: most callers never read it, and may change the value by then.
  const findDrift = (): readonly Drift[] => {
    drift ??= [
      ...(other === undefined ? [] : [other]),
      ...driftOfText(operation, provider.api.resultSchemas[operation.id], last.text),
    ];
    return drift;
  };
  const isWrite = operation.verb === 'POST' && operation.effect !== 'read';
  const other = isWrite ? otherPhone(operation, request.body, value) : undefined;
  const isProved = !isWrite || (other === undefined && provesCreate(operation, value, findDrift));
  const meta = callMeta(operation.id, { ...known, findDrift, certainty: isProved ? 'certain' : 'probable' });
  if (observe !== undefined) reportDrift(observe, meta, last.headers);
  if (input.options.strict === true && operation.effect === 'read' && meta.drift.length > 0)
    return { ok: false, error: driftError(call, meta), meta };
  return { ok: true, value, meta };
}

/** The result of a call that failed before or beside its request. */
export const failed = ({ operation }: CallContext, error: LeadwireError): CallResult<never> => ({
  ok: false,
  error,
  meta: callMeta(operation.id, { attempts: error.attempts }),
});

/** A readable 2xx is never turned into a failure: what cannot be decoded is returned as it was received. */
function decoded({ operation, provider }: CallContext, value: unknown): unknown {
  try {
    return provider.decode?.(value, operation);
  } catch {
    return value;
  }
}

/** A delete that was sent again finds nothing: the first one did it. */
function isGone({ attempts, last, options: { operation } }: Execution): boolean {
  if (operation.verb !== 'DELETE' || operation.effect !== 'safe-repeat' || last.status !== 404) return false;
  return attempts.slice(0, -1).some(({ effect }) => effect !== 'none');
}

function reportDrift(observe: NonNullable<Observer>, { drift }: CallMeta, headers: Headers): void {
  if (drift.length > 0) observe({ type: 'drift', drift });
  for (const header of ['deprecation', 'sunset'] as const) {
    const value = headers.get(header);
    if (value !== null) observe({ type: 'notice', header, value });
  }
}
