import type { Account, LoginRequest, UserSession } from '@leadwire/generated-pulsecrm';
import type { Call, Reply } from '../framework/provider.ts';
import { listPage } from './list.ts';
import { type Area, accountOf, ok, refused, time, unauthorized, type World } from './world.ts';

interface Session {
  readonly token: string;
  readonly email: string;
  /** The key that logged in, if one did. */
  readonly apiKey: string | undefined;
  expiresAt: number;
}

/** Who makes a call. */
type Caller = Pick<Session, 'email' | 'apiKey'>;

export interface Sessions extends Area {
  authorize(call: Call): Reply | undefined;
  callerOf(call: Pick<Call, 'token'>): Caller;
  /** Ends every token of a login. */
  expireTokens(): void;
  /** Whether only tokens of a login are accepted. */
  loginOnly: boolean;
}

/** assumption: about what the vendor's sample of a session shows; no lifetime is documented. */
const LIFETIME_MS = 8 * 86_400_000;
const PERMISSIONS = ['readCRM', 'readApplications', 'writeApplications', 'readSupport', 'writeApiKeys'];
/** assumption: who a key, or a token from elsewhere, acts for. */
const OWNER: Caller = { email: 'agent@example.com', apiKey: undefined };
const WITHOUT_ACCOUNT: ReadonlySet<string> = new Set(['auth.session', 'accounts.list']);

export function createSessions(world: World): Sessions {
  const { context, options } = world;
  const sessions = new Map<string, Session>();
  const accounts = options.accounts ?? [world.home];

  const isListed = (login: LoginRequest) =>
    options.logins === undefined ||
    options.logins.some((listed) =>
      'apiKey' in login
        ? 'apiKey' in listed && listed.apiKey === login.apiKey && listed.apiSecret === login.apiSecret
        : 'email' in listed && listed.email === login.email && listed.password === login.password,
    );

  const isGood = (login: LoginRequest): boolean => {
    const [name, secret] = 'apiKey' in login ? [login.apiKey, login.apiSecret] : [login.email, login.password];
    if (!name || !secret || context.isBadToken(name) || context.isBadToken(secret)) return false;
    return isListed(login);
  };

  const shortAccount = (accountId: string) => ({
    accountId,
    accountName: `Account ${accountId}`,
    usersPrimaryAccount: accountId === accounts[0],
    accountAdmin: false,
  });
  const fullAccount = (accountId: string): Account => ({
    ...shortAccount(accountId),
    id: accounts.indexOf(accountId) + 1,
    name: `Account ${accountId}`,
    uniqueId: `account-${accountId}`,
    repcode: null,
    permissions: PERMISSIONS,
    roles: ['agent'],
  });

  const view = ({ token, email, apiKey, expiresAt }: Session): UserSession => {
    // A login by key gives fuller records of the accounts.
    const account = (id: string) => (apiKey === undefined ? shortAccount(id) : fullAccount(id));
    return {
      id: 7,
      email,
      primaryAccount: account(world.home),
      accounts: accounts.map(account),
      flatRolesList: ['agent'],
      flatPermissionsList: PERMISSIONS,
      expiresAt: time(expiresAt),
      token,
    };
  };

  const self: Sessions = {
    loginOnly: options.loginOnly ?? false,
    authorize(call) {
      if (call.operationId === 'auth.login') return undefined;
      const { token } = call;
      const session = sessions.get(token);
      const isAlive = session === undefined ? !self.loginOnly : context.now() < session.expiresAt;
      if (token === '' || context.isBadToken(token) || !isAlive) return unauthorized();
      if (WITHOUT_ACCOUNT.has(call.operationId)) return undefined;
      const account = accountOf(call);
      // assumption: a missing header is refused like an account that the caller may not use; older pages call it optional.
      if (account === '') return refused(403, 'x-account-id header is required');
      const mayUse = options.accounts === undefined || options.accounts.includes(account);
      return mayUse ? undefined : refused(403, 'You do not have access to this account');
    },
    callerOf: ({ token }) => sessions.get(token) ?? OWNER,
    expireTokens() {
      for (const session of sessions.values()) session.expiresAt = context.now();
    },
    handlers: {
      'auth.login'({ body }) {
        if (typeof body !== 'object' || body === null || !isGood(body)) {
          return { status: 401, body: { error: 'Invalid credentials', status: 401 } };
        }
        const session: Session = {
          token: context.random.hex(64),
          email: 'email' in body ? body.email : OWNER.email,
          apiKey: 'apiKey' in body ? body.apiKey : undefined,
          expiresAt: context.now() + LIFETIME_MS,
        };
        sessions.set(session.token, session);
        return ok(view(session));
      },
      'auth.session': ({ token }) =>
        ok(view(sessions.get(token) ?? { ...OWNER, token, expiresAt: context.now() + LIFETIME_MS })),
      'accounts.list'({ query }) {
        const { data, ...counters } = listPage(accounts.map(fullAccount).reverse(), query, {
          names: ['name', 'repcode'],
          value: (account, name) => account[name as 'name' | 'repcode'],
          createdAt: () => 0,
          view: (account) => account,
        });
        return ok({ accounts: data, ...counters });
      },
    },
    reset() {
      sessions.clear();
      self.loginOnly = options.loginOnly ?? false;
    },
  };
  return self;
}
