import type { Runner } from '../call/create-client.ts';
import { clockOffsetMs } from '../call/provider-time.ts';
import type { LeadwireError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import type { CallResult, Drift } from '../result.ts';

/** Whether a client is set up right, by one call that changes nothing. */
export interface ClientCheck {
  /** True where the call succeeded. */
  readonly ok: boolean;
  /** The operation that was called, such as `leads.list`. */
  readonly operationId: string;
  /** Whether the provider responded at all. */
  readonly reached: boolean;
  /** `refused` by a 401, `forbidden` by a 403; `unknown` where it could not be found out. */
  readonly credentials: 'accepted' | 'refused' | 'forbidden' | 'unknown';
  readonly status: number | undefined;
  /** How the response differed from the spec; values are described, never shown. */
  readonly drift: readonly Drift[];
  /** How far the provider's clock is ahead of ours, in milliseconds; undefined where the response has no `Date`. */
  readonly clockOffsetMs: number | undefined;
  /** What failed; its `hint` says what to do. */
  readonly error?: LeadwireError;
}

/** What every client has beside its operations. */
export interface ProviderClient<Raw> {
  /** The openapi-fetch client, with credentials, retries and limits applied. */
  readonly raw: Raw;
  /**
   * Whether the client is set up right: one read-only call, sent once; `operationId` of the answer says which. Never rejects.
   * @returns credentials, reach, drift against the spec, and how far the provider's clock is ahead of ours
   * @example const { ok, credentials, error } = await topcalls.check()
   */
  check(options?: Pick<CallOptions, 'signal' | 'timeoutMs' | 'deadlineMs'>): Promise<ClientCheck>;
}

/** What is asked: an operation that reads, and as little of it as possible. */
interface CheckCall {
  readonly operation: string;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** Makes one read-only call, once, and says what it shows of credentials, reach, drift and clocks. Never rejects. */
export async function checkClient(
  { provider, run }: Runner,
  { operation, ...asked }: CheckCall,
  { signal, timeoutMs, deadlineMs }: Pick<CallOptions, 'signal' | 'timeoutMs' | 'deadlineMs'> = {},
): Promise<ClientCheck> {
  const result = await run(operation, { ...asked, options: { signal, timeoutMs, deadlineMs, retry: false } });
  const { drift, headers, status } = result.meta;
  return {
    ok: result.ok,
    operationId: operation,
    reached: status !== undefined,
    credentials: credentialsOf(result),
    status,
    drift,
    clockOffsetMs: headers?.has('date') ? clockOffsetMs(headers, provider.options.clock.now()) : undefined,
    ...(!result.ok && { error: result.error }),
  };
}

function credentialsOf(result: CallResult<unknown>): ClientCheck['credentials'] {
  if (result.ok) return 'accepted';
  if (result.error.kind === 'unauthorized') return 'refused';
  return result.error.kind === 'forbidden' ? 'forbidden' : 'unknown';
}
