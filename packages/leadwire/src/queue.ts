// What @leadwire/queue is built from: the ledger's steps inside a transaction that also holds the jobs.

export { type SourceRequest, toRequest } from './bulk/send-many.ts';
export { checkSource } from './check-options.ts';
export { stoppable } from './control/stoppable.ts';
export { emptyCounts } from './ledgers/ledger-filter.ts';
export { claimRows } from './ledgers/postgres/claim-rows.ts';
export type { Database } from './ledgers/postgres/database.ts';
export { createDatabase } from './ledgers/postgres/database.ts';
export { describeFailure } from './ledgers/postgres/failure.ts';
export { createPool } from './ledgers/postgres/pool.ts';
export { checkSchema, type PostgresLedgerOptions } from './ledgers/postgres/postgres-options.ts';
export { migrate as migrateLedger, migrateSchema, refuseOldServer } from './ledgers/postgres/schema.ts';
export { aheadMs, SERVER_TIME } from './ledgers/postgres/server-clock.ts';
export { FATAL_KINDS } from './send/classify-error.ts';
export type { LeadRequest, Preparation, PreparedLead } from './send/prepare-lead.ts';
export { prepareLead } from './send/prepare-lead.ts';
