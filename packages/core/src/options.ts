import type { Backoff, Clock } from './clock.ts';
import type { OnEvent } from './events.ts';
import type { Ledger } from './lead/ledger.ts';
import type { PhoneMetadataChoice } from './phone/metadata.ts';
import type { Rate, SharedLimiter } from './transport/limiter.ts';

export interface RetryOptions extends Partial<Backoff> {
  /** How often a call is tried, the first try included. @default 3 */
  readonly maxAttempts?: number | undefined;
}

/** Options that all four clients share. */
export interface ClientOptions {
  /**
   * Base URL of the API, without a query; https, unless the host is loopback.
   * @default the provider's own address
   * @throws LeadwireError of kind `misconfigured` for an address that is not safe
   * @example createTopcalls({ apiKey, baseUrl: 'http://127.0.0.1:4010/topcalls' })
   */
  readonly baseUrl?: string | undefined;
  /**
   * Takes `(input, init)` like the platform's `fetch`, or a `Request` alone.
   * @default globalThis.fetch, looked up at each attempt
   * @example createTopcalls({ apiKey, fetch: (url, init) => fetch(url, { ...init, keepalive: true }) })
   */
  // biome-ignore lint/suspicious/noExplicitAny: every fetch there is fits, whatever it calls its arguments
  readonly fetch?: ((input: any, init?: any) => Promise<Response>) | undefined;
  /**
   * ISO 3166-1 alpha-2, for phones written without `+`: `GB`, not `UK`.
   * @default none: such phones are refused as `needs-country`
   * @example createTopcalls({ apiKey, defaultCountry: 'US' })
   */
  readonly defaultCountry?: string | undefined;
  /**
   * Bounds one attempt, body included; milliseconds. Node's own `fetch` gives up after 300 s: above that, pass a `fetch` with an undici Agent.
   * @default 30_000
   * @throws LeadwireError of kind `misconfigured` when it is not above 0
   * @example createTopcalls({ apiKey, timeoutMs: 10_000 })
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Bounds the whole call in milliseconds: attempts, waits, queueing, ledger steps.
   * @default 120_000
   * @throws LeadwireError of kind `misconfigured` when it is not above 0
   * @example createTopcalls({ apiKey, deadlineMs: 60_000 })
   */
  readonly deadlineMs?: number | undefined;
  /**
   * `false`, or how often a call is tried and how long it waits between attempts; waits are random up to the bound (full jitter).
   * @default { maxAttempts: 3, baseMs: 500, capMs: 8_000 }
   * @example createTopcalls({ apiKey, retry: { maxAttempts: 5 } })
   */
  readonly retry?: false | RetryOptions | undefined;
  /**
   * `false`, how many requests in how many milliseconds, or a limiter that several processes share.
   * @default the provider's starting rate
   * @example createTopcalls({ apiKey, limits: [{ limit: 5, perMs: 1_000 }] })
   */
  readonly limits?: false | readonly Rate[] | SharedLimiter | undefined;
  /**
   * Receives what happens in each call, without personal data; one that throws changes nothing.
   * @default none
   * @example createTopcalls({ apiKey, onEvent: (event) => console.log(event.type, event.operationId) })
   */
  readonly onEvent?: OnEvent | undefined;
  /**
   * Time, randomness and waits, for tests: `fakeClock()` of `@leadwire/core/testing`.
   * @default the system's
   * @example createTopcalls({ apiKey, clock: fakeClock() })
   */
  readonly clock?: Clock | undefined;
  /**
   * Which of libphonenumber's metadata judges phones. With `min` or `mobile` more numbers are refused as `ambiguous-number`; in a bundle pass the
   * metadata itself, since a bundle holds `max` alone.
   * @default 'max', loaded with the first phone
   * @example createTopcalls({ apiKey, phoneMetadata: 'mobile' })
   */
  readonly phoneMetadata?: PhoneMetadataChoice | undefined;
  /**
   * What digits without `+` or trunk prefix are where they can be either: numbers of `defaultCountry`, or international ones that lost their `+`.
   * @default neither: refused as `ambiguous-number`, unless the national reading is a mobile and the international one a landline.
   * @example createTelecrm({ defaultCountry: 'IN', digitsAlone: 'international' })
   */
  readonly digitsAlone?: 'national' | 'international' | undefined;
  /**
   * Allows plain http to a host that is not loopback: credentials and leads travel unencrypted.
   * @default false
   * @example createTopcalls({ apiKey, baseUrl: 'http://gateway.internal', allowInsecureHttp: true })
   */
  readonly allowInsecureHttp?: boolean | undefined;
  /**
   * Lets a client be made in a browser. Everyone who opens the page can read the credentials and use them: for pages whose users hold them anyway.
   * @default false
   * @throws LeadwireError of kind `misconfigured` when a client is made in a browser without it
   * @example createTopcalls({ apiKey, dangerouslyAllowBrowser: true })
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Where `idempotencyKey` is remembered, across crashes and machines, for operations whose provider takes none.
   * @default in memory, 10,000 keys
   * @throws LeadwireError of kind `misconfigured` when no account is known
   * @example createTopcalls({ apiKey, ledger: fileLedger('leads.sqlite'), account: 'sales-emea' })
   */
  readonly ledger?: Ledger | undefined;
  /**
   * Names the account at the provider, for limits and ledgers. Required with `ledger`, except where the provider's own id is given (`enterpriseId`,
   * `accountId`) or a login tells it: a key is replaced one day, and what was sent with it must not be forgotten with it.
   * @example createTopcalls({ apiKey, ledger, account: 'sales-emea' })
   */
  readonly account?: string | undefined;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call with kind `aborted`, whatever its reason, an `AbortSignal.timeout` too: for the kind `timeout` give `timeoutMs` or `deadlineMs`. */
  readonly signal?: AbortSignal | undefined;
  /** Bounds one attempt of this call, body included, in milliseconds. @default the client's */
  readonly timeoutMs?: number | undefined;
  /** Bounds this call as a whole, in milliseconds. @default the client's */
  readonly deadlineMs?: number | undefined;
  /** `false`, or how often this call is tried. @default the client's */
  readonly retry?: false | RetryOptions | undefined;
  /**
   * One effect for one key: 8 to 255 letters, digits, `-` and `_`. It is sent where the provider documents the header, the same on every attempt.
   * Elsewhere it stays here, the name of this call's row in the client's `ledger`, or in its memory: a repeat of what succeeded is not sent again.
   * The same key with another payload is `idempotency-mismatch`. Reads ignore it.
   * @default made for each call where the provider takes the header
   * @example topcalls.calls.create(body, { idempotencyKey: 'callback-000017' })
   */
  readonly idempotencyKey?: string | undefined;
  /** Reads only: a response that differs from the spec is a failure, of kind `unreadable-response`. @default false */
  readonly strict?: boolean | undefined;
  /** Sends again where a look-up after a lost response found nothing, at your own risk: a person may be called twice. @default false */
  readonly resendOnMiss?: boolean | undefined;
  /** Which of these ids are known to be other leads, such as those that a ledger has confirmed: a look-up never takes one for its own. */
  readonly confirmedElsewhere?: ((ids: readonly string[]) => Promise<readonly string[]>) | undefined;
  /**
   * Fields that the spec does not know yet: they are added to the typed request as they are, and not validated.
   * @example topcalls.leads.create(lead, { extra: { body: { new_field: 1 }, headers: { 'x-trace': id } } })
   */
  readonly extra?: ExtraFields | undefined;
  /** Called once before the first byte may leave; a rejection stops the call. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
}

/** What a call sends beside its typed request. */
interface ExtraFields {
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The options of a client, with their defaults. */
export interface ResolvedOptions
  extends Pick<ClientOptions, 'fetch' | 'defaultCountry' | 'onEvent' | 'digitsAlone' | 'ledger' | 'account'> {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: ResolvedRetry | undefined;
  readonly limits: readonly Rate[] | undefined;
  readonly sharedLimiter: SharedLimiter | undefined;
  /** Rates of buckets that differ from the rest, where the caller gave none. */
  readonly bucketLimits: Readonly<Record<string, readonly Rate[]>> | undefined;
  readonly clock: Clock;
  readonly phoneMetadata: PhoneMetadataChoice;
}

export type ResolvedRetry = Backoff & { readonly maxAttempts: number };
