import { requireNumbers } from '@leadwire/core/provider';
import pg, { type Pool } from 'pg';
import { DEFAULT_TIMEOUT_MS, misconfigured, type PostgresLedgerOptions } from './postgres-options.ts';

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
  requireNumbers('postgresLedger', 1, { maxConnections, timeoutMs });
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    fallback_application_name: 'leadwire',
  });
  pool.on('error', () => undefined); // an idle connection that broke is replaced; one in use says so itself
  // A connection that is being closed has left the pool: its error would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
