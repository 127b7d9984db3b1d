import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError } from '@leadwire/core';
import { openFile } from '@leadwire/files';
import { DESTINATIONS, type OpenedDestination } from '../../destinations.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { canAsk, confirm } from '../../output/confirm.ts';
import { Fault } from '../../output/fault.ts';
import { previewRows } from '../../output/preview.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { nightRegions } from '../../rows/night.ts';
import { isRepeatable, type OpenedLeads } from '../../rows/open-leads.ts';
import { type Survey, surveyFile, tooDoubtful } from '../../rows/survey.ts';
import type { ImportOptions } from './open-import.ts';

const INDENT = '             ';

export interface Confirmation {
  readonly path: string;
  readonly options: ImportOptions;
  readonly leads: OpenedLeads;
  readonly destination: OpenedDestination;
  readonly io: Io;
}

/**
 * Shows what will be sent and asks, in a terminal; stops a file whose numbers are doubtful, unless `--yes` was given.
 * @throws Fault where it is declined or doubtful: nothing was sent
 */
export async function confirmImport({ path, options, leads, destination, io }: Confirmation): Promise<void> {
  const survey = isRepeatable(path) ? await surveyAgain(path, leads, io) : undefined;
  const asks = canAsk(io) && options.json !== true && options.yes !== true;
  const doubt = survey && tooDoubtful(survey);
  if (asks) {
    await showAndAsk({ path, options, leads, destination, io }, survey, doubt);
    return;
  }
  if (doubt !== undefined && options.yes !== true) {
    throw new Fault(`${leads.file.name}: ${doubt} Nothing was sent.`, {
      hints: ['Look at the rows: leadwire check FILE --report out.csv', 'If they are right, send them with --yes.'],
    });
  }
}

async function surveyAgain(path: string, { options }: OpenedLeads, io: Io): Promise<Survey> {
  const again = await openFile({ path, stdin: io.stdin, signal: io.signal }, options);
  const survey = await surveyFile(again, io.signal);
  if (io.signal.aborted) throw new Fault('Stopped. Nothing was sent.', { exitCode: EXIT.stopped });
  return survey;
}

async function showAndAsk(
  { options, leads, destination, io }: Confirmation,
  survey: Survey | undefined,
  doubt: string | undefined,
): Promise<void> {
  const err = new Printer(io.stderr);
  const style = styleFor(io.stderr, io.env);
  for (const line of previewRows(leads.file, style)) err.line(line);
  err.line();
  if (survey !== undefined) {
    const line = (count: number, text: string): void => err.line(`${count.toLocaleString('en').padStart(9)}  ${text}`);
    line(survey.rows, style('bold', 'rows'));
    line(survey.ready, style('green', 'will be sent'));
    for (const text of survey.warnings.lines(INDENT)) err.line(text);
    if (survey.rows > survey.ready) line(survey.rows - survey.ready, style('yellow', 'will not be sent'));
    for (const text of survey.unsent.lines(INDENT)) err.line(text);
  }
  for (const line of await whenCalled(options, destination, survey)) err.line(style('yellow', line));
  if (doubt !== undefined) err.line(style('red', doubt));
  await err.end();
  const count = howMany(options, survey);
  if (!(await confirm(`Send ${count} to ${destination.target.name} (${destination.target.account})?`, io)))
    throw new Fault('Nothing was sent.');
}

function howMany({ limit, only }: ImportOptions, survey: Survey | undefined): string {
  if (only !== undefined) return `the leads of rows ${only.from}-${only.to}`;
  if (limit !== undefined) return `the first ${limit.toLocaleString('en')} leads`;
  if (survey === undefined) return 'the leads';
  return `${survey.ready.toLocaleString('en')} ${survey.ready === 1 ? 'lead' : 'leads'}`;
}

/** Says when people will be called, where the provider calls by itself. */
export async function whenCalled(
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
  if (night.length > 0 && options.notBefore === undefined)
    lines.push(`It is night for people in ${night.join(', ')}: --not-before 09:00 waits until then.`);
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
