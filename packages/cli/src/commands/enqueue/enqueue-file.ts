import { basename } from 'node:path';
import {
  accountOf,
  clientOptions,
  createLeadSource,
  describeOutcome,
  hashFile,
  type LeadSource,
  openLeads,
  openRowFiles,
  type RowFiles,
  RowLog,
  readOptions,
} from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { type EnqueuedLine, type EnqueueReport, enqueueImport, type RejectedLine } from '@leadwire/queue';
import { destinationOptions, openDestination, requireDestination, WORDING } from '../../destinations.ts';
import { importContext, terminalQuestions } from '../../import-context.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { countLine, countWithReasons, openOutput, type Style } from '../../output/printer.ts';
import { describePlan } from '../../output/show-file.ts';
import { type QueueDestination, type QueueFlags, queueOptions, targetName } from '../../queue-options.ts';
import { confirmImport } from '../import/confirm-import.ts';
import { type ImportFlags, withProfileDestination } from '../import/import-flags.ts';

export interface EnqueueFlags
  extends QueueFlags,
    Omit<ImportFlags, 'ledger' | 'concurrency' | 'retryRejected' | 'checkExisting' | 'rate'> {
  /** Leads in one job. */
  readonly batch: number;
}

/** Hands the rows of a file to the workers of a queue, after the same questions as an import, and prints what was not handed over. */
export async function enqueueFile(path: string, given: EnqueueFlags, io: Io): Promise<ExitCode> {
  const flags = withProfileDestination(given);
  requireDestination(flags.to);
  const { json = false } = flags;
  const queue = queueOptions(flags, io.env);
  const { out, notes, style, onNotice } = openOutput(io, json);
  const { destination, connection } = await openQueueDestination(flags, io);
  const leads = await openLeads(path, readOptions(flags), {
    ...importContext(io, onNotice, terminalQuestions(io, json)),
    dry: false,
  });
  const source = await sourceOf(path, flags);
  for (const line of describePlan(leads.file, style)) notes.line(line);
  await notes.end();
  const confirmation = { path, options: { ...flags, concurrency: 1 }, opened: { leads, connection }, io };
  for (const line of await confirmImport(confirmation)) onNotice(line);
  const files = await openRowFiles(flags, leads.file, path);
  const log = new RowLog({ json: json ? out : undefined, ...files });
  const rows = createLeadSource(leads.file, log, { stop: io.signal, limit: flags.limit, only: flags.only });
  const lines = createLineWriter(rows, log, files.report);
  const target = targetName(destination);
  const report = await enqueueImport(rows.leads(), {
    ...queue,
    ...source,
    to: target,
    targets: { [target]: connection.target },
    destination: { ...destination },
    batchSize: flags.batch,
    signal: io.signal,
    onExisting: flags.onExisting,
    onRejected: lines.rejected,
    onEnqueued: lines.enqueued,
  }).catch(async (error: unknown) => {
    await files.close();
    throw error;
  });
  await lines.written();
  const unwritten = await files.close();
  if (unwritten !== undefined) throw unwritten;
  const code = exitCode(report, rows, log, io);
  if (json) out.json(summaryOf(report, rows, log, source.importId));
  else for (const line of inWords(report, { log, code, importId: source.importId }, style)) out.line(line);
  await out.end();
  await notes.end();
  return code;
}

async function openQueueDestination(flags: EnqueueFlags, io: Io) {
  const { allowInsecureHttp, baseUrl, country, to } = flags;
  const account = accountOf(flags, io.env);
  const options = destinationOptions(flags);
  const client = { ...clientOptions(flags), account };
  const connection = await openDestination(to, { options, client, env: io.env, dry: false });
  const destination: QueueDestination = { to, account, options, baseUrl, allowInsecureHttp, country };
  return { connection, destination };
}

/** Which import this is. Without a name it is the file, and people of other files are not sent again, as `import` does with one ledger. */
async function sourceOf(path: string, { importId }: EnqueueFlags) {
  const sourceHash = await hashFile(path);
  if (importId !== undefined) return { importId, sourceHash, duplicatesWithin: 'import' } as const;
  if (sourceHash === undefined)
    throw new Fault('Rows from a pipe need a name, so that a second run goes on where the first ended.', {
      hints: ['Add --import-id NAME.'],
    });
  return { importId: `${basename(path)} ${sourceHash.slice(0, 8)}`, sourceHash, duplicatesWithin: 'account' } as const;
}

/** Logs the rows that the target refuses, and reports those that are in the queue. */
function createLineWriter(rows: LeadSource, log: RowLog, report: RowFiles['report']) {
  let writing: Promise<unknown> = Promise.resolve();
  return {
    rejected({ index, outcome }: RejectedLine): void {
      const row = rows.take(index);
      if (row === undefined) return;
      writing = Promise.all([writing, log.add(row, { ...describeOutcome(outcome, WORDING), phone: row.phone.e164 })]);
    },
    async enqueued({ id, index, isNew, outcome }: EnqueuedLine): Promise<void> {
      const taken = rows.take(index);
      if (taken === undefined) return;
      const { cells, phone, row } = taken;
      const reason = isNew ? 'handed to the workers' : KNOWN;
      await report?.add({ row, outcome: outcome ?? 'open', id, reason, phone: phone.e164, cells });
    },
    written: () => writing,
  };
}

const KNOWN = 'in the ledger already, not handed over again';

function exitCode({ rows }: EnqueueReport, source: LeadSource, log: RowLog, io: Io): ExitCode {
  if (io.signal.aborted) return EXIT.stopped;
  return log.tally.hasFailures || (rows === 0 && source.rowsRead() === 0) ? EXIT.someRowsFailed : EXIT.done;
}

function summaryOf(
  { enqueued, known }: EnqueueReport,
  source: LeadSource,
  { tally }: RowLog,
  importId: string,
): object {
  const { rejected, duplicate } = tally.counts;
  const { skipped } = tally;
  return { type: 'summary', importId, rows: source.rowsRead(), enqueued, known, rejected, duplicate, skipped };
}

interface Told {
  readonly log: RowLog;
  readonly code: ExitCode;
  readonly importId: string;
}

function inWords({ enqueued, known }: EnqueueReport, { code, importId, log }: Told, style: Style): string[] {
  const { counts, skipped } = log.tally;
  return [
    countLine(enqueued, style('green', 'handed to the workers')),
    ...countWithReasons(known, KNOWN),
    ...countWithReasons(counts.duplicate, 'the phone number of an earlier row'),
    ...countWithReasons(counts.rejected, style('red', 'rejected'), log.reasons.rejected),
    ...countWithReasons(skipped, 'skipped'),
    ...(code === EXIT.stopped ? ['Stopped before the end: run it again to go on.'] : []),
    style(
      'dim',
      `Import "${importId}". Progress: leadwire status --database-url …; workers: leadwire worker --database-url …`,
    ),
  ];
}
