import type { LeadTarget } from '@leadwire/core';
import {
  type ConnectionOptions,
  clientOptions,
  type FileFlags,
  type OpenedLeads,
  openLeads,
  openRowFiles,
  Reasons,
  type RowFileFlags,
  RowLog,
  readOptions,
} from '@leadwire/importer';
import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  openDestination,
  refuseForeignFlags,
} from '../../destinations.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { describePlan } from '../../output/describe-plan.ts';
import { explain } from '../../output/explain.ts';
import { previewRows } from '../../output/preview.ts';
import { openOutput } from '../../output/printer.ts';
import { createProgress } from '../../output/progress.ts';
import { type Found, judgeRow } from '../../rows/judge-for-target.ts';
import { summarizeCheck } from './summary.ts';

export interface CheckOptions extends FileFlags, RowFileFlags, ConnectionOptions, DestinationOptions {
  /** The destination whose rules are checked too; it needs no credentials. */
  readonly to?: DestinationName | undefined;
  readonly json?: boolean | undefined;
}

/** Reads every row and prints what an import would do with it; sends nothing. */
export async function checkFile(path: string, options: CheckOptions, io: Io): Promise<ExitCode> {
  const { json = false } = options;
  const target = await openTarget(options, io);
  const { out, notes, style, onNotice } = openOutput(io, json);
  const startedAt = performance.now();
  const opened = await openLeads(path, readOptions(options), { ...io, onNotice, dry: true });
  const files = await openRowFiles(options, opened.file, path);
  for (const line of describePlan(opened.file, style)) notes.line(line);
  if (!json) for (const line of previewRows(opened.file, style)) notes.line(line);
  await notes.end();

  const log = new RowLog({ json: json ? out : undefined, ...files });
  const found = { warnings: new Reasons(), unsupported: new Reasons() };
  const failure = await readAll(opened, { log, found, target, io });
  const unwritten = await files.close();
  await out.end();
  const isDoubtful = opened.file.doubts.some(({ stopsPipe }) => stopsPipe);
  const read = codeOf(failure ?? unwritten, log, io, json);
  // An import would stop at the doubt that is said above.
  const code = isDoubtful && read !== EXIT.stopped ? EXIT.usage : read;
  const seconds = (performance.now() - startedAt) / 1000;
  if (json) out.json({ ...log.tally.summary(), ready: log.tally.ready });
  else for (const line of summarizeCheck(log, { found, target, seconds, isDoubtful }, style)) out.line(line);
  await out.end();
  return code;
}

async function openTarget(options: CheckOptions, { env }: Io): Promise<LeadTarget | undefined> {
  const { to } = options;
  if (to === undefined) {
    refuseForeignFlags(undefined, options);
    return undefined;
  }
  const given = { options: destinationOptions(options), client: clientOptions(options), env, dry: true };
  return (await openDestination(to, given)).target;
}

interface Reading {
  readonly log: RowLog;
  readonly found: Found;
  readonly target: LeadTarget | undefined;
  readonly io: Io;
}

/** Judges every row; returns what ended it before the last one. */
async function readAll({ file }: OpenedLeads, { log, found, target, io }: Reading): Promise<unknown> {
  const progress = await createProgress(io, () => performance.now());
  try {
    for await (const row of file.rows()) {
      if (io.signal.aborted) return undefined;
      const wait = log.add(row, await judgeRow(row, target, found));
      if (wait !== undefined) await wait;
      progress.update(log.tally, file.share());
    }
    return undefined;
  } catch (error) {
    return error;
  } finally {
    progress.stop();
  }
}

function codeOf(failure: unknown, log: RowLog, io: Io, json: boolean): ExitCode {
  if (failure !== undefined) return explain(failure, io, { json });
  if (io.signal.aborted) return EXIT.stopped;
  return log.tally.hasFailures || log.tally.rows === 0 ? EXIT.someRowsFailed : EXIT.done;
}
