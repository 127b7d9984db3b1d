export type { LedgerFactory } from './testing/describe-ledger.ts';
export { describeLedger } from './testing/describe-ledger.ts';
export type { FakeFault, FakeRequest, FakeTarget, FakeTargetOptions } from './testing/fake-target.ts';
export { fakeTarget } from './testing/fake-target.ts';
export type { TestPostgres } from './testing/start-postgres.ts';
export { startPostgres } from './testing/start-postgres.ts';
