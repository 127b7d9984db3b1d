import {
  type Lead,
  type LeadTarget,
  LeadwireError,
  type Ledger,
  type LedgerId,
  type LedgerRow,
  type Result,
} from '@leadwire/core';
import { openFile } from '@leadwire/files';
import { ledgerKeyOf } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { openDestination } from '../../destinations.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { type FoundLedger, findLedgers, onlyLedger, type WhichDestination } from '../../ledger/find-ledgers.ts';
import { openWhenFree } from '../../ledger/open-ledger.ts';
import { type Run, RunStore, type SentRow } from '../../ledger/run-store.ts';
import { confirm } from '../../output/confirm.ts';
import { Fault } from '../../output/fault.ts';
import { Printer } from '../../output/printer.ts';
import { clean } from '../../output/text.ts';
import { Reasons } from '../../rows/reasons.ts';
import { clientOptions } from '../client-options.ts';

export interface UndoOptions extends WhichDestination {
  readonly ledger?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
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

/** Removes at the provider what an import of a file created; asks first. */
export async function undoImport(file: string, options: UndoOptions, io: Io): Promise<ExitCode> {
  const command = ['undo', file, ...(options.ledger === undefined ? [] : ['--ledger', options.ledger])].join(' ');
  const found = onlyLedger(await findLedgers({ file, named: options.ledger, env: io.env, which: options }), command);
  if (found.run === undefined)
    throw new Fault(`${found.path} has no record of which rows of ${file} an import created.`, {
      hints: [
        'It was written by an earlier version, or the record beside it is missing: remove the leads at the provider.',
      ],
    });
  const target = await openTarget(found.run, io);
  const runs = RunStore.open(found.path);
  try {
    const all = await createdBy(found, found.run, runs);
    const created = (await withLeads(all, { file, found, target, io })).filter(
      ({ id, lead }) => id !== undefined || lead !== undefined,
    );
    if (created.length < all.length) refuseOrTell(all.length - created.length, created.length, target, io);
    await refuseOrAsk(created, target, options, io);
    const ledger = await openWhenFree(found.path, io.signal, (notice) => io.stderr.write(`${notice}\n`));
    try {
      return await removeAll(created, { target, ledger, runs, options, io });
    } finally {
      await ledger.close();
    }
  } finally {
    runs.close();
  }
}

async function openTarget({ destination }: Run, io: Io): Promise<LeadTarget> {
  const client = { ...clientOptions(destination), account: destination.account };
  const given = { options: destination.options, client, env: io.env, dry: false };
  return (await openDestination(destination.to, given)).target;
}

/** Created by any run of this file, also one that was interrupted, and not yet removed. */
async function createdBy(found: FoundLedger, run: Run, runs: RunStore): Promise<Created[]> {
  const ledger = fileLedger(found.path, { readOnly: true });
  const created: Created[] = [];
  try {
    const keys = new Set<string>();
    for (const sent of runs.sentRows(run)) {
      const { run: id, row, key } = sent;
      if (keys.has(key)) continue;
      const entry = await ledger.get({ provider: run.provider, account: run.account, key });
      if (entry?.outcome !== 'created') continue;
      if (sent.isOpen && !(wasSentBy(sent, entry) && !runs.isCreatedElsewhere(run, key))) continue;
      keys.add(key);
      created.push({ run: id, row, id: entry.remoteId, entry });
    }
    return created;
  } finally {
    await ledger.close();
  }
}

interface Asked {
  readonly file: string;
  readonly found: FoundLedger;
  readonly target: LeadTarget;
  readonly io: Io;
}

/** Those without an id get the lead of their row, by which the provider can be asked; the ledger does not keep it. */
async function withLeads(created: readonly Created[], { file, found, target, io }: Asked): Promise<Created[]> {
  const wanted = new Map(created.filter(({ id }) => id === undefined).map((each) => [each.row, each]));
  const reading = found.run?.destination.reading;
  const isSame = found.run?.fileHash !== undefined && !found.changed;
  if (wanted.size === 0 || reading === undefined || target.findCreated === undefined || !isSame) return [...created];
  const leads = new Map<number, Lead>();
  const opened = await openFile({ path: file, stdin: io.stdin, signal: io.signal }, reading);
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
function refuseOrTell(withoutId: number, others: number, target: LeadTarget, io: Io): void {
  const text = `${inWords(withoutId)} of this import cannot be removed: ${target.name} gave no id when they were created in one request, and the file does not hold them as they were sent.`;
  if (others === 0) throw new Fault(text, { hints: ['Remove them in its dashboard.'], exitCode: EXIT.someRowsFailed });
  io.stderr.write(`${text}\n`);
}

const inWords = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'}`;

/** The outcome was not recorded, because the run was killed: the ledger knows when the lead was first sent. */
const wasSentBy = ({ startedAt }: SentRow, { firstSentAt }: LedgerRow): boolean =>
  firstSentAt !== undefined && firstSentAt >= startedAt;

async function refuseOrAsk(
  created: readonly Created[],
  target: LeadTarget,
  options: UndoOptions,
  io: Io,
): Promise<void> {
  if (created.length === 0)
    throw new Fault('This import created nothing that could be removed.', { exitCode: EXIT.someRowsFailed });
  const count = inWords(created.length);
  if (target.undo === undefined)
    throw new Fault(`${target.name} has no way to remove leads: ${count} stay there.`, {
      hints: ['Remove them in its dashboard.'],
    });
  if (options.yes) return;
  const question = `Remove ${count} that this import created from ${target.name} ${target.account}? Calls that were made cannot be undone.`;
  const answer = await confirm(question, io);
  if (answer === undefined)
    throw new Fault(`This removes ${count} from ${target.name}.`, { hints: ['Add --yes to remove them.'] });
  if (!answer) throw new Fault('Nothing was removed.');
}

interface Removal {
  readonly target: LeadTarget;
  readonly ledger: Ledger;
  readonly runs: RunStore;
  readonly options: UndoOptions;
  readonly io: Io;
}

async function removeAll(created: readonly Created[], removal: Removal): Promise<ExitCode> {
  const { options, io } = removal;
  const out = new Printer(io.stdout);
  const failed = new Reasons();
  const done = new Map<string, number>();
  let [removed, failures] = [0, 0];
  for (const lead of created) {
    if (io.signal.aborted) break;
    const result = await removeOne(lead, removal);
    if (result === undefined) break;
    if (result.ok) {
      removed++;
      done.set(result.value.how, (done.get(result.value.how) ?? 0) + 1);
    } else {
      failures++;
      failed.add(result.error.kind, clean(result.error.message), lead.row);
    }
    if (options.json) out.json(asJson(lead, result));
    await out.ready();
  }
  const summary = { type: 'summary', rows: created.length, removed, failed: failures };
  for (const line of options.json ? [JSON.stringify(summary)] : summarize(done, failed)) out.line(line);
  await out.end();
  if (removed + failures < created.length) return EXIT.stopped;
  return failures > 0 ? EXIT.someRowsFailed : EXIT.done;
}

type Removed = Awaited<ReturnType<NonNullable<LeadTarget['undo']>>>;

async function removeOne(created: Created, removal: Removal): Promise<Removed | undefined> {
  const { run, row, entry } = created;
  const { target, ledger, runs, io } = removal;
  const found = await idOf(created, target, io.signal);
  if (!found.ok) return found;
  const result = await target.undo?.(found.value, { signal: io.signal });
  if (result?.ok !== true) return result;
  await recordUndone(ledger, entry);
  runs.markUndone(run, row);
  return result;
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
  return { ok: false, error: notFound(target.name) };
}

const notFound = (name: string): LeadwireError =>
  new LeadwireError('not-found', `${name} has no lead of this phone there that is as old as the import`, {
    hint: 'It was removed or made anew since: look at it in the dashboard.',
  });

const asJson = ({ row, id }: Created, result: Removed): object => ({
  type: 'row',
  row,
  id,
  undone: result.ok ? result.value.how : undefined,
  reason: result.ok ? undefined : result.error.message,
});

const summarize = (done: ReadonlyMap<string, number>, failed: Reasons): string[] => [
  ...[...done].map(([how, count]) => `${count.toLocaleString('en').padStart(9)}  ${how.replaceAll('-', ' ')}`),
  ...failed.lines('           '),
  ...(done.size > 0 ? ['The same import does not send them again: --import-id does.'] : []),
];

async function recordUndone(ledger: Ledger, entry: LedgerId): Promise<void> {
  const row = await ledger.get(entry);
  if (row !== undefined) await ledger.release([row], Date.now(), { after: 'undone' });
}
