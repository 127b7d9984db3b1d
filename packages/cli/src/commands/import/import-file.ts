import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { hashFile } from '../../ledger/run-store.ts';
import { describePlan } from '../../output/describe-plan.ts';
import { explain } from '../../output/explain.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { createProgress } from '../../output/progress.ts';
import { RowLog } from '../../rows/row-log.ts';
import { confirmImport, waitUntil, whenCalled } from './confirm-import.ts';
import { type ImportOptions, type OpenedImport, openImport, saveProfile } from './open-import.ts';
import { type Ended, sendRows } from './send-rows.ts';
import { summarizeImport } from './summary.ts';
import { watchSilence } from './watch-silence.ts';

/** Sends every row of a file once and prints the outcome of each. Run again, it resumes. */
export async function importFile(path: string, options: ImportOptions, io: Io): Promise<ExitCode> {
  const { json = false } = options;
  const out = new Printer(io.stdout);
  const notes = json ? new Printer(io.stderr) : out;
  const style = styleFor(json ? io.stderr : io.stdout, io.env);
  const onNotice = (text: string): void => notes.line(style('yellow', text));
  const opened = await openImport(path, options, { ...io, onNotice });
  try {
    for (const line of describePlan(opened.leads.file, style)) notes.line(line);
    notes.line(style('dim', `  ledger: ${opened.ledgerFile.path}`));
    await notes.end();
    await confirmImport({ path, options, leads: opened.leads, destination: opened.opened, io });
    if (io.stderr.isTTY !== true)
      for (const line of await whenCalled(options, opened.opened, undefined)) onNotice(line);
    await notes.end();
    if (options.saveProfile !== undefined) saveProfile(options.saveProfile, opened.leads.file, options);
    await waitUntil(options.notBefore, io);
  } catch (error) {
    await notes.end();
    await opened.abandon();
    throw error;
  }

  const startedAt = performance.now();
  const log = new RowLog({ json: json ? out : undefined, ...opened.files, onRow: await recordRun(path, opened) });
  const ended = await runImport(opened, log, options, io);
  await out.end();
  const code = exitCode(ended, log, io, json);
  const seconds = (performance.now() - startedAt) / 1000;
  const report = opened.files.report?.isWhole === true ? options.report : undefined;
  const lines = json ? [] : summarizeImport(log, { ended, code, seconds, path, report }, style);
  if (json) out.json(log.tally.summary());
  for (const line of lines) out.line(line);
  await out.end();
  await notes.end();
  return code;
}

/** Records which rows of which file this run handles, so that it can be asked for by the file. */
async function recordRun(path: string, { destination, ledgerFile, opened }: OpenedImport) {
  const { runs } = ledgerFile;
  const { provider, account } = opened.target;
  const fileHash = await hashFile(path);
  const run = runs.begin({ fileHash, filePath: resolve(path), provider, account, destination, startedAt: Date.now() });
  return (row: Parameters<typeof runs.add>[1]): void => runs.add(run, row);
}

async function runImport(opened: OpenedImport, log: RowLog, options: ImportOptions, io: Io): Promise<Ended> {
  const { leads, ledger, files } = opened;
  const { concurrency, onExisting, importId, limit, only } = options;
  const progress = await createProgress(io, () => performance.now());
  const onStop = () =>
    io.stderr.write('Finishing the requests in flight, then stopping. Press Ctrl+C again to stop at once.\n');
  io.signal.addEventListener('abort', onStop, { once: true });
  const silence = watchSilence(
    () => log.tally.rows,
    (text) => io.stderr.write(`${text}\n`),
  );
  try {
    const how = { concurrency, onExisting, importId, limit, only };
    const { target } = opened.opened;
    const ended = await sendRows({ file: leads.file, target, ledger, log, progress, signal: io.signal, ...how });
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
