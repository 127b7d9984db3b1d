import { type Lead, type LeadOutcome, type LeadTarget, LeadwireError } from '@leadwire/core';
import { readLead } from '@leadwire/core/provider';
import type { LeadItem, LeadSource } from 'leadwire';
import { claimRows, type PreparedLead, prepareLead } from 'leadwire/queue';
import { jobsIn, LEADS, openDatabase, type QueueDatabase, type QueueOptions } from './database.ts';

/** What one job holds: no personal data, only keys of ledger rows. */
export interface LeadsJob {
  readonly importId: string;
  /** Name of the target. */
  readonly target: string;
  readonly keys: readonly string[];
  /** How often these leads were left open so far: the provider was down, or a look-up failed. */
  readonly round?: number | undefined;
}

export interface EnqueueOptions<Names extends string = string> extends QueueOptions {
  /** Names the import: enqueueing it again adds only what is new. */
  readonly importId: string;
  /** Name of the target. */
  readonly to: Names;
  /** The targets that workers have, by the same names. */
  readonly targets: Readonly<Record<Names, LeadTarget>>;
  /** Leads in one job, 1 to 200. @default 100 */
  readonly batchSize?: number | undefined;
  /** Hash of the file: another file under the same `importId` is refused. */
  readonly sourceHash?: string | undefined;
  /** Goes before imports: for single leads. @default false */
  readonly isUrgent?: boolean | undefined;
  /** Called for each lead that is not enqueued, because it is not valid. */
  readonly onRejected?: ((line: RejectedLine) => void) | undefined;
}

export interface RejectedLine {
  /** Its position in the source, from 0. */
  readonly index: number;
  readonly ref: string | undefined;
  readonly outcome: LeadOutcome;
}

/** How many leads an `enqueueImport` read, and what happened to them; the parts add up to `rows`. */
export interface EnqueueReport {
  readonly rows: number;
  readonly enqueued: number;
  /** In the ledger already: enqueued or sent before, or the same person. */
  readonly known: number;
  readonly rejected: number;
}

/**
 * Enqueues an import for workers on any number of machines: ledger rows and jobs in one transaction for each batch, in constant memory.
 * Running it again adds nothing that is there.
 * @throws LeadwireError `misconfigured` (no such target, another file under this `importId`), `ledger-unavailable`
 * @example await enqueueImport(leads, { connectionString, importId: 'spring', to: 'crm', targets: { crm } })
 */
export async function enqueueImport<const Names extends string>(
  rows: LeadSource,
  options: EnqueueOptions<Names>,
): Promise<EnqueueReport> {
  const { batchSize = 100, importId, to } = options;
  const target = options.targets[to] as LeadTarget | undefined;
  if (target === undefined) throw invalid('to', `there is no target ${to}`, 'Name one of the targets.');
  if (importId.trim() === '') throw invalid('importId', 'importId is missing', 'Name the import.');
  if (!(batchSize >= 1 && batchSize <= 200))
    throw invalid('batchSize', 'batchSize must be 1 to 200', 'Leave it out for 100.');
  const database = await openDatabase(options, 'client');
  try {
    await recordImport(database, options, target);
    const report = { rows: 0, enqueued: 0, known: 0, rejected: 0 };
    let batch: PreparedLead[] = [];
    let batches = 0;
    const flush = async (): Promise<void> => {
      const enqueued = await enqueueBatch(database, batch, { importId, to, priority: priorityOf(options, batches) });
      batches++;
      report.enqueued += enqueued;
      report.known += batch.length - enqueued;
      batch = [];
    };
    for await (const item of rows) {
      const index = report.rows++;
      const { lead, key, ref } = toItem(item);
      const read = readLead(lead);
      const given = ref ?? read.lead.ref;
      const preparation = await prepareLead(target, { read, key, ref: given ?? String(index), importId });
      if (preparation.ok) batch.push(preparation.prepared);
      else {
        report.rejected++;
        options.onRejected?.({ index, ref: given, outcome: preparation.outcome });
      }
      if (batch.length >= batchSize) await flush();
    }
    if (batch.length > 0) await flush();
    await completeImport(database, importId, report);
    return report;
  } finally {
    await database.close();
  }
}

/** Least progress first: the n-th batch of every import comes before the n+1-th of any, so a large import holds none back. */
const priorityOf = ({ isUrgent = false }: EnqueueOptions, batches: number): number => (isUrgent ? 1_000 : -batches);

function toItem(item: Lead | LeadItem): LeadItem {
  if (typeof item === 'object' && item !== null && 'lead' in item) return item;
  const { key, ...lead } = (item ?? {}) as Lead & { readonly key?: string };
  return { lead, key };
}

/** One import, one source: a second file under its name would look like a resumed one. */
async function recordImport(
  { pool, queueSchema }: QueueDatabase,
  { importId, to, sourceHash: hash }: EnqueueOptions,
  { provider, account }: LeadTarget,
): Promise<void> {
  const sourceHash = hash ?? null;
  await pool.query(
    `insert into ${queueSchema}.import (import_id, target, provider, account, source_hash) values ($1, $2, $3, $4, $5)
     on conflict (import_id) do nothing`,
    [importId, to, provider, account, sourceHash],
  );
  const { rows } = await pool.query<{ provider: string; account: string; source_hash: string | null }>(
    `select provider, account, source_hash from ${queueSchema}.import where import_id = $1`,
    [importId],
  );
  const known = rows[0];
  if (known === undefined) return;
  if (known.provider !== provider || known.account !== account)
    throw invalid(
      'importId',
      `import ${importId} goes to ${known.provider} (${known.account})`,
      'Give this import another id.',
    );
  if (known.source_hash !== sourceHash && known.source_hash !== null && sourceHash !== null)
    throw invalid('importId', `import ${importId} was made from another file`, 'Give this file another import id.');
}

interface BatchOptions {
  readonly importId: string;
  readonly to: string;
  readonly priority: number;
}

/** Ledger rows and their job in one transaction. @returns how many leads are new */
function enqueueBatch(
  { boss, ledgerSchema, transaction }: QueueDatabase,
  batch: readonly PreparedLead[],
  { importId, to, priority }: BatchOptions,
): Promise<number> {
  return transaction(async (client, aheadMs) => {
    const now = Date.now();
    const claims = await claimRows(
      client,
      batch.map(({ entry }) => ({ entry, options: { now, leaseMs: 0, purpose: 'accept' } })),
      { schema: ledgerSchema, aheadMs },
    );
    const keys = claims.flatMap(({ kind, row }) => (kind === 'accepted' && row.updatedAt === now ? [row.key] : []));
    if (keys.length === 0) return 0;
    const data: LeadsJob = { importId, target: to, keys: [...new Set(keys)] };
    await boss.insert(LEADS, [{ data, priority }], { db: jobsIn(client) });
    return keys.length;
  });
}

async function completeImport(
  { pool, queueSchema }: QueueDatabase,
  importId: string,
  { rows, rejected }: EnqueueReport,
): Promise<void> {
  await pool.query(
    `update ${queueSchema}.import set row_count = $2, rejected_count = $3, is_complete = true where import_id = $1`,
    [importId, rows, rejected],
  );
}

const invalid = (path: string, message: string, hint: string): LeadwireError =>
  new LeadwireError('misconfigured', `enqueueImport: ${message}`, { issues: [{ path, message }], hint });
