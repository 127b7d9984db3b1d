import type { LedgerState } from '@leadwire/core';
import { openDatabase, type QueueDatabase, type QueueOptions } from './database.ts';

/** The progress of one import. */
export interface ImportStatus {
  readonly importId: string;
  readonly target: string;
  /** Leads that were read; rises while the import is being enqueued. */
  readonly rows: number;
  /** Not enqueued, because they are not valid. */
  readonly invalid: number;
  /** Whether all of the source was enqueued. */
  readonly isEnqueued: boolean;
  /** Leads by state of their ledger row. */
  readonly states: Readonly<Record<LedgerState, number>>;
  /** Leads that are still to be sent or looked up. */
  readonly open: number;
  /** Leads that a person must look at. */
  readonly parked: number;
  /** Leads that were settled in the last minute. */
  readonly perMinute: number;
  /** At this rate, in milliseconds; undefined while nothing moves. */
  readonly timeLeftMs: number | undefined;
}

const NONE: Readonly<Record<LedgerState, number>> = {
  ready: 0,
  leased: 0,
  sent: 0,
  confirmed: 0,
  rejected: 0,
  duplicate: 0,
  parked: 0,
};

/**
 * The progress of every import, newest first.
 * @throws LeadwireError `misconfigured`, `ledger-unavailable`
 * @example for (const { importId, open, parked } of await status(connectionString)) console.log(importId, open, parked)
 */
export async function status(connection: string | QueueOptions): Promise<ImportStatus[]> {
  const options = typeof connection === 'string' ? { connectionString: connection } : connection;
  const database = await openDatabase(options, 'client');
  try {
    return await readStatus(database);
  } finally {
    await database.close();
  }
}

interface StateCount {
  readonly import_id: string;
  readonly state: LedgerState;
  readonly count: number;
  readonly recent: number;
}

async function readStatus({ query, schemas: { ledger, queue } }: QueueDatabase): Promise<ImportStatus[]> {
  const imports = await query<{
    import_id: string;
    target: string;
    rows: number;
    invalid: number;
    is_complete: boolean;
  }>(
    `select import_id, target, row_count::integer as rows, rejected_count::integer as invalid, is_complete
     from ${queue}.import order by enqueued_at desc`,
  );
  const counts = await query<StateCount>(
    `select import_id, state, count(*)::integer as count,
       (count(*) filter (where updated_at > extract(epoch from clock_timestamp()) * 1000 - 60000))::integer as recent
     from ${ledger}.effect where import_id = any($1) group by import_id, state`,
    [imports.map(({ import_id }) => import_id)],
  );
  return imports.map((row) => {
    const own = counts.filter(({ import_id }) => import_id === row.import_id);
    const states = { ...NONE, ...Object.fromEntries(own.map(({ state, count }) => [state, count])) };
    const open = states.ready + states.leased + states.sent;
    const perMinute = own.reduce((sum, { state, recent }) => sum + (SETTLED.includes(state) ? recent : 0), 0);
    const { confirmed, duplicate, parked, rejected } = states;
    return {
      importId: row.import_id,
      target: row.target,
      rows: row.is_complete ? row.rows : open + confirmed + duplicate + parked + rejected,
      invalid: row.invalid,
      isEnqueued: row.is_complete,
      states,
      open,
      parked,
      perMinute,
      timeLeftMs: perMinute === 0 ? undefined : Math.round((open / perMinute) * 60_000),
    };
  });
}

const SETTLED: readonly LedgerState[] = ['confirmed', 'rejected', 'duplicate', 'parked'];
