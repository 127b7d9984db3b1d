import { LeadwireError } from '@leadwire/core';
import pg, { type Pool } from 'pg';

export interface PostgresLedgerOptions {
  /** `postgres://user:password@host:5432/database`; special characters of the password as `encodeURIComponent` writes them. */
  readonly connectionString: string;
  /** Schema that holds the tables; made where it is not there. Default `leadwire`. */
  readonly schema?: string | undefined;
  /** Connections at most. Default 4. */
  readonly maxConnections?: number | undefined;
}

/** Whether it is a pool of the caller's own, or says how to make one. */
export const isPool = (where: PostgresLedgerOptions | Pool): where is Pool =>
  typeof (where as Partial<Pool> | undefined)?.connect === 'function';

const FORM = 'It has the form postgres://user:password@host:5432/database.';

/** A pool of our own. Nothing is connected yet. */
export function createPool({ connectionString, maxConnections = 4 }: PostgresLedgerOptions): Pool {
  // Left out, the driver would take the address of whatever server is nearest.
  if (!connectionString) throw misconfigured('connectionString is missing', FORM);
  if (!/^(postgres(ql)?:\/\/|socket:|\/)/.test(connectionString))
    throw misconfigured('connectionString is not the address of a PostgreSQL', FORM);
  if (!Number.isSafeInteger(maxConnections) || maxConnections < 1)
    throw misconfigured('maxConnections must be 1 or more', 'Leave it out for 4.');
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    fallback_application_name: 'leadwire',
  });
  pool.on('error', () => undefined); // an idle connection that broke is replaced; one in use says so itself
  // One that is being closed has left the pool, and would tell of a server that goes down to nobody but the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The name as SQL takes it. */
export function checkSchema(schema = 'leadwire'): string {
  if (/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(schema)) return `"${schema}"`;
  throw misconfigured(
    'schema must be at most 63 lower-case letters, digits and _, and not begin with pg_',
    'Leave it out for `leadwire`.',
  );
}

const misconfigured = (what: string, hint: string): LeadwireError =>
  new LeadwireError('misconfigured', `postgresLedger: ${what}`, { hint });
