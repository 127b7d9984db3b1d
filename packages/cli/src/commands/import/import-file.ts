import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { hashFile } from '../../ledger/run-store.ts';
import { describePlan } from '../../output/describe-plan.ts';
import { explain } from '../../output/explain.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { createProgress } from '../../output/progress.ts';
import { RowLog } from '../../rows/row-log.ts';
import { type ImportOptions, type OpenedImport, openImport } from './open-import.ts';
import { type Ended, sendRows } from './send-rows.ts';
import { summarizeImport } from './summary.ts';
import { watchSilence } from './watch-silence.ts';

/** Sends every row of a file once and prints the outcome of each. Run again, it resumes. */
export async function importFile(path: string, options: ImportOptions, io: Io): Promise<ExitCode> {
  const { json = false } = options;
  const out = new Printer(io.stdout);
  const notes = json ? new Printer(io.stderr) : out;
  const style = styleFor(json ? io.stderr : io.stdout, io.env);
  const opened = await openImport(path, options, { ...io, onNotice: (text) => notes.line(style('yellow', text)) });
  for (const line of describePlan(opened.rows.table, opened.rows.plan, style)) notes.line(line);
  notes.line(style('dim', `  ledger: ${opened.opened.path}`));
  await notes.end();

  const startedAt = performance.now();
  const { runs } = opened.opened;
  const { provider, account } = opened.target;
  const fileHash = await hashFile(path);
  const { destination } = opened;
  const filePath = resolve(path);
  const run = runs.begin({ fileHash, filePath, provider, account, destination, startedAt: Date.now() });
  const log = new RowLog({
    json: json ? out : undefined,
    report: opened.report,
    rejectedFile: opened.rejectedFile,
    onRow: (row) => runs.add(run, row),
  });
  const ended = await runImport(opened, log, options, io);
  await out.end();
  const code = exitCode(ended, log, io, json);
  const seconds = (performance.now() - startedAt) / 1000;
  const report = opened.report?.isWhole === true ? options.report : undefined;
  const lines = json ? [] : summarizeImport(log, { ended, code, seconds, path, report }, style);
  if (json) out.json(log.tally.summary());
  for (const line of lines) out.line(line);
  await out.end();
  await notes.end();
  return code;
}

async function runImport(opened: OpenedImport, log: RowLog, options: ImportOptions, io: Io): Promise<Ended> {
  const { rows, target, ledger, report, rejectedFile } = opened;
  const { concurrency, onExisting, importId } = options;
  const progress = await createProgress(io, () => performance.now());
  const onStop = () => io.stderr.write('Stopping after the requests under way. Press Ctrl+C again to stop at once.\n');
  io.signal.addEventListener('abort', onStop, { once: true });
  const silence = watchSilence(
    () => log.tally.rows,
    (text) => io.stderr.write(`${text}\n`),
  );
  try {
    const sending = { rows, target, ledger, log, progress, signal: io.signal, concurrency, onExisting, importId };
    const ended = await sendRows(sending);
    const closed = await Promise.allSettled([report?.close(), rejectedFile?.close()]);
    const unwritten = closed.find((each) => each.status === 'rejected')?.reason as unknown;
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
