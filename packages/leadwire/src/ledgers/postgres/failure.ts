import { LeadwireError } from '@leadwire/core';
import { safeCause } from '@leadwire/core/provider';

const UNREACHABLE = 'Check host and port in connectionString, and that the server is up; then run it again.';
const GONE = 'The server ended the connection. Run it again when it is up: nothing was sent unrecorded.';
const HELD =
  'Another session holds a lock on the ledger, or the server is slow: see pg_stat_activity. Then run it again.';
const TLS = 'Set sslmode and sslrootcert in connectionString, or pass a pg.Pool with the ssl options that you need.';
const SIGN_IN = 'Check user and password in connectionString, and that pg_hba.conf lets them in.';

const STARTING = 'The server is starting or stopping. Run it again when it is up.';
const STOOD_STILL =
  'This process stood still for longer than a step may take, and the server gave its locks to others. Run it again.';

type Hints = Readonly<Record<string, string>>;

/** What to do, by the code of PostgreSQL or of the system, where the server restarts, fails over, is overloaded or cannot be reached. */
const UNAVAILABLE: Hints = {
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  EPIPE: GONE,
  EAI_AGAIN: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  '25006':
    'The server or the session is read-only: connectionString must lead to the primary. After a failover, run it again when there is one.',
  '25P03': STOOD_STILL,
  '40001': HELD,
  '40P01': HELD,
  '53100': 'Free disk space of the server, then run it again: nothing was sent unrecorded.',
  '53200': 'The server is out of memory. Run it again when it has some: nothing was sent unrecorded.',
  '53300': 'Lower maxConnections, or raise max_connections of the server.',
  '55P03': HELD,
  '57014': HELD,
  '57P01': GONE,
  '57P02': GONE,
  '57P03': STARTING,
  '57P05': GONE,
};

/** The same where trying again does not help. */
const REFUSED: Hints = {
  ERR_INVALID_URL:
    'connectionString has the form postgres://user:password@host:5432/database; write special characters of the password as encodeURIComponent does.',
  ENOTFOUND: UNREACHABLE,
  DEPTH_ZERO_SELF_SIGNED_CERT: TLS,
  SELF_SIGNED_CERT_IN_CHAIN: TLS,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TLS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TLS,
  CERT_HAS_EXPIRED: TLS,
  ERR_TLS_CERT_ALTNAME_INVALID: TLS,
  '28P01': SIGN_IN,
  '28000': SIGN_IN,
  '3D000': 'Create the database, or name another one in connectionString.',
  '42501':
    'Let this user create the schema, or create it as another user. The ledger needs usage of its schema, and select, insert, update and delete on its tables.',
  '22021': 'The database must have the encoding UTF8.',
  '22P05': 'The database must have the encoding UTF8.',
  '54000':
    'An account, or an id that the provider gave, is too long for an index: shorten the account to 255 characters.',
};

/** What the driver says in words only. */
const WORDS: readonly { readonly words: RegExp; readonly hint: string; readonly isPassing: boolean }[] = [
  { words: /^Connection terminated|not queryable/, hint: GONE, isPassing: true },
  { words: /^timeout exceeded when trying to connect/, hint: UNREACHABLE, isPassing: true },
  {
    words: /^no response within/,
    hint: 'The server or the network is silent: see that both are up. Then run it again.',
    isPassing: true,
  },
  { words: /support SSL/, hint: TLS, isPassing: false },
];

const DISK_FULL = '53100';
const READ_ONLY = '25006';
const CONNECTION_EXCEPTION = /^08/;

const SILENT = 'no response within the statement timeout';

export const isSilence = (): Error => new Error(SILENT);

/** Whether the server said nothing for longer than any statement may take. */
export const isSilent = (error: unknown): error is Error => error instanceof Error && error.message === SILENT;

/** Whether the connection leads to a server that takes no writes any more: after a failover another one leads to the primary. */
export const isReadOnly = (error: unknown): error is Error => (error as { code?: unknown }).code === READ_ONLY;

/** What to do about a failure, where that is known, and whether trying again helps. */
function adviceFor(
  code: unknown,
  message: string,
): { readonly hint?: string | undefined; readonly isPassing: boolean } {
  if (typeof code !== 'string') return WORDS.find(({ words }) => words.test(message)) ?? { isPassing: false };
  const isPassing = Object.hasOwn(UNAVAILABLE, code) || CONNECTION_EXCEPTION.test(code);
  return { hint: UNAVAILABLE[code] ?? REFUSED[code], isPassing };
}

/**
 * The database's error as a `LeadwireError`: `ledger-unavailable` when trying again helps, else `misconfigured`. Its details and context
 * are left out: they quote rows, and so may hold a phone number.
 */
export function describeFailure(error: unknown): unknown {
  if (error instanceof LeadwireError) return error;
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const { hint = 'Check connectionString, and that the server is up.', isPassing } = adviceFor(code, message);
  return new LeadwireError(
    isPassing ? 'ledger-unavailable' : 'misconfigured',
    `The ledger database cannot be used: ${message || code}`,
    {
      retryable: isPassing,
      code: code === DISK_FULL ? 'ledger-full' : 'ledger-failed',
      hint,
      cause: safeCause(error),
    },
  );
}

export const isClosed = (): LeadwireError =>
  new LeadwireError('misconfigured', 'The ledger is closed', {
    code: 'ledger-failed',
    hint: 'Create another with postgresLedger.',
  });
