import { callError } from '../../errors.ts';
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

export const keyMismatch = (call: CallContext): CallResult<unknown> =>
  failed(
    call,
    callError(call, 'idempotency-mismatch', 'was given an idempotencyKey that belongs to another request', {
      issues: [{ path: 'idempotencyKey', message: 'was given with another payload', code: 'idempotency-mismatch' }],
      hint: 'Give each request its own key. Nothing was sent.',
    }),
  );
