import { type FileOptions, openRows } from '@leadwire/files';
import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  openDestination,
} from '../../destinations.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { ledgerPath } from '../../ledger/ledger-file.ts';
import { describePlan } from '../../output/describe-plan.ts';
import { explain } from '../../output/explain.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { createProgress } from '../../output/progress.ts';
import { RowLog } from '../../rows/row-log.ts';
import { openReport } from '../check/check-file.ts';
import { type ConnectionOptions, clientOptions } from '../client-options.ts';
import { retryRejected } from './retry-rejected.ts';
import { type Ended, sendRows } from './send-rows.ts';
import { summarizeImport } from './summary.ts';
import { createUndiciFetch } from './undici-fetch.ts';
import { watchSilence } from './watch-silence.ts';

export interface ImportOptions extends FileOptions, DestinationOptions, ConnectionOptions {
  readonly to: DestinationName;
  readonly ledger?: string | undefined;
  readonly report?: string | undefined;
  readonly concurrency: number;
  readonly onExisting: 'keep' | 'update';
  /** Send rows again that the provider rejected in an earlier run. */
  readonly retryRejected?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Sends every row of a file once and prints the outcome of each. Run again, it resumes. */
export async function importFile(path: string, options: ImportOptions, io: Io): Promise<ExitCode> {
  const { json = false } = options;
  const out = new Printer(io.stdout);
  const notes = json ? new Printer(io.stderr) : out;
  const style = styleFor(json ? io.stderr : io.stdout, io.env);
  const opened = await openImport(path, options, { ...io, onNotice: (text) => notes.line(style('yellow', text)) });
  for (const line of describePlan(opened.rows.table, opened.rows.plan, style)) notes.line(line);
  notes.line(style('dim', `  ledger: ${opened.ledgerFile}`));
  await notes.end();

  const startedAt = performance.now();
  const log = new RowLog({ json: json ? out : undefined, report: opened.report });
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

type Opened = Awaited<ReturnType<typeof openImport>>;

/** Checks everything that can be checked before anything is sent. */
async function openImport(
  path: string,
  options: ImportOptions,
  io: Io & { readonly onNotice: (text: string) => void },
) {
  const fetch = createUndiciFetch({ connections: options.concurrency, env: io.env });
  const client = { ...clientOptions(options), fetch };
  const { target } = await openDestination(options.to, {
    options: destinationOptions(options),
    client,
    env: io.env,
    dry: false,
  });
  const rows = await openRows(path, options, io);
  const { fileLedger } = await import('leadwire/file-ledger');
  const ledgerFile = ledgerPath(path, options.ledger);
  const file = fileLedger(ledgerFile);
  const ledger = options.retryRejected === true ? retryRejected(file) : file;
  try {
    return { fetch, target, rows, ledger, ledgerFile, report: await openReport(rows, path, options.report) };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

async function runImport(opened: Opened, log: RowLog, options: ImportOptions, io: Io): Promise<Ended> {
  const { fetch, target, rows, ledger, report } = opened;
  const { concurrency, onExisting } = options;
  const progress = await createProgress(io, () => performance.now());
  const onStop = () => io.stderr.write('Stopping after the requests under way. Press Ctrl+C again to stop at once.\n');
  io.signal.addEventListener('abort', onStop, { once: true });
  const silence = watchSilence(
    () => log.tally.rows,
    (text) => io.stderr.write(`${text}\n`),
  );
  try {
    const ended = await sendRows({ rows, target, ledger, log, progress, signal: io.signal, concurrency, onExisting });
    const unwritten = await report?.close().then(
      () => undefined,
      (error: unknown) => error,
    );
    return { ...ended, failure: ended.failure ?? unwritten };
  } finally {
    progress.stop();
    silence.stop();
    io.signal.removeEventListener('abort', onStop);
    await fetch.close();
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
