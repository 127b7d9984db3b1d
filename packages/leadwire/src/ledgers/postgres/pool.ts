import { LeadwireError } from '@leadwire/core';
import pg, { type Pool } from 'pg';
import { requireAtLeast, requireFinite } from '../../check-options.ts';

export interface PostgresLedgerOptions {
  /** `postgres://user:password@host:5432/database`; special characters of the password as `encodeURIComponent` writes them. */
  readonly connectionString: string;
  /** Schema that holds the tables; created if it is not there. @default 'leadwire' */
  readonly schema?: string | undefined;
  /** Most connections. @default 4 */
  readonly maxConnections?: number | undefined;
  /** Longest time that one statement, or the wait for a connection, may take, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number | undefined;
}

/** What a client of `pg` has, in words that need no `@types/pg` where leadwire is installed. */
export interface PostgresClient {
  query(...parts: never[]): unknown;
}

/** A `Pool` of `pg`. */
export interface PostgresPool extends PostgresClient {
  connect(): Promise<PostgresClient>;
}

export const DEFAULT_TIMEOUT_MS = 30_000;

/** Whether it is the caller's own pool, or says how to create one. */
export const isPool = (where: PostgresLedgerOptions | PostgresPool): where is PostgresPool =>
  typeof (where as Partial<PostgresPool> | undefined)?.connect === 'function';

const FORM = 'It has the form postgres://user:password@host:5432/database.';

/** A pool of our own. Nothing is connected yet. */
export function createPool({
  connectionString,
  maxConnections = 4,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: PostgresLedgerOptions): Pool {
  if ((pg.DatabaseError as unknown) === undefined)
    throw misconfigured('the installed pg package is too old', 'Install pg 8.11 or newer: npm install pg@8.');
  // Left out, the driver would take the address of whatever server is nearest.
  if (!connectionString) throw misconfigured('connectionString is missing', FORM);
  if (!/^(postgres(ql)?:\/\/|socket:|\/)/.test(connectionString))
    throw misconfigured('connectionString is not the address of a PostgreSQL', FORM);
  requireAtLeast('postgresLedger', 1, { maxConnections });
  requireFinite('postgresLedger', 1, { timeoutMs });
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
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
