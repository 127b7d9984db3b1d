import { existsSync } from 'node:fs';
import { type ClientCheck, isLeadwireError } from '@leadwire/core';
import { FileError, openFile } from '@leadwire/files';
import {
  accountOf,
  type ConnectionOptions,
  clientOptions,
  destinationLedgerPath,
  stateFolder,
} from '@leadwire/importer';
import { clean } from '@leadwire/importer/errors';
import { fileLedger } from 'leadwire/file-ledger';
import {
  asFlags,
  checkClient,
  DESTINATIONS,
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  type OpenedDestination,
  openDestination,
  requireDestination,
} from '../../destinations.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { asArgument, columnName, Printer, styleFor } from '../../output/printer.ts';
import { type Finding, finding } from './finding.ts';
import { placeFindings } from './place-findings.ts';

export interface DoctorOptions extends DestinationOptions, ConnectionOptions {
  readonly to?: DestinationName | undefined;
  readonly ledger?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Larger differences between the clocks make look-ups after a lost response unreliable. */
const MOST_CLOCK_OFFSET_MS = 30_000;
const SHOWN_DRIFT = 5;

/**
 * Prints whether a destination is set up right; each failing line says what to do. Changes nothing at the provider.
 * @param path - of a file of leads that is about to be imported
 */
export async function diagnose(path: string | undefined, options: DoctorOptions, io: Io): Promise<ExitCode> {
  const { to } = options;
  requireDestination(to);
  const account = accountOf(options, io.env);
  const client = { ...clientOptions(options), account, retry: false as const };
  const given = { options: destinationOptions(options), client, env: io.env, dry: false };
  const file = await fileFinding(path, to, io);
  const opened = await openDestination(to, given);
  const check = await checkClient(opened, io.signal);
  const { target } = opened;
  const findings = [
    credentialsFinding(to, io, check),
    ...callFindings(opened, check),
    ...(await placeFindings(opened, given.options)),
    ...(DESTINATIONS[to].callsAtOnce
      ? [finding('calling', 'ok', 'the provider may call a lead as soon as it has it')]
      : []),
    await ledgerFinding(options.ledger ?? destinationLedgerPath(stateFolder(io.env), { to, account, target })),
    ...file,
  ];
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  for (const { name, status, text, hint } of findings) {
    if (options.json) out.json({ type: 'finding', name, status, text, hint });
    else {
      const colour = { ok: 'green', warning: 'yellow', failed: 'red' } as const;
      out.line(`${style(colour[status], status.padEnd(8))} ${name.padEnd(12)} ${clean(asFlags(text))}`);
      if (hint !== undefined && status !== 'ok') out.line(`${' '.repeat(22)}${clean(asFlags(hint))}`);
    }
  }
  const failed = findings.filter(({ status }) => status === 'failed').length;
  if (options.json)
    out.json({ type: 'summary', failed, warnings: findings.filter(({ status }) => status === 'warning').length });
  await out.end();
  return failed === 0 ? EXIT.done : EXIT.usage;
}

function credentialsFinding(to: DestinationName, io: Io, check: ClientCheck | undefined): Finding {
  const { ids, secrets } = DESTINATIONS[to].credentials;
  const set = [...ids, ...secrets.flat()].map(({ variable }) => variable).filter((variable) => io.env[variable]);
  const [status, text] = CREDENTIALS[check?.credentials ?? 'unknown'];
  return finding('credentials', status, `${set.join(', ')}, from the environment: ${text}`, check?.error?.hint);
}

const CREDENTIALS = {
  accepted: ['ok', 'accepted'],
  refused: ['failed', 'refused by the provider'],
  forbidden: ['failed', 'not allowed to read leads'],
  unknown: ['warning', 'not verified'],
} as const;

function callFindings({ target }: OpenedDestination, check: ClientCheck | undefined): Finding[] {
  const address = target.account.split('/')[0] ?? '';
  if (check === undefined) return [finding('address', 'warning', `${address}: has no read-only call to check it with`)];
  const { ok, reached, error, operationId, status, drift, clockOffsetMs } = check;
  const hint = error?.hint ?? 'Check --base-url and the network.';
  if (!reached) return [finding('address', 'failed', `${address} does not respond`, hint)];
  const result = `${operationId}: ${error?.message ?? `status ${status ?? ''}`}`;
  return [
    finding('address', 'ok', `${address} responds`, hint),
    finding('call', ok ? 'ok' : 'failed', result, error?.hint),
    ...(ok ? [driftFinding(drift)] : []),
    ...(clockOffsetMs === undefined ? [] : [clockFinding(clockOffsetMs)]),
  ];
}

function driftFinding(drift: ClientCheck['drift']): Finding {
  if (drift.length === 0) return finding('spec', 'ok', 'the response fits the spec');
  const paths = drift.slice(0, SHOWN_DRIFT).map((each) => `${each.path} (expected ${each.expected}, got ${each.got})`);
  const text = `the response differs from the spec in ${drift.length} places: ${paths.join(', ')}`;
  const hint = 'Leads are sent all the same; a newer version of leadwire may know the change.';
  return finding('spec', 'warning', text, hint);
}

function clockFinding(offsetMs: number): Finding {
  const seconds = Math.round(offsetMs / 1000);
  const ahead = `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'}`;
  const text = `the provider's clock ${seconds === 0 ? "and this machine's show the same time" : `is ${ahead} this machine's`}`;
  const status = Math.abs(offsetMs) > MOST_CLOCK_OFFSET_MS ? 'warning' : 'ok';
  return finding('clock', status, text, 'Set the clock of this machine.');
}

/** Whether the file can be read as leads; `check` says more of its rows. */
async function fileFinding(path: string | undefined, to: string, io: Io): Promise<Finding[]> {
  if (path === undefined) return [];
  const hint = `leadwire check ${asArgument(path)} --to ${to} shows every row.`;
  try {
    const file = await openFile({ path, stdin: io.stdin, signal: io.signal });
    const [doubt] = file.doubts;
    if (doubt !== undefined) return [finding('file', 'warning', `${path}: ${doubt.question}`, hint)];
    const phone = file.uses.find(({ destination }) => destination === 'phone');
    const names = phone?.indexes.map((index) => columnName(file.header[index] ?? '')).join(', then ');
    return [finding('file', 'ok', `${path}: ${file.format}, phone from ${names ?? ''}. ${hint}`)];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return [finding('file', 'failed', error.message, error.hints[0] ?? hint)];
  }
}

async function ledgerFinding(path: string): Promise<Finding> {
  if (!existsSync(path)) return finding('ledger', 'ok', `${path} (not there yet: nothing was sent)`);
  try {
    const ledger = fileLedger(path, { readOnly: true });
    const counts = await ledger.counts();
    await ledger.close();
    const filled = Object.entries(counts).filter(([, count]) => count > 0);
    const states = filled.map(([state, count]) => `${count} ${state}`).join(', ');
    return finding('ledger', 'ok', `${path}: ${states || 'empty'}`);
  } catch (error) {
    if (!isLeadwireError(error)) throw error;
    return finding('ledger', 'failed', error.message, error.hint);
  }
}
