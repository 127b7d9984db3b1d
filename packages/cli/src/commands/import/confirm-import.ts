import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError } from '@leadwire/core';
import { openFile } from '@leadwire/files';
import { DESTINATIONS, type OpenedDestination } from '../../destinations.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import type { RunRecord } from '../../ledger/run-record.ts';
import { canAsk, confirm } from '../../output/confirm.ts';
import { Fault } from '../../output/fault.ts';
import { previewRows } from '../../output/preview.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { nightRegions } from '../../rows/night.ts';
import { isRepeatable } from '../../rows/open-leads.ts';
import { type Survey, surveyFile, tooDoubtful } from '../../rows/survey.ts';
import type { ImportOptions, OpenedImport } from './open-import.ts';

const INDENT = '             ';

export interface Confirmation {
  readonly path: string;
  readonly options: ImportOptions;
  readonly opened: Pick<OpenedImport, 'leads' | 'connection'>;
  /** Takes down each row, where the run is recorded on this machine. */
  readonly record?: Pick<RunRecord, 'open'> | undefined;
  readonly io: Io;
}

/**
 * Shows what will be sent and asks, in a terminal; stops a file whose numbers are doubtful, unless `--yes` was given.
 * @throws Fault where it is declined or doubtful: nothing was sent
 */
export async function confirmImport(confirmation: Confirmation): Promise<string[]> {
  const { path, options, opened, io } = confirmation;
  const survey = isRepeatable(path) ? await readAhead(confirmation) : undefined;
  const doubt = survey && tooDoubtful(survey);
  // Without a row that can be sent there is nothing to ask: the summary gives the reasons.
  if (survey?.ready === 0) return [];
  if (canAsk(io) && options.json !== true && options.yes !== true) {
    await showAndAsk(confirmation, survey, doubt);
    return [];
  }
  if (doubt !== undefined && options.yes !== true) {
    throw new Fault(`${opened.leads.file.name}: ${doubt} Nothing was sent.`, {
      hints: [`Look at the rows: leadwire check ${path} --report out.csv`, 'If they are right, send them with --yes.'],
    });
  }
  return [...(survey?.told.lines('') ?? []), ...(await whenCalled(options, opened.connection, survey))];
}

/** Reads the file once more before anything is sent. */
async function readAhead({ path, options, opened, record, io }: Confirmation): Promise<Survey> {
  const again = await openFile({ path, stdin: io.stdin, signal: io.signal }, opened.leads.options);
  const { limit, only } = options;
  const survey = await surveyFile(again, {
    signal: io.signal,
    limit,
    only,
    onRow: record && ((row) => record.open(row)),
  });
  if (io.signal.aborted) throw new Fault('Stopped. Nothing was sent.', { exitCode: EXIT.stopped });
  return survey;
}

async function showAndAsk(
  { options, opened: { leads, connection }, io }: Confirmation,
  survey: Survey | undefined,
  doubt: string | undefined,
): Promise<void> {
  const err = new Printer(io.stderr);
  const style = styleFor(io.stderr, io.env);
  for (const line of previewRows(leads.file, style)) err.line(line);
  err.line();
  if (survey !== undefined) {
    const line = (count: number, text: string): void => err.line(`${count.toLocaleString('en').padStart(9)}  ${text}`);
    line(
      survey.rows,
      style('bold', options.only === undefined && options.limit === undefined ? 'rows' : 'rows of those selected'),
    );
    line(survey.ready, style('green', 'will be sent'));
    for (const text of survey.warnings.lines(INDENT)) err.line(text);
    if (survey.rows > survey.ready) line(survey.rows - survey.ready, style('yellow', 'will not be sent'));
    for (const text of survey.unsent.lines(INDENT)) err.line(text);
  }
  for (const line of await whenCalled(options, connection, survey)) err.line(style('yellow', line));
  if (doubt !== undefined) err.line(style('red', doubt));
  await err.end();
  const { name, account } = connection.target;
  if (!(await confirm(`Send ${howMany(survey)} to ${name} (${account})?`, io))) throw new Fault('Nothing was sent.');
}

const howMany = (survey: Survey | undefined): string =>
  survey === undefined ? 'the leads' : `${survey.ready.toLocaleString('en')} ${survey.ready === 1 ? 'lead' : 'leads'}`;

/** Says when people will be called, where the provider calls by itself. */
async function whenCalled(
  options: ImportOptions,
  { describePlace }: OpenedDestination,
  survey: Survey | undefined,
): Promise<string[]> {
  if (!DESTINATIONS[options.to].callsAtOnce) return [];
  const lines = [`${options.to} may call people as soon as it has them.`];
  try {
    const place = await describePlace?.();
    if (place !== undefined)
      lines.push(`The ${place.text}${place.hours === undefined ? '' : `; it calls ${place.hours}`}.`);
  } catch (error) {
    if (!isLeadwireError(error)) throw error;
    lines.push(`When it will call could not be read: ${error.message}.`);
  }
  const night = nightRegions(survey?.regions ?? new Map(), options.notBefore ?? Date.now());
  if (night.length > 0)
    lines.push(
      options.notBefore === undefined
        ? `It is night for people in ${night.join(', ')}: --not-before 09:00 waits until then.`
        : `At the time of --not-before it is night for people in ${night.join(', ')}.`,
    );
  return lines;
}

/** Waits until the time of `--not-before`. */
export async function waitUntil(at: number | undefined, io: Io): Promise<void> {
  const ms = (at ?? 0) - Date.now();
  if (ms <= 0) return;
  io.stderr.write(`Waiting until ${new Date(at ?? 0).toLocaleString('en')}; press Ctrl+C to stop.\n`);
  await sleep(ms, undefined, { signal: io.signal }).catch(() => {
    throw new Fault('Stopped while waiting for --not-before. Nothing was sent.', { exitCode: EXIT.stopped });
  });
}
