import type { LedgerState } from '@leadwire/core';
import { emptyCounts } from 'leadwire/queue';
import { openTables, type QueueTables } from './database.ts';
import type { QueueOptions } from './queue-options.ts';

/** The progress of one import. */
export interface ImportStatus {
  /** Undefined for the leads that were accepted one by one, without an import. */
  readonly importId: string | undefined;
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

/**
 * The progress of every import, newest first, and of leads that were accepted one by one.
 * @throws LeadwireError `misconfigured`, `ledger-unavailable`
 * @example for (const { importId, open, parked } of await status(connectionString)) console.log(importId, open, parked)
 */
export async function status(connection: string | QueueOptions): Promise<ImportStatus[]> {
  const options = typeof connection === 'string' ? { connectionString: connection } : connection;
  const tables = await openTables(options);
  try {
    return await readStatus(tables);
  } finally {
    await tables.close();
  }
}

interface StateCount {
  readonly import_id: string | null;
  readonly provider: string;
  readonly account: string;
  readonly state: LedgerState;
  readonly count: number;
  readonly recent: number;
}

interface StoredImport {
  readonly import_id: string | null;
  readonly target: string;
  readonly rows: number;
  readonly invalid: number;
  /** Undefined for leads that came in no import. */
  readonly is_complete: boolean | undefined;
}

interface Progress {
  readonly row: StoredImport;
  readonly counts: StateCount[];
}

async function readStatus({ query, schemas: { ledger, queue } }: QueueTables): Promise<ImportStatus[]> {
  const imports = await query<StoredImport>(
    `select import_id, target, row_count::integer as rows, rejected_count::integer as invalid, is_complete
     from ${queue}.import order by enqueued_at desc`,
  );
  const counts = await query<StateCount>(
    `select import_id, provider, account, state, count(*)::integer as count,
       (count(*) filter (where updated_at > extract(epoch from clock_timestamp()) * 1000 - 60000))::integer as recent
     from ${ledger}.effect group by import_id, provider, account, state`,
  );
  const found = new Map<string | null, Progress>(imports.map((row) => [row.import_id, { row, counts: [] }]));
  for (const count of counts) {
    const { account, import_id, provider } = count;
    const target = `${provider} ${account}`;
    const name = found.has(import_id) ? import_id : `${target} ${import_id}`;
    const part = found.get(name) ?? {
      row: { import_id, target, rows: 0, invalid: 0, is_complete: undefined },
      counts: [],
    };
    part.counts.push(count);
    found.set(name, part);
  }
  return [...found.values()].map(toStatus);
}

const SETTLED: readonly LedgerState[] = ['confirmed', 'rejected', 'duplicate', 'parked'];

function toStatus({ row, counts }: Progress): ImportStatus {
  const states = emptyCounts();
  for (const { count, state } of counts) states[state] += count;
  const open = states.ready + states.leased + states.sent;
  const { confirmed, duplicate, parked, rejected } = states;
  const perMinute = counts.reduce((sum, { recent, state }) => sum + (SETTLED.includes(state) ? recent : 0), 0);
  return {
    importId: row.import_id ?? undefined,
    target: row.target,
    rows: row.is_complete ? row.rows : open + confirmed + duplicate + parked + rejected,
    invalid: row.invalid,
    isEnqueued: row.is_complete ?? true,
    states,
    open,
    parked,
    perMinute,
    timeLeftMs: perMinute === 0 ? undefined : Math.round((open / perMinute) * 60_000),
  };
}
