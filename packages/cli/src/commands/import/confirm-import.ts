import { setTimeout as sleep } from 'node:timers/promises';
import { callingTime, leadCount, type OpenedImport, readAhead, type Survey, tooDoubtful } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { registry } from '@leadwire/importer/registry';
import type { OpenedDestination } from '../../destinations.ts';
import type { Io } from '../../io.ts';
import { canAsk, confirm } from '../../output/confirm.ts';
import { asArgument, countLine, countWithReasons, Printer, styleFor } from '../../output/printer.ts';
import { previewRows } from '../../output/show-file.ts';
import type { ImportFlags } from './import-flags.ts';

export interface Confirmation {
  readonly path: string;
  readonly options: ImportFlags;
  /** Its record takes down each row, where the run is recorded on this machine. */
  readonly opened: Pick<OpenedImport, 'leads' | 'connection'> & Partial<Pick<OpenedImport, 'record'>>;
  readonly io: Io;
}

/**
 * Shows what will be sent and asks, in a terminal; stops a file whose numbers are doubtful, unless `--yes` was given.
 * @throws Fault where it is declined or doubtful: nothing was sent
 */
export async function confirmImport(confirmation: Confirmation): Promise<string[]> {
  const { path, options, opened, io } = confirmation;
  const { limit, only } = options;
  const survey = await readAhead({ path, opened, limit, only, context: io });
  const doubt = survey && tooDoubtful(survey);
  // Without a row that can be sent there is nothing to ask: the summary gives the reasons.
  if (survey?.ready === 0) return [];
  if (canAsk(io) && options.json !== true && options.yes !== true) {
    await showAndAsk(confirmation, survey, doubt);
    return [];
  }
  if (doubt !== undefined && options.yes !== true) {
    throw new Fault(`${opened.leads.file.name}: ${doubt} Nothing was sent.`, {
      hints: [
        `Look at the rows: leadwire check ${asArgument(path)} --report out.csv`,
        'If they are right, send them with --yes.',
      ],
    });
  }
  return [...(survey?.warnings.lines('') ?? []), ...(await whenCalled(options, opened.connection, survey))];
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
    const isWhole = options.only === undefined && options.limit === undefined;
    for (const line of [
      countLine(survey.rows, style('bold', isWhole ? 'rows' : 'rows of those selected')),
      ...countWithReasons(survey.ready, style('green', 'will be sent'), survey.warnings),
      ...countWithReasons(survey.rows - survey.ready, style('yellow', 'will not be sent'), survey.unsent),
    ])
      err.line(line);
  }
  for (const line of await whenCalled(options, connection, survey)) err.line(style('yellow', line));
  if (doubt !== undefined) err.line(style('red', doubt));
  await err.end();
  const { name, account } = connection.target;
  const howMany = survey === undefined ? 'the leads' : leadCount(survey.ready);
  if (!(await confirm(`Send ${howMany} to ${name} (${account})?`, io))) throw new Fault('Nothing was sent.');
}

/** Says when people will be called, where the provider calls by itself. */
async function whenCalled(
  { to, notBefore }: ImportFlags,
  connection: OpenedDestination,
  survey: Survey | undefined,
): Promise<string[]> {
  const time = await callingTime(registry, { to, connection, survey, at: notBefore ?? Date.now() });
  if (time === undefined || time.night.length === 0) return [...(time?.notes ?? [])];
  const where = time.night.join(', ');
  const night =
    notBefore === undefined
      ? `It is night for people in ${where}: --not-before 09:00 waits until then.`
      : `At the time of --not-before it is night for people in ${where}.`;
  return [...time.notes, night];
}

/** Waits until the time of `--not-before`. */
export async function waitUntil(at: number | undefined, io: Io): Promise<void> {
  const ms = (at ?? 0) - Date.now();
  if (ms <= 0) return;
  io.stderr.write(`Waiting until ${new Date(at ?? 0).toLocaleString('en')}; press Ctrl+C to stop.\n`);
  await sleep(ms, undefined, { signal: io.signal }).catch(() => {
    throw new Fault('Stopped while waiting for --not-before. Nothing was sent.', { kind: 'stopped' });
  });
}
