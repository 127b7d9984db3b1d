import { elapsedMs } from '../clock.ts';
import { mayResend } from '../effect.ts';
import { type CallNames, callError, type LeadwireError } from '../errors.ts';
import type { CallResult } from '../result.ts';
import type { CallContext } from './context.ts';
import { execute } from './execute.ts';
import type { LostCall, Reconcile, ReconcileResult } from './provider-definition.ts';
import type { PreparedRequest } from './request/prepare-request.ts';
import { callMeta, changeMeta, failed, toResult } from './to-result.ts';

/** An earlier send of the same call whose effect is not known: its error stands until a look-up or a resend settles it. */
export interface EarlierSend {
  readonly error: LeadwireError;
  /** What the call ends with where nothing can be looked up and a resend is not safe. Default: `error`. */
  readonly unsettled?: LeadwireError | undefined;
  /** Milliseconds since the epoch. */
  readonly firstSentAt: number;
}

/** Looks a lost call up at its provider, where the provider has a way, and sends it again where that found nothing and is safe. */
export async function reconcile(
  call: CallContext,
  request: PreparedRequest,
  first: CallResult<unknown>,
  firstSentAt: number,
): Promise<CallResult<unknown>> {
  const { clock, deadlineAt, operation, provider, signal } = call;
  const look = provider.reconcile?.[operation.id];
  let current = first;
  for (let resends = 0; look && !current.ok && current.error.effect !== 'none'; resends++) {
    const { error, meta } = current;
    if (error.kind === 'aborted' || signal?.aborted || elapsedMs(clock) >= deadlineAt) break;
    const found = await lookUp(look, lostCall(call, request, { error, firstSentAt, resends }));
    if (found.kind === 'found')
      return {
        ok: true,
        value: found.value,
        meta: changeMeta(meta, { certainty: 'probable', replayed: true, existed: found.existed }),
      };
    // A look-up that its caller stopped says nothing.
    if (signal?.aborted) break;
    if (found.kind === 'parked') return { ok: false, error: parked(call, error, found), meta };
    if (found.kind === 'open') return { ok: false, error: openError(error, found), meta };
    current = joined(current, toResult(call, request, await execute(call, request, undefined)));
  }
  return current;
}

/** Refusals that a provider may have more to say of: why, or which record stands in the way. */
const EXPLAINED: ReadonlySet<string> = new Set(['rejected', 'already-exists']);

/** A nearer reason for a refusal, where the provider's own says too little. */
export async function explainRefusal(
  call: CallContext,
  request: PreparedRequest,
  result: CallResult<unknown>,
  firstSentAt: number,
): Promise<CallResult<unknown>> {
  const nearerError = call.provider.explain?.[call.operation.id];
  if (!nearerError || result.ok || !EXPLAINED.has(result.error.kind) || result.error.effect !== 'none') return result;
  const { error, meta } = result;
  const nearer = await nearerError(lostCall(call, request, { error, firstSentAt, resends: 0 })).catch(() => undefined);
  return nearer === undefined ? result : { ok: false, error: nearer, meta };
}

/** A call whose key was sent before, with a result that is not known: the provider's look-up decides, or the class of the call. Undefined: send it again. */
export async function resume(
  call: CallContext,
  request: PreparedRequest,
  { error, firstSentAt, unsettled = error }: EarlierSend,
): Promise<CallResult<unknown> | undefined> {
  const { operation, provider } = call;
  const look = provider.reconcile?.[operation.id];
  const found = look && (await lookUp(look, lostCall(call, request, { error, firstSentAt, resends: 0 })));
  if (found?.kind === 'found') {
    const meta = callMeta(operation.id, { certainty: 'probable', replayed: true, existed: found.existed });
    return { ok: true, value: found.value, meta };
  }
  if (found?.kind === 'parked') return failed(call, parked(call, error, found));
  if (found?.kind === 'open') return failed(call, openError(error, found));
  return found?.kind === 'resend' || mayResend(request.effectClass, 1) ? undefined : failed(call, unsettled);
}

/** A send that had no effect says nothing of an earlier one: that is still not known. */
export function withEarlier(earlier: EarlierSend | undefined, result: CallResult<unknown>): CallResult<unknown> {
  if (earlier === undefined || result.ok || result.error.effect !== 'none') return result;
  return { ...result, error: result.error.with({ effect: earlier.error.effect }) };
}

/** A look-up that fails, because a response has a shape that no page documents, has found nothing out. */
const lookUp = (reconcile: Reconcile, lost: LostCall): Promise<ReconcileResult> =>
  reconcile(lost).catch(() => ({ kind: 'open' }));

/** A call in the terms of a provider's look-up: with the body as it was sent, whatever its owner has made of it since. */
const lostCall = (
  { clock, deadlineAt, input, signal }: CallContext,
  request: PreparedRequest,
  known: Pick<LostCall, 'error' | 'firstSentAt' | 'resends'>,
): LostCall => ({
  ...known,
  body: request.payload === undefined ? request.body : JSON.parse(request.payload),
  query: request.query,
  effectClass: request.effectClass,
  options: {
    signal,
    resendOnMiss: input.options.resendOnMiss,
    confirmedElsewhere: input.options.confirmedElsewhere,
    deadlineMs: Math.max(1, deadlineAt - elapsedMs(clock)),
  },
});

/** A resend of the same call: attempts add up, and what was unknown before stays unknown if the resend fails. */
function joined(before: CallResult<unknown> & { ok: false }, now: CallResult<unknown>): CallResult<unknown> {
  const attempts = [...before.meta.attempts, ...now.meta.attempts];
  const meta = changeMeta(now.meta, { attempts });
  if (now.ok) return { ...now, meta };
  const effect = now.error.effect === 'applied' || before.error.effect === 'applied' ? 'applied' : 'unknown';
  return { ok: false, error: now.error.with({ effect, attempts }), meta };
}

/** A look-up that failed settles nothing: the first error stands, and says how to look. */
const openError = (error: LeadwireError, { lookup }: Extract<ReconcileResult, { kind: 'open' }>): LeadwireError =>
  error.with({
    hint: 'A look-up could not tell what happened either: look it up at the provider with error.lookup before you send it again.',
    ...(lookup !== undefined && { lookup }),
  });

/** A person must look, at what the look-up of the provider could not tell. */
export function parked(
  call: CallNames,
  cause: LeadwireError,
  { lookup, reason }: Pick<Extract<ReconcileResult, { kind: 'parked' }>, 'lookup' | 'reason'>,
): LeadwireError {
  const { attempts, code, effect, requestId, status } = cause;
  const hint = 'Look it up at the provider with error.lookup; send it again only if it is not there.';
  const known = { attempts, code, effect, requestId, status };
  return callError(call, 'parked', `needs review: ${reason}`, { ...known, hint, lookup, cause });
}
