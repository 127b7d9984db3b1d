import { type Clock, systemClock } from './clock.ts';
import { LeadwireError } from './errors.ts';
import type { Ledger } from './lead/ledger.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { PhoneMetadataChoice } from './phone/metadata.ts';
import type { BackoffOptions } from './transport/backoff.ts';
import type { Rate } from './transport/limiter.ts';
import type { OnEvent } from './events.ts';

/** A credential: the text itself, or a function that fetches it when it is needed. */
export type Credential = string | (() => string | Promise<string>);

export interface RetryOptions extends Partial<BackoffOptions> {
  /** The first try included. Default 3. */
  readonly maxAttempts?: number | undefined;
}

/** Options that all four clients share. */
export interface ClientOptions {
  /** Where the provider is. Default: its real address. */
  readonly baseUrl?: string | undefined;
  /** Takes `(input, init)` like the platform's `fetch`, or a `Request` alone. Default: `globalThis.fetch`, looked up at each attempt. */
  // biome-ignore lint/suspicious/noExplicitAny: every fetch there is fits, whatever it calls its arguments
  readonly fetch?: ((input: any, init?: any) => Promise<Response>) | undefined;
  /** ISO 3166-1 alpha-2, for phones written without `+`. */
  readonly defaultCountry?: string | undefined;
  /** Bounds one attempt, body included; milliseconds. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  /** Bounds everything: attempts, waits, queueing; milliseconds. Default 120 000. */
  readonly deadlineMs?: number | undefined;
  /** `false`, or how often and how long: 3 attempts, full jitter from 500 ms to 8 s. */
  readonly retry?: false | RetryOptions | undefined;
  /** `false`, or how many requests in which time. Default: the provider's starting rate. */
  readonly limits?: false | readonly Rate[] | undefined;
  readonly onEvent?: OnEvent | undefined;
  readonly clock?: Clock | undefined;
  /** Which of libphonenumber's metadata judges phones. Default `min`. */
  readonly phoneMetadata?: PhoneMetadataChoice | undefined;
  /** Allow plain http to a host that is not loopback. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Where `idempotencyKey` is remembered, across crashes and machines, for operations whose provider takes none. Default: in memory, 10,000 keys. */
  readonly ledger?: Ledger | undefined;
  /**
   * Names the account at the provider, for limits and ledgers. Needed where the credential is a function and several accounts
   * share a ledger: nothing else tells them apart then. Default: a short mark of the credential.
   */
  readonly account?: string | undefined;
}

/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly deadlineMs?: number | undefined;
  readonly retry?: false | RetryOptions | undefined;
  /**
   * One effect for one key: 8 to 255 letters, digits, `-` and `_`. It is sent where the provider documents the header, the same on every attempt.
   * Elsewhere it stays here, the name of this call's row in the client's `ledger`, or in its memory: a repeat of what succeeded is not sent again.
   * The same key with another payload is `idempotency-mismatch`. What only reads takes no notice of it.
   */
  readonly idempotencyKey?: string | undefined;
  /** Reads only: an answer that differs from the spec is a failure. Default false. */
  readonly strict?: boolean | undefined;
  /** Send again where a look-up after a lost answer found nothing, at your own risk: it may ring a person twice. Default false. */
  readonly resendOnMiss?: boolean | undefined;
  /**
   * Of these ids, those of records that are known to be another lead's, such as those that a ledger has confirmed under another key: a
   * look-up after a lost answer never takes one of them for the lead it looks for.
   */
  readonly confirmedElsewhere?: ((ids: readonly string[]) => Promise<readonly string[]>) | undefined;
  /** Called once before the first byte may leave; a rejection stops the call. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
}

export interface ResolvedOptions {
  readonly baseUrl: string;
  readonly fetch: ClientOptions['fetch'];
  readonly defaultCountry: string | undefined;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: ResolvedRetry | undefined;
  readonly limits: readonly Rate[] | undefined;
  /** Rates of buckets that differ from the rest, where the caller gave none. */
  readonly bucketLimits: Readonly<Record<string, readonly Rate[]>> | undefined;
  readonly onEvent: OnEvent | undefined;
  readonly clock: Clock;
  readonly phoneMetadata: PhoneMetadataChoice;
  readonly ledger: Ledger | undefined;
  readonly account: string | undefined;
}

export type ResolvedRetry = BackoffOptions & { readonly maxAttempts: number };

const DEFAULT_RETRY: ResolvedRetry = { maxAttempts: 3, baseMs: 500, capMs: 8_000 };

export interface OptionDefaults {
  readonly provider: string;
  readonly baseUrl: string;
  readonly limits: readonly Rate[];
  readonly bucketLimits?: Readonly<Record<string, readonly Rate[]>>;
}

/** Fills in what was left out, and refuses what cannot work. */
export function resolveOptions(options: ClientOptions, defaults: OptionDefaults): ResolvedOptions {
  const baseUrl = checkBaseUrl(
    options.baseUrl ?? defaults.baseUrl,
    defaults.provider,
    options.allowInsecureHttp === true,
  );
  return {
    baseUrl,
    fetch: options.fetch,
    defaultCountry: options.defaultCountry,
    timeoutMs: positive(options.timeoutMs ?? 30_000, 'timeoutMs', defaults.provider),
    deadlineMs: positive(options.deadlineMs ?? 120_000, 'deadlineMs', defaults.provider),
    retry: resolveRetry(options.retry, DEFAULT_RETRY),
    limits: options.limits === false ? undefined : checkRates(options.limits ?? defaults.limits, defaults.provider),
    bucketLimits: options.limits === undefined ? defaults.bucketLimits : undefined,
    onEvent: options.onEvent,
    clock: options.clock ?? systemClock,
    phoneMetadata: options.phoneMetadata ?? 'min',
    ledger: options.ledger,
    account: options.account,
  };
}

/** What a call says of retries, over what its client says. */
export function resolveRetry(
  given: false | RetryOptions | undefined,
  standing: ResolvedRetry | undefined,
): ResolvedRetry | undefined {
  if (given === false) return undefined;
  if (given === undefined || given === null) return standing;
  const base = standing ?? DEFAULT_RETRY;
  return {
    maxAttempts: given.maxAttempts ?? base.maxAttempts,
    baseMs: given.baseMs ?? base.baseMs,
    capMs: given.capMs ?? base.capMs,
  };
}

/** https, unless the host is loopback or plain http was asked for by name. */
export function checkBaseUrl(address: string, provider: string, allowInsecureHttp: boolean): string {
  const refuse = (reason: string, hint: string) =>
    new LeadwireError('misconfigured', `${provider}: baseUrl ${reason}`, {
      provider,
      hint,
      issues: [{ path: 'baseUrl', message: reason }],
    });
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw refuse('is not an address', 'Give a whole address, such as https://api.example.com.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse('is neither https nor http', 'Give an https address.');
  if (url.protocol === 'http:' && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw refuse(
      'is plain http: credentials and leads would travel in the open',
      'Use https, or set allowInsecureHttp if you know the way is safe.',
    );
  }
  if (url.username !== '' || url.password !== '')
    throw refuse('holds a user name or password', 'Give credentials as options.');
  return address.replace(/\/+$/, '');
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host) || host.endsWith('.localhost');

function positive(value: number, name: string, provider: string): number {
  if (value > 0) return value;
  throw new LeadwireError('misconfigured', `${provider}: ${name} must be above 0`, {
    provider,
    issues: [{ path: name, message: 'must be above 0' }],
    hint: `Give ${name} in milliseconds.`,
  });
}

function checkRates(rates: readonly Rate[], provider: string): readonly Rate[] {
  if (Array.isArray(rates) && rates.every(({ limit, perMs }) => limit > 0 && perMs > 0)) return rates;
  throw new LeadwireError('misconfigured', `${provider}: limits must be false or a list of rates above 0`, {
    provider,
    issues: [{ path: 'limits', message: 'must be false or rates such as { limit: 5, perMs: 1000 }' }],
    hint: 'Give limits as [{ limit: 5, perMs: 1000 }]: so many requests in so many milliseconds.',
  });
}

/** An environment variable, where there is an environment. */
export function fromEnvironment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name]?.trim() || undefined;
}

/** A credential that must be there; the line break that a file ends with is no part of it. */
export function requireCredential<Given>(
  given: Given | undefined,
  say: { provider: string; option: string; variable: string; where: string },
): Given {
  const clean = typeof given === 'string' ? (given.trim() as Given & string) : given;
  if (clean !== undefined && clean !== '') return clean;
  throw new LeadwireError('misconfigured', `${say.provider}: ${say.option} is missing`, {
    provider: say.provider,
    issues: [{ path: say.option, message: 'is missing', code: 'missing-credential' }],
    hint: `Pass ${say.option} or set ${say.variable}. ${say.where}`,
  });
}

/** The header of a bearer credential; a promise only where the credential is fetched. */
export function bearer(credential: Credential): MaybePromise<Record<string, string>> {
  if (typeof credential === 'string') return bearerHeader(credential);
  return Promise.resolve(credential()).then(bearerHeader);
}

/** What a header can hold: no control characters, and nothing beyond Latin-1. */
const HEADER_TEXT = /^[\x20-\x7e\xa0-\xff]+$/;

function bearerHeader(text: unknown): Record<string, string> {
  const token = typeof text === 'string' ? text.trim() : '';
  if (HEADER_TEXT.test(token)) return { authorization: `Bearer ${token}` };
  throw new LeadwireError('misconfigured', 'the credential is empty, or no text that a header can hold', {
    issues: [{ path: 'authorization', message: 'must be a line of text', code: 'invalid-credential' }],
    hint: 'Give the key as the vendor shows it, without line breaks, or a function that gives it. Nothing was sent.',
  });
}
