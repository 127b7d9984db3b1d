import type { LeadTarget } from '@leadwire/core';
import type { LeadRow } from '@leadwire/files';
import {
  type ConnectionOptions,
  clientOptions,
  type FileFlags,
  formatSeconds,
  type OpenedLeads,
  openLeads,
  openRowFiles,
  Reasons,
  type RowFileFlags,
  RowLog,
  type RowResult,
  readOptions,
} from '@leadwire/importer';
import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  openDestination,
  refuseForeignFlags,
} from '../../destinations.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { explain } from '../../output/explain.ts';
import { countLine, countWithReasons, INDENT, openOutput, type Style } from '../../output/printer.ts';
import { createProgress } from '../../output/progress.ts';
import { describePlan, previewRows } from '../../output/show-file.ts';
import { withProfileDestination } from '../import/import-flags.ts';

export interface CheckOptions extends FileFlags, RowFileFlags, ConnectionOptions, DestinationOptions {
  /** The destination whose rules are checked too; it needs no credentials. */
  readonly to?: DestinationName | undefined;
  readonly json?: boolean | undefined;
}

/** Reads every row and prints what an import would do with it; sends nothing. */
export async function checkFile(path: string, given: CheckOptions, io: Io): Promise<ExitCode> {
  const options = withProfileDestination(given);
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

/** Remarks on rows that can be sent. */
interface Found {
  readonly warnings: Reasons;
  readonly unsupported: Reasons;
}

/** What an import would do with a row: by its phone, and by what the target says of the whole lead. */
async function judgeRow(row: LeadRow, target: LeadTarget | undefined, found: Found): Promise<RowResult> {
  if (row.kind !== 'ready') return { outcome: row.kind, reason: row.reason, code: row.code };
  const { issues = [], unsupported = [] } = (await target?.check(row.lead)) ?? {};
  const [issue] = issues;
  if (issue !== undefined) {
    const reason = [issue.path, issue.message].filter((part) => part !== '').join(' ');
    return { outcome: 'rejected', reason, code: [issue.path, issue.code ?? issue.message].join(' ') };
  }
  const notes = unsupported.map(({ field, reason }) => `${field}: ${reason}`);
  for (const note of notes) found.unsupported.add(note, note, row.row);
  for (const { code, text } of row.warnings) found.warnings.add(code, text, row.row);
  const reason = [...row.warnings.map(({ text }) => text), ...notes].join('; ');
  const code = row.phone.valid ? undefined : 'doubtful';
  return { outcome: 'ready', reason, code, phone: row.phone.e164 };
}

interface CheckFacts {
  readonly found: Found;
  readonly target: LeadTarget | undefined;
  readonly seconds: number;
  /** A doubt about the file stops an import. */
  readonly isDoubtful: boolean;
}

/** What an import would do, as lines of text. */
function summarizeCheck(log: RowLog, { found, target, seconds, isDoubtful }: CheckFacts, style: Style): string[] {
  const { ready, rows, counts, skipped } = log.tally;
  const ends = isDoubtful
    ? style('yellow', 'can be sent once the question above is answered')
    : style('green', 'can be sent');
  const unsupported = [
    '',
    `Not supported by ${target?.name ?? 'the destination'}:`,
    ...found.unsupported.lines(INDENT),
  ];
  return [
    '',
    countLine(rows, style('bold', 'rows')),
    countLine(ready, ends),
    ...found.warnings.lines(INDENT),
    ...countWithReasons(counts.duplicate, style('yellow', 'repeat an earlier row'), log.reasons.duplicate),
    ...countWithReasons(skipped, style('yellow', 'are left out'), log.reasons.skipped),
    ...countWithReasons(counts.rejected, style('red', 'cannot be sent'), log.reasons.rejected),
    ...(found.unsupported.isEmpty ? [] : unsupported),
    ...(rows === 0 ? ['', 'The file has no rows below its header.'] : []),
    '',
    style('dim', `Nothing was sent. ${formatSeconds(seconds)}.`),
  ];
}
