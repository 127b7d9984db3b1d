import { LeadwireError } from '../../errors.ts';
import type { CallResult } from '../../result.ts';
import type { CallContext } from '../context.ts';
import type { EarlierSend } from '../reconcile.ts';
import { failed } from '../to-result.ts';

/** What is known under a call's idempotency key before it is sent: its result, or how it is to be sent. */
export type KeyClaim = { readonly result: CallResult<unknown> } | ClaimedCall;

export interface ClaimedCall {
  readonly call: CallContext;
  /** An earlier send under this key whose effect is not known. */
  readonly earlier?: EarlierSend | undefined;
  /** Records the result under the key. */
  record(result: CallResult<unknown>): Promise<void> | void;
}

export function keyMismatch(call: CallContext): CallResult<unknown> {
  const { operation, provider } = call;
  return failed(
    call,
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
