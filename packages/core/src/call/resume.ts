import { mayResend } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import { type CallResult, callMeta } from '../result.ts';
import type { CallContext } from './call-context.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { lookUp, lostCall, parked } from './reconcile.ts';

/** Sends a call that is ready, with its retries and its look-up. */
export type Go = (frame: CallContext, ready: PreparedRequest) => Promise<CallResult<unknown>>;

/**
 * A call whose key was sent before, to an end that nobody knows: the provider's look-up decides, or the class of the call.
 * @param before - what the earlier send came to; it stands where neither may decide
 */
export async function resume(
  frame: CallContext,
  ready: PreparedRequest,
  before: LeadwireError,
  firstSentAt: number,
  go: Go,
): Promise<CallResult<unknown>> {
  const { operation, provider } = frame;
  const look = provider.reconcile?.[operation.id];
  const verdict = look && (await lookUp(look, lostCall(frame, ready, { error: before, firstSentAt, resends: 0 })));
  if (verdict?.kind === 'found') {
    return {
      ok: true,
      value: verdict.value,
      meta: callMeta(operation.id, { certainty: 'probable', replayed: true }),
    };
  }
  if (verdict?.kind === 'parked') return refused(frame, parked(frame, before, verdict));
  if (verdict?.kind !== 'resend' && !mayResend(ready.effectClass, 1)) return refused(frame, before);
  const outcome = await go(frame, ready);
  // Nothing came of it now; of the earlier send, nobody knows.
  if (outcome.ok || outcome.error.effect !== 'none') return outcome;
  return { ...outcome, error: outcome.error.with({ effect: before.effect }) };
}

export const refused = ({ operation }: CallContext, error: LeadwireError): CallResult<unknown> => ({
  ok: false,
  error,
  meta: callMeta(operation.id, { attempts: error.attempts }),
});

export function mismatch(frame: CallContext): CallResult<unknown> {
  const { operation, provider } = frame;
  return refused(
    frame,
    new LeadwireError(
      'idempotency-mismatch',
      `${provider.name} ${operation.id}: this idempotencyKey belongs to another request`,
      {
        provider: provider.name,
        operationId: operation.id,
        issues: [{ path: 'idempotencyKey', message: 'was given with another payload', code: 'idempotency-mismatch' }],
        effect: 'none',
        hint: 'Give every request a key of its own. Nothing was sent.',
      },
    ),
  );
}
