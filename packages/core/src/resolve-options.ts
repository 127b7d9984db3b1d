import { numberFaults } from './check-numbers.ts';
import { systemClock } from './clock.ts';
import { type Issue, refusal } from './errors.ts';
import { type OptionNames, requireKnown, unknownOptions } from './known-options.ts';
import type { CallOptions, ClientOptions, ResolvedOptions, ResolvedRetry, RetryOptions } from './options.ts';
import { refuseBrowser } from './refuse-browser.ts';
import { checkBaseUrl } from './transport/base-url.ts';
import { isSharedLimiter, type Rate } from './transport/limiter.ts';

const DEFAULT_RETRY: ResolvedRetry = { maxAttempts: 3, baseMs: 500, capMs: 8_000 };

/** The names of all options that every client has. */
const CLIENT_OPTIONS: OptionNames<ClientOptions> = {
  baseUrl: true,
  fetch: true,
  defaultCountry: true,
  timeoutMs: true,
  deadlineMs: true,
  retry: true,
  limits: true,
  onEvent: true,
  clock: true,
  phoneMetadata: true,
  digitsAlone: true,
  allowInsecureHttp: true,
  dangerouslyAllowBrowser: true,
  ledger: true,
  account: true,
};

const CALL_OPTIONS: OptionNames<CallOptions & { readonly query?: unknown }> = {
  signal: true,
  timeoutMs: true,
  deadlineMs: true,
  retry: true,
  idempotencyKey: true,
  strict: true,
  resendOnMiss: true,
  confirmedElsewhere: true,
  extra: true,
  beforeSend: true,
  query: true,
};

/** The options of a call that there are not: a misspelled idempotency key would let it be made twice. */
export const unknownCallOptions = (options: CallOptions): Issue[] => unknownOptions(options, CALL_OPTIONS);

export interface OptionDefaults<Options extends ClientOptions = ClientOptions> {
  readonly provider: string;
  /** The options that this provider has beside those of every client. */
  readonly own: OptionNames<Omit<Options, keyof ClientOptions>>;
  readonly baseUrl: string;
  readonly limits: readonly Rate[];
  readonly bucketLimits?: Readonly<Record<string, readonly Rate[]>>;
}

/** Fills in what was left out, and refuses what cannot work. */
export function resolveOptions<Options extends ClientOptions>(
  options: Options,
  defaults: OptionDefaults<Options>,
): ResolvedOptions {
  requireKnown(defaults.provider, options, { ...CLIENT_OPTIONS, ...defaults.own });
  checkTimes(defaults.provider, options);
  if (options.dangerouslyAllowBrowser !== true) refuseBrowser(defaults.provider);
  const baseUrl = checkBaseUrl(
    options.baseUrl ?? defaults.baseUrl,
    defaults.provider,
    options.allowInsecureHttp === true,
  );
  return {
    baseUrl,
    fetch: options.fetch,
    defaultCountry: options.defaultCountry,
    timeoutMs: options.timeoutMs ?? 30_000,
    deadlineMs: options.deadlineMs ?? 120_000,
    retry: resolveRetry(options.retry, DEFAULT_RETRY),
    ...resolveLimits(options.limits, defaults),
    onEvent: options.onEvent,
    clock: options.clock ?? systemClock,
    phoneMetadata: options.phoneMetadata ?? 'max',
    digitsAlone: options.digitsAlone,
    ledger: options.ledger,
    account: options.account,
  };
}

function resolveLimits(
  limits: ClientOptions['limits'],
  { limits: rates, bucketLimits, provider }: Pick<OptionDefaults, 'limits' | 'bucketLimits' | 'provider'>,
): Pick<ResolvedOptions, 'limits' | 'bucketLimits' | 'sharedLimiter'> {
  if (limits === false) return { limits: undefined, bucketLimits: undefined, sharedLimiter: undefined };
  if (limits === undefined || isSharedLimiter(limits)) return { limits: rates, bucketLimits, sharedLimiter: limits };
  return { limits: checkRates(limits, provider), bucketLimits: undefined, sharedLimiter: undefined };
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

/** The faults of what a client or one of its calls says of time and retries, each with its path. */
export function timeFaults({
  timeoutMs,
  deadlineMs,
  retry,
}: Pick<CallOptions, 'timeoutMs' | 'deadlineMs' | 'retry'>): Issue[] {
  const { maxAttempts, baseMs, capMs } = retry || {};
  return [
    ...numberFaults(1, { timeoutMs, deadlineMs, 'retry.maxAttempts': maxAttempts }),
    ...numberFaults(0, { 'retry.baseMs': baseMs, 'retry.capMs': capMs }),
  ];
}

function checkTimes(provider: string, options: ClientOptions): void {
  const issues = timeFaults(options);
  const hint = 'Give times in milliseconds, or leave them out for the defaults.';
  if (issues.length > 0) throw refusal('misconfigured', provider, issues, { provider, hint });
}

/**
 * Rates that a limiter can keep.
 * @param caller - names the provider or the function in the message
 * @throws LeadwireError of kind `misconfigured` for anything but a list of finite rates above 0
 */
export function checkRates(rates: readonly Rate[], caller: string): readonly Rate[] {
  const isRate = (value: number): boolean => Number.isFinite(value) && value > 0;
  if (Array.isArray(rates) && rates.every(({ limit, perMs }) => isRate(limit) && isRate(perMs))) return rates;
  throw refusal('misconfigured', caller, [{ path: 'limits', message: 'must be false or a list of rates above 0' }], {
    hint: 'Give limits as [{ limit: 5, perMs: 1000 }]: so many requests in so many milliseconds.',
  });
}
