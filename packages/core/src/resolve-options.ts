import { type OptionNames, requireKnown, timeFaults } from './check-options.ts';
import { systemClock } from './clock.ts';
import { type LeadwireError, refusal } from './errors.ts';
import type { GeneratedApi } from './operation.ts';
import type { ClientOptions, ResolvedOptions, ResolvedRetry, RetryOptions } from './options.ts';
import { refuseBrowser } from './platform.ts';
import { type Credential, fromEnvironment, requireCredential } from './transport/credentials.ts';
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
  return {
    baseUrl: checkBaseUrl(options.baseUrl ?? defaults.baseUrl, defaults.provider, options.allowInsecureHttp === true),
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

/** The options of a client that has one credential. */
export interface KeyOptions {
  readonly credential: Credential;
  readonly common: ResolvedOptions;
}

interface KeyDefaults extends Pick<OptionDefaults, 'limits' | 'bucketLimits'> {
  readonly api: Pick<GeneratedApi, 'name' | 'server'>;
  /** The option that holds the credential, and the environment variable. */
  readonly option: string;
  readonly variable: string;
  /** Where the vendor shows it, in a sentence. */
  readonly where: string;
}

/**
 * Reads the options of a client that has one credential, given or in the environment.
 * @throws LeadwireError of kind `misconfigured` where the credential is missing or an option cannot work
 */
export function readKeyOptions<Options extends ClientOptions>(
  options: Options,
  given: Credential | undefined,
  { api, option, variable, where, ...rates }: KeyDefaults,
): KeyOptions {
  const own = { [option]: true } as OptionNames<Omit<Options, keyof ClientOptions>>;
  const common = resolveOptions(options, { provider: api.name, own, baseUrl: api.server, ...rates });
  const say = { provider: api.name, option, variable, where };
  return { credential: requireCredential(given ?? fromEnvironment(variable), say), common };
}

/** https, unless the host is loopback or plain http was asked for by name. */
export function checkBaseUrl(address: string, provider: string, allowInsecureHttp: boolean): string {
  const refuse = (message: string, hint: string): LeadwireError =>
    refusal('misconfigured', provider, [{ path: 'baseUrl', message }], { provider, hint });
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw refuse('is not a URL', 'Give the whole URL, such as https://api.example.com.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse('is neither https nor http', 'Give an https address.');
  if (url.protocol === 'http:' && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw refuse(
      'is plain http: credentials and leads would travel unencrypted',
      'Use https, or set allowInsecureHttp if you know that the network is safe.',
    );
  }
  if (url.username !== '' || url.password !== '')
    throw refuse('holds a user name or password', 'Give credentials as options.');
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(address))
    throw refuse('has a query or a fragment', 'Give the address alone: paths are added to its end.');
  return address.replace(/\/+$/, '');
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host) || host.endsWith('.localhost');
