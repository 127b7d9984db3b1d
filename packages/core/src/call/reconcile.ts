import { LeadwireError } from '../errors.ts';
import type { CallMeta, CallResult } from '../result.ts';
import type { CallContext, Execution } from './call-context.ts';
import type { PreparedRequest } from './prepare-request.ts';
import type { LostCall, Reconcile, ReconcileResult } from './provider-definition.ts';

/** Finds out what became of a lead whose answer was lost, where the provider has a way. */
export async function settle(
  frame: CallContext,
  ready: PreparedRequest,
  first: Execution,
  again: (frame: CallContext, ready: PreparedRequest) => Promise<Execution>,
): Promise<CallResult<unknown>> {
  const { deadlineAt, input, operation, provider } = frame;
  const reconcile = provider.reconcile?.[operation.id];
  const firstSentAt = first.sent.firstSentAt ?? provider.options.clock.now();
  let current = first;
  let resends = 0;
  while (reconcile && !current.outcome.ok && current.sent.effect !== 'none') {
    const { error } = current.outcome;
    if (error.kind === 'aborted' || input.options.signal?.aborted || provider.options.clock.now() >= deadlineAt) break;
    const verdict = await lookUp(reconcile, lostCall(frame, ready, { error, firstSentAt, resends }));
    const attempts = current.sent.attempts;
    if (verdict.kind === 'found') {
      return {
        ok: true,
        value: verdict.value,
        meta: { ...current.outcome.meta, certainty: 'probable', replayed: true, attempts },
      };
    }
    // A look-up that its caller stopped says nothing.
    if (input.options.signal?.aborted) break;
    if (verdict.kind === 'parked') {
      return {
        ok: false,
        error: parked(frame, error, verdict),
        meta: current.outcome.meta,
      };
    }
    if (verdict.kind === 'open') return { ...current.outcome, error: open(error, verdict) };
    resends++;
    current = joined(current, await again(frame, ready));
  }
  const explain = provider.explain?.[operation.id];
  if (explain && !current.outcome.ok && current.outcome.error.kind === 'rejected' && current.sent.effect === 'none') {
    const lost = lostCall(frame, ready, { error: current.outcome.error, firstSentAt, resends });
    const nearer = await explain(lost).catch(() => undefined);
    if (nearer) return { ...current.outcome, error: nearer };
  }
  return current.outcome;
}

/** A look-up that fails, because an answer has a shape that nobody wrote down, has found nothing out. */
export const lookUp = (reconcile: Reconcile, lost: LostCall): Promise<ReconcileResult> =>
  reconcile(lost).catch(() => ({ kind: 'open' }));

/** A call in the terms of a provider's look-up: with the body as it was sent, whatever its owner has made of it since. */
export const lostCall = (
  { deadlineAt, input, provider }: CallContext,
  ready: PreparedRequest,
  known: Pick<LostCall, 'error' | 'firstSentAt' | 'resends'>,
): LostCall => ({
  ...known,
  body: ready.payload === undefined ? ready.body : JSON.parse(ready.payload),
  query: ready.query,
  effectClass: ready.effectClass,
  options: {
    signal: input.options.signal,
    resendOnMiss: input.options.resendOnMiss,
    confirmedElsewhere: input.options.confirmedElsewhere,
    deadlineMs: Math.max(1, deadlineAt - provider.options.clock.now()),
  },
});

/** A later round of the same call: attempts add up, and what was unknown before stays unknown if the round fails. */
function joined(before: Execution, now: Execution): Execution {
  const attempts = [...before.sent.attempts, ...now.sent.attempts];
  const meta: CallMeta = { ...now.outcome.meta, attempts };
  if (now.outcome.ok) return { sent: { ...now.sent, attempts }, outcome: { ...now.outcome, meta } };
  const effect = now.sent.effect === 'applied' || before.sent.effect === 'applied' ? 'applied' : 'unknown';
  const error = now.outcome.error.with({ effect, attempts });
  return { sent: { ...now.sent, attempts, effect }, outcome: { ok: false, error, meta } };
}

/** A look-up that failed settles nothing: the first error stands, and says how to look. */
const open = (error: LeadwireError, { lookup }: Extract<ReconcileResult, { kind: 'open' }>): LeadwireError =>
  error.with({
    hint: 'A look-up could not tell what happened either: look it up at the provider with error.lookup before you send it again.',
    ...(lookup !== undefined && { lookup }),
  });

export function parked(
  { operation, provider }: CallContext,
  cause: LeadwireError,
  { lookup, reason }: Extract<ReconcileResult, { kind: 'parked' }>,
): LeadwireError {
  return new LeadwireError('parked', `${provider.name} ${operation.id} needs a person: ${reason}`, {
    provider: provider.name,
    operationId: operation.id,
    status: cause.status,
    effect: cause.effect,
    attempts: cause.attempts,
    requestId: cause.requestId,
    hint: 'Look it up at the provider with error.lookup; send it again only if it is not there.',
    lookup,
    cause,
  });
}
