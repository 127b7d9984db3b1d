import type { LeadRow } from '@leadwire/files';
import {
  type Ended,
  isRepeatable,
  type OpenedImport,
  openImport,
  openRowFiles,
  type RowFiles,
  RowLog,
  sendRows,
} from '@leadwire/importer';
import { destinationOptions, refuseForeignFlags, requireDestination, WORDING } from '../../destinations.ts';
import { importContext, terminalQuestions } from '../../import-context.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { explain } from '../../output/explain.ts';
import { openOutput } from '../../output/printer.ts';
import { createProgress, watchSilence } from '../../output/progress.ts';
import { describePlan } from '../../output/show-file.ts';
import { checkFile } from '../check/check-file.ts';
import { type Confirmation, confirmImport, waitUntil } from './confirm-import.ts';
import { type ImportFlags, saveProfile, withProfileDestination } from './import-flags.ts';
import { summarizeImport } from './summary.ts';

/** Sends every row of a file once and prints the outcome of each. Run again, it resumes. */
export async function importFile(
  path: string,
  given: ImportFlags & { readonly dryRun?: boolean | undefined },
  io: Io,
): Promise<ExitCode> {
  const options = withProfileDestination(given);
  const { json = false, to } = options;
  requireDestination(to);
  if (options.dryRun === true) return checkFile(path, options, io);
  const { out, notes, style, onNotice } = openOutput(io, json);
  refuseForeignFlags(to, options);
  const request = { ...options, to, options: destinationOptions(options) };
  const opened = await openImport(path, request, importContext(io, onNotice, terminalQuestions(io, json)));
  const { record } = opened;
  let files: RowFiles | undefined;
  try {
    for (const line of describePlan(opened.leads.file, style)) notes.line(line);
    notes.line(style('dim', `  ledger: ${opened.ledgerPath}`));
    await notes.end();
    const remarks = await confirmImport({ path, options, opened, io });
    for (const line of remarks) onNotice(line);
    await notes.end();
    if (options.saveProfile !== undefined) saveProfile(options.saveProfile, opened.leads.file, options);
    files = await openRowFiles(options, opened.leads.file, path); // only now: the report of an earlier run stays where nothing is sent
    await waitUntil(options.notBefore, io);
  } catch (error) {
    await notes.end();
    await files?.close();
    await opened.abandon();
    throw error;
  }

  const startedAt = performance.now();
  const log = new RowLog({ json: json ? out : undefined, ...files, onRow: (row) => record.settle(row) });
  const ended = await runImport({ path, options, opened, files, io }, log);
  await out.end();
  const code = exitCode(ended, log, io, json);
  const seconds = (performance.now() - startedAt) / 1000;
  const report = files.report?.isWhole === true ? options.report : undefined;
  const lines = json ? [] : summarizeImport(log, { ended, code, seconds, path, report }, style);
  if (json) out.json(log.tally.summary());
  for (const line of lines) out.line(line);
  await out.end();
  await notes.end();
  return code;
}

async function runImport(
  { path, options, opened, files, io }: Confirmation & { readonly opened: OpenedImport; readonly files: RowFiles },
  log: RowLog,
): Promise<Ended> {
  const { connection, leads, ledger, record } = opened;
  // The rows of a file are in the record already; those of a pipe are taken down as they come.
  const onRow = isRepeatable(path) ? undefined : (row: LeadRow) => record.open(row);
  const progress = await createProgress(io, () => performance.now());
  const onStop = () =>
    io.stderr.write('Finishing the requests in flight, then stopping. Press Ctrl+C again to stop at once.\n');
  io.signal.addEventListener('abort', onStop, { once: true });
  const silence = watchSilence(
    () => log.tally.rows,
    (text) => io.stderr.write(`${text}\n`),
  );
  try {
    const ended = await sendRows({
      ...options,
      ...{ file: leads.file, target: connection.target, ledger, log, signal: io.signal, onRow },
      onProgress: (tally, share) => progress.update(tally, share),
      wording: WORDING,
    });
    const unwritten = await files.close();
    return { ...ended, failure: ended.failure ?? unwritten };
  } finally {
    progress.stop();
    silence.stop();
    io.signal.removeEventListener('abort', onStop);
    await opened.close();
  }
}

function exitCode({ failure, stopped }: Ended, log: RowLog, io: Io, json: boolean): ExitCode {
  if (failure !== undefined) {
    const code = explain(failure, io, { json });
    // Once leads have arrived, the configuration was right: running it again sends the rest.
    return code === EXIT.usage && log.tally.hasArrivals ? EXIT.stopped : code;
  }
  if (stopped !== undefined || log.tally.open > 0) return EXIT.stopped;
  return log.tally.hasFailures || log.tally.rows === 0 ? EXIT.someRowsFailed : EXIT.done;
}
