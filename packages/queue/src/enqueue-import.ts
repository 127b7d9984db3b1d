import type { Claim, Lead, LeadOutcome, LeadTarget, LedgerState, OutcomeKind } from '@leadwire/core';
import { didYouMean, isLedgerKey, type OptionNames, requireKnown } from '@leadwire/core/provider';
import type { LeadItem, LeadSource } from 'leadwire';
import { checkSource, claimRows, type Preparation, type PreparedLead, prepareLead, toRequest } from 'leadwire/queue';
import { jobsIn, openDatabase, type QueueDatabase } from './database.ts';
import { LEADS, SINGLE, toJob } from './jobs.ts';
import type { QueueOptions } from './queue-options.ts';
import { completeImport, invalid, recordImport } from './record-import.ts';
import { MAKES_JOBS } from './schema.ts';

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
  /** `account`: a person who is in the ledger under any import is not sent again. @default 'import' */
  readonly duplicatesWithin?: 'import' | 'account' | undefined;
  /** `update` updates a lead that the provider has already, and sends changed details of one that this ledger sent before. @default 'keep' */
  readonly onExisting?: 'keep' | 'update' | undefined;
  /** What a worker needs to open the target, kept with the import; nothing secret. See `queuedDestinations`. */
  readonly destination?: Readonly<Record<string, unknown>> | undefined;
  /** Stops between two batches: what is enqueued stays, and running it again goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each lead that is not enqueued, because it is not valid. */
  readonly onRejected?: ((line: RejectedLine) => void) | undefined;
  /** Called for each lead that is in the queue, new or known; a promise is waited for before the next batch. */
  readonly onEnqueued?: ((line: EnqueuedLine) => void | Promise<void>) | undefined;
  /** Called after each batch. */
  readonly onProgress?: ((report: EnqueueReport) => void) | undefined;
}

export interface RejectedLine {
  /** Its position in the source, from 0. */
  readonly index: number;
  readonly ref: string | undefined;
  readonly outcome: LeadOutcome;
}

/** A lead that is in the queue. */
export interface EnqueuedLine {
  /** Its position in the source, from 0. */
  readonly index: number;
  readonly ref: string | undefined;
  /** False where it was enqueued or sent before, or is the same person as another lead. */
  readonly isNew: boolean;
  /** How far it is: a known lead may have been sent. */
  readonly state: LedgerState;
  /** Undefined while it is not finished. */
  readonly outcome: OutcomeKind | undefined;
  /** The provider's id. */
  readonly id: string | undefined;
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
 * @throws LeadwireError `misconfigured` (an unknown option, no such target, another file under this `importId`), `invalid-input` (leads cannot be
 * read from `rows`), `ledger-unavailable`
 * @example await enqueueImport(leads, { connectionString, importId: 'spring', to: 'crm', targets: { crm } })
 */
export async function enqueueImport<const Names extends string>(
  rows: LeadSource,
  options: EnqueueOptions<Names>,
): Promise<EnqueueReport> {
  const target = targetOf(options);
  checkSource(rows, 'enqueueImport');
  const {
    batchSize = 100,
    destination,
    importId,
    onEnqueued,
    onProgress,
    onRejected,
    signal,
    sourceHash,
    to,
  } = options;
  const database = await openDatabase(options, 'client');
  try {
    await recordImport(database, { importId, to, sourceHash, destination }, target);
    const report = { rows: 0, enqueued: 0, known: 0, rejected: 0 };
    const enqueue = createEnqueuer(database, target, options);
    let batch: QueuedLead[] = [];
    const flush = async (): Promise<void> => {
      const lines = await enqueue(batch);
      const enqueued = lines.filter(({ isNew }) => isNew).length;
      report.enqueued += enqueued;
      report.known += batch.length - enqueued;
      await Promise.all(lines.map((line) => onEnqueued?.(line)));
      batch = [];
      onProgress?.({ ...report });
    };
    for await (const item of rows) {
      if (signal?.aborted) break;
      const index = report.rows++;
      const { ref, preparation } = await prepareItem(item, index, target, options);
      if (preparation.ok) batch.push({ index, ref, prepared: preparation.prepared });
      else {
        report.rejected++;
        onRejected?.({ index, ref, outcome: preparation.outcome });
      }
      if (batch.length >= batchSize) await flush();
    }
    if (batch.length > 0) await flush();
    if (signal?.aborted !== true) await completeImport(database, importId, report);
    return report;
  } finally {
    await database.close();
  }
}

const OPTIONS: OptionNames<EnqueueOptions> = {
  connectionString: true,
  maxConnections: true,
  schema: true,
  importId: true,
  to: true,
  targets: true,
  batchSize: true,
  sourceHash: true,
  isUrgent: true,
  duplicatesWithin: true,
  onExisting: true,
  destination: true,
  signal: true,
  onRejected: true,
  onEnqueued: true,
  onProgress: true,
};

/** Before anything is opened, so that nothing has to be closed. */
function targetOf(options: EnqueueOptions): LeadTarget {
  requireKnown('enqueueImport', options, OPTIONS);
  const { batchSize = 100, importId, targets, to } = options;
  const target = Object.hasOwn(targets, to) ? targets[to] : undefined;
  if (target === undefined) {
    const known = Object.keys(targets);
    throw invalid('to', `there is no target ${to}${didYouMean(known, to)}`, `The targets are: ${known.join(', ')}.`);
  }
  if (!isLedgerKey(importId) || importId.trim() === '')
    throw invalid(
      'importId',
      'importId must be 1 to 255 characters, without control characters',
      'Name the import, such as by its file and day.',
    );
  if (!(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= 200))
    throw invalid('batchSize', 'batchSize must be 1 to 200', 'Leave it out for 100.');
  return target;
}

interface Prepared {
  readonly ref: string | undefined;
  readonly preparation: Preparation;
}

async function prepareItem(
  item: Lead | LeadItem,
  index: number,
  target: LeadTarget,
  { duplicatesWithin = 'import', importId }: EnqueueOptions,
): Promise<Prepared> {
  const request = toRequest(item, index, duplicatesWithin === 'import' ? importId : undefined);
  const { givenRef: ref } = request;
  const preparation = await prepareLead(target, request);
  if (!preparation.ok) return { ref, preparation };
  const { prepared } = preparation;
  // The row belongs to the import, whatever its key was derived from.
  const entry = { ...prepared.entry, importId };
  return { ref, preparation: { ...preparation, prepared: { ...prepared, entry } } };
}

interface QueuedLead {
  readonly index: number;
  readonly ref: string | undefined;
  readonly prepared: PreparedLead;
}

/** @returns enqueues a batch, its ledger rows and its job in one transaction, and tells what is new */
function createEnqueuer(
  { boss, transaction }: QueueDatabase,
  target: LeadTarget,
  { importId, isUrgent = false, onExisting, to }: EnqueueOptions,
): (batch: readonly QueuedLead[]) => Promise<EnqueuedLine[]> {
  let batches = 0;
  let lastNow = 0;
  const purpose = onExisting === 'update' ? 'accept-update' : 'accept';
  return async (batch) => {
    // Least progress first: the n-th batch of every import comes before the n+1-th of any, so a large import holds none back.
    const priority = -batches++;
    const now = Math.max(Date.now(), lastNow + 1); // a row that carries it was written by this batch
    lastNow = now;
    return transaction('step', async (session) => {
      await session.client.query(MAKES_JOBS);
      const claims = await claimRows(
        session,
        batch.map(({ prepared: { entry } }) => ({ entry, options: { now, leaseMs: 0, purpose } })),
      );
      const keys = new Set<string>();
      const lines = claims.map((claim, position) => {
        const { index, ref } = batch[position] as QueuedLead;
        const isNew = isNewRow(claim, now) && !keys.has(claim.row.key);
        if (isNew) keys.add(claim.row.key);
        const { outcome, remoteId: id, state } = claim.row;
        return { index, ref, isNew, state, outcome, id };
      });
      if (keys.size === 0) return lines;
      const job = toJob(target, { importId, onExisting, target: to, keys: [...keys] }, { priority });
      await boss.insert(isUrgent ? SINGLE : LEADS, [job], { db: jobsIn(session.client) });
      return lines;
    });
  };
}

const isNewRow = ({ kind, row }: Claim, now: number): boolean => kind === 'accepted' && row.updatedAt === now;
