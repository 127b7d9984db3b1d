import type { ClientOptions, Credential, LeadwireError } from '@leadwire/core';
import { fromEnvironment, misconfigured, type ResolvedOptions, resolveOptions } from '@leadwire/core/provider';
import { api } from '@leadwire/generated-pulsecrm';

/** Options of {@link createPulsecrm}: a session token, or what a session is opened with. */
export interface PulsecrmOptions extends ClientOptions {
  /**
   * The account to act in, a text of digits.
   * @default `PULSECRM_ACCOUNT_ID`, or the primary account of the session that a login opens
   */
  readonly accountId?: string | undefined;
  /**
   * A session token: the text, or a function that fetches it.
   * @default `PULSECRM_TOKEN`
   */
  readonly token?: Credential | undefined;
  /**
   * A key from Settings, API Keys; it opens sessions together with its secret.
   * @default `PULSECRM_API_KEY`
   * @example createPulsecrm({ apiKey: 'apiKey-…', apiSecret: async () => vault.read('pulsecrm') })
   */
  readonly apiKey?: Credential | undefined;
  /**
   * The secret of the key, shown once when the key is made.
   * @default `PULSECRM_API_SECRET`
   */
  readonly apiSecret?: Credential | undefined;
  /** Opens sessions as a user, together with `password`. There is no variable for either. */
  readonly email?: string | undefined;
  /** The user's password: the text, or a function that fetches it. */
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
  common: ResolvedOptions;
} {
  const common = resolveOptions(options, {
    provider: 'pulsecrm',
    own: { accountId: true, token: true, apiKey: true, apiSecret: true, email: true, password: true },
    baseUrl: api.server,
    limits: STARTING_RATE,
  });
  const entry = entryOf(options);
  const accountId = (options.accountId ?? fromEnvironment('PULSECRM_ACCOUNT_ID'))?.trim();
  if (accountId === '' || (accountId === undefined && entry.kind === 'token')) {
    throw missing(
      'accountId',
      'Pass accountId or set PULSECRM_ACCOUNT_ID: a login answers with it as primaryAccount.accountId.',
    );
  }
  return { entry, accountId, common };
}

/** What was passed goes before what the environment holds, and a half of it is never completed with a login of another kind; a token goes before a login. */
function entryOf({ token, apiKey, apiSecret, email, password }: PulsecrmOptions): Entry {
  if (token !== undefined) return { kind: 'token', token: filled(token, 'token', 'Pass a session token.') };
  if (apiKey !== undefined || apiSecret !== undefined) {
    return keyEntry(apiKey ?? fromEnvironment('PULSECRM_API_KEY'), apiSecret ?? fromEnvironment('PULSECRM_API_SECRET'));
  }
  if (email !== undefined || password !== undefined) {
    return {
      kind: 'password',
      email: filled(email, 'email', 'password was given alone: pass email too.'),
      password: filled(password, 'password', 'email was given alone: pass password too.'),
    };
  }
  const envToken = fromEnvironment('PULSECRM_TOKEN');
  if (envToken !== undefined) return { kind: 'token', token: envToken };
  const envKey = fromEnvironment('PULSECRM_API_KEY');
  const envSecret = fromEnvironment('PULSECRM_API_SECRET');
  if (envKey !== undefined || envSecret !== undefined) return keyEntry(envKey, envSecret);
  throw missing(
    'token, or apiKey and apiSecret',
    'Pass token, or apiKey and apiSecret, or email and password; or set PULSECRM_TOKEN, or PULSECRM_API_KEY and PULSECRM_API_SECRET. Pulse CRM makes keys under Settings, API Keys.',
  );
}

const keyEntry = (apiKey: Credential | undefined, apiSecret: Credential | undefined): Entry => ({
  kind: 'key',
  apiKey: filled(apiKey, 'apiKey', 'apiSecret stands alone: pass apiKey too, or set PULSECRM_API_KEY.'),
  apiSecret: filled(
    apiSecret,
    'apiSecret',
    'apiKey stands alone: pass apiSecret too, or set PULSECRM_API_SECRET. Pulse CRM shows it once, when the key is made.',
  ),
});

/** A blank text is not a credential. */
function filled<Given extends Credential>(given: Given | undefined, option: string, hint: string): Given {
  if (given === undefined || (typeof given === 'string' && given.trim() === '')) throw missing(option, hint);
  return given;
}

export const missing = (option: string, hint: string): LeadwireError =>
  misconfigured('pulsecrm', { option, code: 'missing-credential', hint });
