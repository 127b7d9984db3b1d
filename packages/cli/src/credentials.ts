import type { Io } from './io.ts';
import { Fault } from './output/fault.ts';

interface Place {
  /** Environment variable. */
  readonly variable: string;
  /** What it holds, and where the vendor shows it. */
  readonly where: string;
}

/** A credential of the environment; one that is missing is named, with the place where the vendor shows it. */
export function credential(env: Io['env'], { variable, where }: Place, standIn: string | undefined): string {
  const value = env[variable] || standIn;
  if (value !== undefined) return value;
  throw new Fault(`${variable} is not set.`, {
    hints: [where, `Then: export ${variable}=…`, `Or keep it in a file: ${FROM_FILE}`],
  });
}

const FROM_FILE = 'node --env-file=.env "$(command -v leadwire)" …';

/** What the help of a command says that needs credentials. */
export const CREDENTIALS_HELP = `
Credentials are read from the environment:
  topcalls       TOPCALLS_API_KEY
  autocalls      AUTOCALLS_API_KEY
  telecrm        TELECRM_ENTERPRISE_ID, TELECRM_SYNC_TOKEN
  telecrm-async  TELECRM_ENTERPRISE_ID, TELECRM_ASYNC_TOKEN
  pulsecrm       PULSECRM_ACCOUNT_ID, and either PULSECRM_TOKEN
                 or PULSECRM_API_KEY and PULSECRM_API_SECRET`;

export const PLACES = {
  topcallsKey: {
    variable: 'TOPCALLS_API_KEY',
    where: 'The TopCalls dashboard makes keys under account settings; it needs the scope leads:write.',
  },
  autocallsKey: {
    variable: 'AUTOCALLS_API_KEY',
    where: 'The Autocalls dashboard makes keys on its page "API Keys", and shows each once.',
  },
  telecrmEnterprise: {
    variable: 'TELECRM_ENTERPRISE_ID',
    where: 'The telecrm dashboard shows the enterprise id under Settings → Website and API.',
  },
  telecrmSync: {
    variable: 'TELECRM_SYNC_TOKEN',
    where:
      'The telecrm dashboard makes tokens of type Sync under Settings → Website and API; a token of type Async does not work here.',
  },
  telecrmAsync: {
    variable: 'TELECRM_ASYNC_TOKEN',
    where:
      'The telecrm dashboard makes tokens of type Async under Settings → Website and API; a token of type Sync does not work here.',
  },
  pulsecrmAccount: {
    variable: 'PULSECRM_ACCOUNT_ID',
    where: 'Pulse CRM tells it when you log in: primaryAccount.accountId of POST /auth/login, or GET /accounts.',
  },
} as const satisfies Record<string, Place>;

/** Pulse CRM is entered with a session token, or with a key and its secret. */
export function pulsecrmEntry(
  env: Io['env'],
  standIn: string | undefined,
): { token: string } | { apiKey: string; apiSecret: string } {
  const token = env.PULSECRM_TOKEN;
  if (token) return { token };
  const apiKey = env.PULSECRM_API_KEY;
  const apiSecret = env.PULSECRM_API_SECRET;
  if (apiKey && apiSecret) return { apiKey, apiSecret };
  if (standIn !== undefined) return { token: standIn };
  const missing = apiKey
    ? 'PULSECRM_API_SECRET is'
    : apiSecret
      ? 'PULSECRM_API_KEY is'
      : 'PULSECRM_API_KEY and PULSECRM_API_SECRET are';
  throw new Fault(`${missing} not set.`, {
    hints: [
      'Pulse CRM makes keys under Settings → API Keys, and shows the secret once.',
      'A session token will do instead: PULSECRM_TOKEN.',
      `Export them, or keep them in a file: ${FROM_FILE}`,
    ],
  });
}
