import { type CallResult, type Credential, LeadwireError } from '@leadwire/core';
import { type Client, exchangeOf, type HttpRequest, headerText } from '@leadwire/core/provider';
import type { LoginRequest, PulsecrmOperations, UserSession } from '@leadwire/generated-pulsecrm';
import { type Entry, missing } from './options.ts';

type Core = Client<PulsecrmOperations, unknown>;
type SessionHeaders = { readonly authorization: string; readonly 'x-account-id': string };

/** The token of one client: given, or fetched by a login that all waiting calls share. */
export interface Session {
  /** The token, and the account to act in. */
  headers(): Promise<Record<string, string>> | Record<string, string>;
  /** A new login after a 401, once for all who met it; the request to replay, or undefined. */
  renew(request: HttpRequest): Promise<HttpRequest | undefined>;
  /** The account that the calls act in; logs in where nothing has told it yet. */
  account(): Promise<string>;
}

export function createSession(core: () => Core, entry: Entry, accountId: string | undefined): Session {
  if (entry.kind === 'token') return standing(entry.token, accountId ?? '');
  let current: SessionHeaders | undefined;
  let opening: Promise<SessionHeaders> | undefined;
  // The account of the first login stays: a user whose primary account changes would else write into another one in the middle of a run.
  let account = accountId;
  const open = (): Promise<SessionHeaders> => {
    opening ??= login(core(), entry, account)
      .then((headers) => {
        current = headers;
        account = headers['x-account-id'];
        return headers;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  };
  return {
    headers: () => current ?? open(),
    async renew(request) {
      // Another call may have logged in since this request was made.
      const stale = current === undefined || request.headers.authorization === current.authorization;
      const headers = stale ? await open() : (current ?? (await open()));
      return request.with({ headers });
    },
    account: async () => account ?? (await open())['x-account-id'],
  };
}

/** A token that the caller manages. */
function standing(token: Credential, account: string): Session {
  return {
    headers: () =>
      typeof token === 'string'
        ? headersOf(token, account)
        : read(token, 'token').then((text) => headersOf(text, account)),
    renew: async () => undefined,
    account: async () => account,
  };
}

async function login(
  core: Core,
  entry: Exclude<Entry, { kind: 'token' }>,
  accountId: string | undefined,
): Promise<SessionHeaders> {
  const body: LoginRequest =
    entry.kind === 'key'
      ? {
          apiKey: headerText(await read(entry.apiKey, 'apiKey'), 'apiKey'),
          apiSecret: headerText(await read(entry.apiSecret, 'apiSecret'), 'apiSecret'),
        }
      : { email: headerText(entry.email, 'email'), password: passwordText(await read(entry.password, 'password')) };
  const outcome: CallResult<Partial<UserSession> | undefined> = await core.resources.auth.login(body).safe();
  // Whether the login arrived or not, the call that needs it was not sent.
  if (!outcome.ok) throw outcome.error.with({ effect: 'none' });
  const exchange = exchangeOf('pulsecrm', outcome.meta);
  const { primaryAccount, token } = outcome.value ?? {};
  if (typeof token !== 'string' || token === '') {
    throw new LeadwireError('unreadable-response', 'pulsecrm auth.login responded without a token', {
      ...exchange,
      hint: 'Check baseUrl: the response is not that of a login.',
    });
  }
  const account = accountId ?? primaryAccount?.accountId;
  if (typeof account !== 'string') {
    throw new LeadwireError('misconfigured', 'pulsecrm: the login named no account', {
      ...exchange,
      hint: 'Pass accountId or set PULSECRM_ACCOUNT_ID.',
    });
  }
  return headersOf(token, account);
}

/** The credential itself; a function that gives none is a fault of the setup. */
async function read(credential: Credential, option: string): Promise<string> {
  const text: unknown = typeof credential === 'string' ? credential : await credential();
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw missing(option, `The function that was given as ${option} gave no text.`);
}

/** Without the line break that a file ends with; the rest is the user's own, but an invisible character was copied by accident. */
function passwordText(password: string): string {
  const text = password.replace(/\r?\n$/, '');
  if (!/[\p{Cc}\p{Cf}]/u.test(text)) return text;
  throw new LeadwireError('misconfigured', 'pulsecrm: password has an invisible character', {
    provider: 'pulsecrm',
    issues: [{ path: 'password', message: 'must have no invisible characters', code: 'invalid-credential' }],
    hint: 'Type it again, or copy it without what stands around it. Nothing was sent.',
  });
}

const headersOf = (token: string, account: string): SessionHeaders => ({
  authorization: `Bearer ${headerText(token, 'token')}`,
  'x-account-id': headerText(account, 'accountId'),
});
