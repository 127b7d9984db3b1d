import { LeadwireError } from '@leadwire/core';

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
interface PostgresClient {
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

/** The name as SQL takes it. */
export function checkSchema(schema = 'leadwire'): string {
  if (/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(schema)) return `"${schema}"`;
  throw misconfigured(
    'schema must be at most 63 lower-case letters, digits and _, and not begin with pg_',
    'Leave it out for `leadwire`.',
  );
}

export const misconfigured = (what: string, hint: string): LeadwireError =>
  new LeadwireError('misconfigured', `postgresLedger: ${what}`, { hint });
