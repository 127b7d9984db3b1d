import type { LeadTarget } from '@leadwire/core';
import { type FileOptions, type OpenedRows, openRows } from '@leadwire/files';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { describePlan } from '../../output/describe-plan.ts';
import { explain } from '../../output/explain.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { createProgress } from '../../output/progress.ts';
import { Report } from '../../output/report.ts';
import { judgeForTarget, judgePhone } from '../../rows/judge-for-target.ts';
import { Reasons } from '../../rows/reasons.ts';
import { RowLog } from '../../rows/row-log.ts';
import { summarizeCheck } from './summary.ts';

export interface CheckOptions extends FileOptions {
  readonly json?: boolean | undefined;
  readonly report?: string | undefined;
  /** The destination whose rules are checked too. */
  readonly target?: LeadTarget | undefined;
}

/** Reads every row and prints what an import would do with it; sends nothing. */
export async function checkFile(path: string, options: CheckOptions, io: Io): Promise<ExitCode> {
  const { json = false, target } = options;
  const out = new Printer(io.stdout);
  const notes = json ? new Printer(io.stderr) : out;
  const style = styleFor(json ? io.stderr : io.stdout, io.env);
  const startedAt = performance.now();
  const rows = await openRows(path, options, {
    ...io,
    onNotice: (text) => notes.line(style('yellow', text)),
  });
  const report = await openReport(rows, path, options.report);
  for (const line of describePlan(rows.table, rows.plan, style)) notes.line(line);
  await notes.end();

  const log = new RowLog({ json: json ? out : undefined, report });
  const found = { doubtful: new Reasons(), unsupported: new Reasons() };
  const progress = await createProgress(io, () => performance.now());
  let failure: unknown;
  try {
    for await (const batch of rows.table.batches) {
      if (io.signal.aborted) break;
      const results = target && (await judgeForTarget(rows, batch, { target, found }));
      for (const [index, row] of batch.entries()) {
        const wait = log.add(row, results?.[index] ?? judgePhone(rows, row, found));
        if (wait !== undefined) await wait;
      }
      progress.update(log.tally, rows.table.share());
    }
  } catch (error) {
    failure = error;
  }
  progress.stop();
  await report?.close().catch((error: unknown) => {
    failure ??= error;
  });
  await out.end();

  const code = failure === undefined ? exitCode(log, io) : explain(failure, io, { json });
  const seconds = (performance.now() - startedAt) / 1000;
  if (json) out.json({ ...log.tally.summary(), ready: log.tally.ready });
  else for (const line of summarizeCheck(log, { found, target, seconds }, style)) out.line(line);
  await out.end();
  return code;
}

function exitCode(log: RowLog, io: Io): ExitCode {
  if (io.signal.aborted) return EXIT.stopped;
  return log.tally.hasFailures || log.tally.rows === 0 ? EXIT.someRowsFailed : EXIT.done;
}

/** Opens the report, where one is wanted. */
export async function openReport(
  { table }: OpenedRows,
  input: string,
  path: string | undefined,
): Promise<Report | undefined> {
  if (path === undefined) return undefined;
  const { columns, delimiter } = table;
  return Report.open(path, { columns, delimiter, input });
}
