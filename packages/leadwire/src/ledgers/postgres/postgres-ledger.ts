import type { Ledger, LedgerRow } from '@leadwire/core';
import { type OptionNames, requireKnown, requireNumbers } from '@leadwire/core/provider';
import type { Pool } from 'pg';
import { checkArguments } from '../check-arguments.ts';
import type { RowStore } from '../row-facts.ts';
import { complete, markSent, release } from '../state-machine.ts';
import { type ClaimItem, claimRows } from './claim-rows.ts';
import { coalesced } from './coalesce.ts';
import { createDatabase, type Database, type Session } from './database.ts';
import { createPool } from './pool.ts';
import {
  checkSchema,
  DEFAULT_TIMEOUT_MS,
  isPool,
  type PostgresLedgerOptions,
  type PostgresPool,
} from './postgres-options.ts';
import { openRowStore } from './row-store.ts';
import { createViews } from './views.ts';

export type { PostgresLedgerOptions } from './postgres-options.ts';

/**
 * A ledger in PostgreSQL, for any number of workers on any number of machines. Leases are judged by the server's clock.
 * @param where - where the database is, or a pool of the `pg` package, which stays yours to end
 * @throws LeadwireError `misconfigured` when an option is not valid; later `ledger-unavailable` while the database restarts, fails over or
 * is silent, and `misconfigured` (code `ledger-failed`) when it refuses
 * @example const ledger = postgresLedger({ connectionString: 'postgres://user:password@host:5432/database' })
 */
export function postgresLedger(
  where: PostgresLedgerOptions | PostgresPool,
  options: Pick<PostgresLedgerOptions, 'schema' | 'timeoutMs'> = {},
): Ledger {
  requireKnown('postgresLedger', isPool(where) ? options : { ...where, ...options }, OPTIONS);
  const own = isPool(where) ? undefined : createPool(where);
  const { schema: name, timeoutMs = DEFAULT_TIMEOUT_MS } = isPool(where) ? options : { ...where, ...options };
  requireNumbers('postgresLedger', 1, { timeoutMs });
  const schema = checkSchema(name);
  const pool = own ?? (where as Pool);
  return checkArguments(createLedger(createDatabase(pool, { schema, timeoutMs, end: async () => own?.end() })));
}

const OPTIONS: OptionNames<PostgresLedgerOptions> = {
  connectionString: true,
  schema: true,
  maxConnections: true,
  timeoutMs: true,
};

/** One row, and the step of the state machine that it takes. */
interface RowStep<Result> {
  readonly row: LedgerRow;
  take(rowStore: RowStore): Result;
}

function createLedger(database: Database): Ledger {
  const { transaction, during } = database;
  const claimAll = coalesced((items: readonly ClaimItem[]) =>
    transaction('step', (session) => claimRows(session, items)),
  );
  /** Rows are read and locked, changed, and written. */
  const takeSteps = async <Result>(session: Session, steps: readonly RowStep<Result>[]): Promise<Result[]> => {
    const rowStore = await openRowStore(
      session,
      steps.map(({ row }) => row),
    );
    const results = steps.map((step) => step.take(rowStore));
    await rowStore.write();
    return results;
  };
  const coalescedSteps = <Result>() =>
    coalesced((steps: readonly RowStep<Result>[]) => transaction('step', (session) => takeSteps(session, steps)));
  const [markAll, completeAll, releaseAll] = [
    coalescedSteps<boolean>(),
    coalescedSteps<boolean>(),
    coalescedSteps<void>(),
  ];
  return {
    claim: (entries, options) => during(() => claimAll(entries.map((entry) => ({ entry, options })))),
    markSent: (rows, now, leaseMs) =>
      during(() => markAll(rows.map((row) => ({ row, take: (rowStore) => markSent(rowStore, row, now, leaseMs) })))),
    complete: (done, now) =>
      during(() =>
        completeAll(
          done.map(({ row, completion }) => ({ row, take: (rowStore) => complete(rowStore, row, completion, now) })),
        ),
      ),
    async release(rows, now, options) {
      await during(() =>
        releaseAll(rows.map((row) => ({ row, take: (rowStore) => release(rowStore, row, now, options) }))),
      );
    },
    ...createViews(database),
    close: database.close,
  };
}
