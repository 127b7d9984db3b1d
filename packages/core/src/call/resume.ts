import { mayResend } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import type { ReadyCall } from './prepare-request.ts';
import { metaWithout, type Settled } from '../result.ts';
import { type CallFrame, lookUp, lostCall, parked } from './reconcile.ts';

/** Sends a call that is ready, with its retries and its look-up. */
export type Go = (frame: CallFrame, ready: ReadyCall) => Promise<Settled<unknown>>;

/**
 * A call whose key was sent before, to an end that nobody knows: the provider's look-up decides, or the class of the call.
 * @param before - what the earlier send came to; it stands where neither may decide
 */
export async function resume(
  frame: CallFrame,
  ready: ReadyCall,
  before: LeadwireError,
  firstSentAt: number,
  go: Go,
): Promise<Settled<unknown>> {
  const { operation, provider } = frame;
  const look = provider.reconcile?.[operation.id];
  const verdict = look && (await lookUp(look, lostCall(frame, ready, { error: before, firstSentAt, resends: 0 })));
  if (verdict?.kind === 'found') {
    return {
      ok: true,
      value: verdict.value,
      meta: { ...metaWithout(operation.id), certainty: 'probable', replayed: true },
    };
  }
  if (verdict?.kind === 'parked') return refused(frame, parked(frame, before, verdict));
  if (verdict?.kind !== 'resend' && !mayResend(ready.effectClass, 1)) return refused(frame, before);
  const outcome = await go(frame, ready);
  // Nothing came of it now; of the earlier send, nobody knows.
  if (outcome.ok || outcome.error.effect !== 'none') return outcome;
  return { ...outcome, error: outcome.error.with({ effect: before.effect }) };
}

export const refused = ({ operation }: CallFrame, error: LeadwireError): Settled<unknown> => ({
  ok: false,
  error,
  meta: metaWithout(operation.id, error.attempts),
});

export function mismatch(frame: CallFrame): Settled<unknown> {
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
