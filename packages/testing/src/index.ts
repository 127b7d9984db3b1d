export type { LedgerFactory } from './describe-ledger.ts';
export { describeLedger } from './describe-ledger.ts';
export { ignoreLostConnections } from './ignore-lost-connections.ts';
export type { PostgresOptions, TestDatabase, TestPostgres } from './start-postgres.ts';
export { freePort, openPostgres, startPostgres } from './start-postgres.ts';
