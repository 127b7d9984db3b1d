import { type Lead, type LeadTarget, LeadwireError, type LedgerRow, type Result } from '@leadwire/core';
import { openFile } from '@leadwire/files';
import { ledgerKeyOf } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { clientOptions } from '../client-options.ts';
import type { ImportContext } from '../context.ts';
import { openDestination } from '../destinations.ts';
import { Fault } from '../fault.ts';
import { openWhenFree } from '../ledger/open-ledger.ts';
import { type Run, RunStore, type SentRow } from '../ledger/run-store.ts';
import { leadCount } from '../rows/tally.ts';

/** A run of an import, in the ledger that holds it. */
export interface RecordedRun {
  /** The ledger. */
  readonly path: string;
  readonly run: Run;
  /** The file holds something else than when it was imported. */
  readonly changed: boolean;
}

export interface UndoOptions {
  readonly recorded: RecordedRun;
  /** The file that was imported: leads that have no id are found by their row. */
  readonly file: string;
  /** The user has said which account it is. */
  readonly isAccountNamed?: boolean | undefined;
  readonly context: Pick<ImportContext, 'registry' | 'env' | 'stdin' | 'signal' | 'onNotice' | 'questions'>;
}

/** A lead that was removed, or could not be. */
export interface RemovedLead {
  readonly row: number;
  readonly id: string | undefined;
  readonly result: RemovalResult;
}

type RemovalResult = Awaited<ReturnType<NonNullable<LeadTarget['undo']>>>;

/** The leads that an import created, ready to be removed. */
export interface Undo {
  readonly target: LeadTarget;
  /** How many can be removed. */
  readonly count: number;
  /** Removes one after the other; ends early where it is stopped. */
  remove(): AsyncGenerator<RemovedLead, void, undefined>;
  close(): void;
}

/** A lead that the import created. */
interface Created {
  readonly run: number;
  readonly row: number;
  /** Undefined where many leads went out in one request, whose response was totals. */
  readonly id: string | undefined;
  /** The lead itself, where it is found by its row. */
  readonly lead?: Lead | undefined;
  readonly entry: LedgerRow;
}

/**
 * Finds what an import of a file created in any of its runs, and can be removed.
 * @throws Fault where nothing can be removed, and where the credential may be that of another account, which has none of these leads: to it
 * they would all be gone already
 */
export async function openUndo(options: UndoOptions): Promise<Undo> {
  const { recorded, context, isAccountNamed: isNamed = false } = options;
  const { to, account } = recorded.run.destination;
  const { credential, target } = await open(recorded.run, context);
  const runs = RunStore.open(recorded.path);
  try {
    const { questions } = context;
    const ask = questions && ((question: string) => questions.confirm(question));
    await runs.credentials.check({ to, account, isNamed, credential, done: 'removed', ask });
    const all = await createdBy(recorded, runs);
    const created = (await withLeads(all, target, options)).filter(
      ({ id, lead }) => id !== undefined || lead !== undefined,
    );
    if (created.length < all.length) refuseOrTell(all.length - created.length, created.length, target, context);
    refuseWhereImpossible(created, target);
    return {
      target,
      count: created.length,
      remove: () => removeAll(created, { target, runs, path: recorded.path, context }),
      close: () => runs.close(),
    };
  } catch (error) {
    runs.close();
    throw error;
  }
}

function open({ destination }: Run, { env, registry }: UndoOptions['context']) {
  const client = { ...clientOptions(destination), account: destination.account };
  return openDestination(registry, destination.to, { options: destination.options, client, env, dry: false });
}

/** Created by any run of this file, also one that was interrupted, and not yet removed. */
async function createdBy({ path, run }: RecordedRun, runs: RunStore): Promise<Created[]> {
  const ledger = fileLedger(path, { readOnly: true });
  const created: Created[] = [];
  try {
    const keys = new Set<string>();
    for (const sent of runs.sentRows(run)) {
      const { run: id, row, key } = sent;
      if (keys.has(key)) continue;
      const entry = await ledger.get({ provider: run.provider, account: run.account, key });
      // A lead that this import created and then updated is still one that it created.
      if (entry?.outcome !== 'created' && (sent.isOpen || entry?.outcome !== 'updated')) continue;
      if (sent.isOpen && !(wasSentBy(sent, entry) && !runs.isCreatedElsewhere(run, key))) continue;
      keys.add(key);
      created.push({ run: id, row, id: entry.remoteId, entry });
    }
    return created;
  } finally {
    await ledger.close();
  }
}

/** Those without an id get the lead of their row, by which the provider can be asked; the ledger does not keep it. */
async function withLeads(created: readonly Created[], target: LeadTarget, options: UndoOptions): Promise<Created[]> {
  const { recorded, file, context } = options;
  const { run, changed } = recorded;
  const wanted = new Map(created.filter(({ id }) => id === undefined).map((each) => [each.row, each]));
  const reading = run.destination.reading;
  const isSame = run.fileHash !== undefined && !changed;
  if (wanted.size === 0 || reading === undefined || target.findCreated === undefined || !isSame) return [...created];
  const leads = new Map<number, Lead>();
  const opened = await openFile({ path: file, stdin: context.stdin, signal: context.signal }, reading);
  for await (const row of opened.rows()) {
    const entry = wanted.get(row.row)?.entry;
    if (row.kind !== 'ready' || entry === undefined) continue;
    const { provider, account, importId } = entry;
    const key = row.key ?? (await ledgerKeyOf({ provider, account, phone: row.lead.phone, importId }));
    if (key === entry.key) leads.set(row.row, row.lead);
  }
  return created.map((each) => ({ ...each, lead: leads.get(each.row) }));
}

/** Leads that went out many in one request: the provider responded with totals, and gave no id to remove one by. */
function refuseOrTell(withoutId: number, others: number, target: LeadTarget, context: UndoOptions['context']): void {
  const text = `${leadCount(withoutId)} of this import cannot be removed: ${target.name} gave no id when they were created in one request, and the file does not hold them as they were sent.`;
  if (others === 0) throw new Fault(text, { hints: ['Remove them in its dashboard.'], kind: 'some-rows-failed' });
  context.onNotice(text);
}

function refuseWhereImpossible(created: readonly Created[], target: LeadTarget): void {
  if (created.length === 0)
    throw new Fault('This import created nothing that could be removed.', {
      hints: ['What the file created before it was changed belongs to the file as it was: undo that version of it.'],
      kind: 'some-rows-failed',
    });
  if (target.undo === undefined)
    throw new Fault(`${target.name} has no way to remove leads: ${leadCount(created.length)} stay there.`, {
      hints: ['Remove them in its dashboard.'],
    });
}

/** The outcome was not recorded, because the run was killed: the ledger knows when the lead was first sent. */
const wasSentBy = ({ startedAt }: SentRow, { firstSentAt }: LedgerRow): boolean =>
  firstSentAt !== undefined && firstSentAt >= startedAt;

interface Removal {
  readonly target: LeadTarget;
  readonly runs: RunStore;
  /** The ledger. */
  readonly path: string;
  readonly context: UndoOptions['context'];
}

async function* removeAll(created: readonly Created[], removal: Removal): AsyncGenerator<RemovedLead, void, undefined> {
  const { path, context, runs, target } = removal;
  const ledger = await openWhenFree(path, context.signal, context.onNotice);
  try {
    for (const lead of created) {
      if (context.signal.aborted) return;
      const found = await idOf(lead, target, context.signal);
      const result = found.ok ? await target.undo?.(found.value, { signal: context.signal }) : found;
      if (result === undefined) return;
      if (result.ok) {
        const entry = await ledger.get(lead.entry);
        if (entry !== undefined) await ledger.release([entry], Date.now(), { after: 'undone' });
        runs.markUndone(lead.run, lead.row);
      }
      yield { row: lead.row, id: lead.id, result };
    }
  } finally {
    await ledger.close();
  }
}

/** Without an id only a lead that is as old as the import is surely its own. */
async function idOf(
  { id, lead, entry }: Created,
  target: LeadTarget,
  signal: AbortSignal,
): Promise<Result<string, LeadwireError>> {
  if (id !== undefined) return { ok: true, value: id };
  const { firstSentAt = entry.updatedAt, updatedAt: confirmedAt } = entry;
  const found = lead && (await target.findCreated?.(lead, { firstSentAt, confirmedAt }, { signal }));
  if (found?.ok === false) return found;
  if (found?.value?.id !== undefined) return { ok: true, value: found.value.id };
  const error = new LeadwireError(
    'not-found',
    `${target.name} has no lead of this phone there that is as old as the import`,
    { hint: 'It was removed or made anew since: look at it in the dashboard.' },
  );
  return { ok: false, error };
}
