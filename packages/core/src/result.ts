import type { AttemptRecord, Issue, LeadwireError, LeadwireErrorFields } from './errors.ts';

/** A value, or an expected failure. */
export type Result<Value, Failure = LeadwireError> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });
export const err = <Failure>(error: Failure): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });

/** The result of one call, with what is known of the call itself. */
export type CallResult<Value> = Result<Value> & { readonly meta: CallMeta };

/** How a response differs from the spec; values are described, never shown. */
export interface Drift {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** What is known of a call beside its value. */
export interface CallMeta {
  readonly operationId: string;
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  readonly requestId: string | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly drift: readonly Drift[];
  /** Doubts about the request that did not keep it from being sent, such as a phone that is possible but not known to be in use. */
  readonly warnings: readonly Issue[];
  /** True when the value comes from an earlier call with the same idempotency key, or was found by a look-up. */
  readonly replayed: boolean;
  /** `probable` when the value was found by a look-up, after a lost response. */
  readonly certainty: 'certain' | 'probable';
  /** True when a look-up found the value, and it is older than the first send: it was there before. */
  readonly existed?: boolean | undefined;
  /** The idempotency key that was sent, where the operation takes one. */
  readonly idempotencyKey: string | undefined;
}

/** Which exchange with a provider an error is about. */
export const exchangeOf = (
  provider: string,
  { attempts, operationId, requestId, status }: Pick<CallMeta, 'attempts' | 'operationId' | 'requestId' | 'status'>,
): Pick<LeadwireErrorFields, 'provider' | 'attempts' | 'operationId' | 'requestId' | 'status'> => ({
  provider,
  operationId,
  status,
  attempts,
  requestId,
});

/** What the provider calls this exchange in its own log. */
export const requestIdOf = (headers: Headers | undefined): string | undefined =>
  headers?.get('x-request-id') ?? headers?.get('request-id') ?? headers?.get('x-correlation-id') ?? undefined;
