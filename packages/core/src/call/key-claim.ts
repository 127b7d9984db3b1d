import { LeadwireError } from '../errors.ts';
import type { CallResult } from '../result.ts';
import type { CallContext } from './call-context.ts';
import type { EarlierSend } from './reconcile.ts';
import { failed } from './to-result.ts';

/** What is known under a call's idempotency key before it is sent. */
export interface KeyClaim {
  /** The result where nothing is to be sent. */
  readonly result?: CallResult<unknown> | undefined;
  /** An earlier send under this key whose effect is not known. */
  readonly earlier?: EarlierSend | undefined;
  /** Commits the intent, right before the first byte may leave. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
  /** Of these ids of the provider, those that the ledger has confirmed under another key. */
  readonly confirmedElsewhere?: ((ids: readonly string[]) => Promise<readonly string[]>) | undefined;
  /** Keeps what came of the call. */
  settle?(result: CallResult<unknown>): Promise<void> | void;
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
