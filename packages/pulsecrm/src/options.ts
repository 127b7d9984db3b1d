import { type ClientOptions, type Credential, fromEnvironment, LeadwireError, resolveOptions } from '@leadwire/core';
import { api } from '@leadwire/generated-pulsecrm';

/** Options of {@link createPulsecrm}: a session token, or what a session is opened with. */
export interface PulsecrmOptions extends ClientOptions {
  /** The account to act in, a text of digits. Default: `PULSECRM_ACCOUNT_ID`, or the primary account of the session that a login opens. */
  readonly accountId?: string | undefined;
  /** A session token. Default: `PULSECRM_TOKEN`. */
  readonly token?: Credential | undefined;
  /** Key and secret from Settings, API Keys. Default: `PULSECRM_API_KEY` and `PULSECRM_API_SECRET`. */
  readonly apiKey?: Credential | undefined;
  readonly apiSecret?: Credential | undefined;
  readonly email?: string | undefined;
  readonly password?: Credential | undefined;
}

/** How the client comes by a token. */
export type Entry =
  | { readonly kind: 'token'; readonly token: Credential }
  | { readonly kind: 'key'; readonly apiKey: Credential; readonly apiSecret: Credential }
  | { readonly kind: 'password'; readonly email: string; readonly password: Credential };

/** Nothing is documented: a careful start, settable. */
const STARTING_RATE = [{ limit: 2, perMs: 1_000 }];

export function readOptions(options: PulsecrmOptions): {
  entry: Entry;
  accountId: string | undefined;
  common: ReturnType<typeof resolveOptions>;
} {
  const entry = entryOf(options);
  const accountId = options.accountId ?? fromEnvironment('PULSECRM_ACCOUNT_ID');
  if (accountId === undefined && entry.kind === 'token') {
    throw missing(
      'accountId',
      'Pass accountId or set PULSECRM_ACCOUNT_ID: a login answers with it as primaryAccount.accountId.',
    );
  }
  return {
    entry,
    accountId,
    common: resolveOptions(options, { provider: 'pulsecrm', baseUrl: api.server, limits: STARTING_RATE }),
  };
}

/** What was passed goes before what the environment holds; a token goes before a login. */
function entryOf({ token, apiKey, apiSecret, email, password }: PulsecrmOptions): Entry {
  if (token !== undefined) return { kind: 'token', token };
  if (apiKey !== undefined || apiSecret !== undefined) {
    if (apiKey === undefined) throw missing('apiKey', 'apiSecret was given alone: pass apiKey too.');
    if (apiSecret === undefined)
      throw missing(
        'apiSecret',
        'apiKey was given alone: pass apiSecret too. Pulse CRM shows it once, when the key is made.',
      );
    return { kind: 'key', apiKey, apiSecret };
  }
  if (email !== undefined && password !== undefined) return { kind: 'password', email, password };
  const envToken = fromEnvironment('PULSECRM_TOKEN');
  if (envToken !== undefined) return { kind: 'token', token: envToken };
  const envKey = fromEnvironment('PULSECRM_API_KEY');
  const envSecret = fromEnvironment('PULSECRM_API_SECRET');
  if (envKey !== undefined && envSecret !== undefined) return { kind: 'key', apiKey: envKey, apiSecret: envSecret };
  throw missing(
    'token, or apiKey and apiSecret',
    'Pass token, or apiKey and apiSecret, or email and password; or set PULSECRM_TOKEN, or PULSECRM_API_KEY and PULSECRM_API_SECRET. Pulse CRM makes keys under Settings, API Keys.',
  );
}

const missing = (option: string, hint: string): LeadwireError =>
  new LeadwireError('misconfigured', `pulsecrm: ${option} is missing`, {
    provider: 'pulsecrm',
    issues: [{ path: option, message: 'is missing', code: 'missing-credential' }],
    hint,
  });
