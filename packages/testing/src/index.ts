export type { LedgerFactory } from './describe-ledger.ts';
export { describeLedger } from './describe-ledger.ts';
export type { PostgresOptions, TestPostgres } from './start-postgres.ts';
export { startPostgres } from './start-postgres.ts';
