import { existsSync } from 'node:fs';
import type { ClientCheck } from '@leadwire/core';
import { isLeadwireError } from '@leadwire/core';
import { FileError, openFile } from '@leadwire/files';
import {
  accountOf,
  type ConnectionOptions,
  clientOptions,
  destinationLedgerPath,
  stateFolder,
} from '@leadwire/importer';
import { fileLedger } from 'leadwire/file-ledger';
import {
  checkClient,
  DESTINATIONS,
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  type OpenedDestination,
  openDestination,
} from '../../destinations.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { asFlags } from '../../output/as-flags.ts';
import { Printer, styleFor } from '../../output/printer.ts';
import { clean, columnName } from '../../output/text.ts';

export interface DoctorOptions extends DestinationOptions, ConnectionOptions {
  readonly to: DestinationName;
  readonly ledger?: string | undefined;
  /** A file of leads that is about to be imported. */
  readonly file?: string | undefined;
  readonly json?: boolean | undefined;
}

/** One line of the diagnosis. */
interface Finding {
  readonly name: 'credentials' | 'address' | 'call' | 'spec' | 'clock' | 'place' | 'calling' | 'ledger' | 'file';
  readonly status: 'ok' | 'warning' | 'failed';
  readonly text: string;
  /** What to do. */
  readonly hint?: string | undefined;
}

/** Larger differences between the clocks make look-ups after a lost response unreliable. */
const MOST_CLOCK_OFFSET_MS = 30_000;
const SHOWN_DRIFT = 5;

/** Prints whether a destination is set up right; each failing line says what to do. Changes nothing at the provider. */
export async function diagnose(options: DoctorOptions, io: Io): Promise<ExitCode> {
  const account = accountOf(options, io.env);
  const client = { ...clientOptions(options), account, retry: false as const };
  const given = { options: destinationOptions(options), client, env: io.env, dry: false };
  const file = await fileFinding(options.file, options.to, io);
  const opened = await openDestination(options.to, given);
  const check = await checkClient(opened, io.signal);
  const findings = [
    credentialsFinding(options, io, check),
    ...callFindings(opened, check),
    ...(await placeFindings(opened, options)),
    await ledgerFinding(
      options.ledger ?? destinationLedgerPath(stateFolder(io.env), { to: options.to, account, target: opened.target }),
    ),
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

function credentialsFinding({ to }: DoctorOptions, io: Io, check: ClientCheck | undefined): Finding {
  const { ids, secrets } = DESTINATIONS[to].credentials;
  const set = [...ids, ...secrets.flat()].map(({ variable }) => variable).filter((variable) => io.env[variable]);
  const where = `${set.join(', ')}, from the environment`;
  const texts = {
    accepted: 'accepted',
    refused: 'refused by the provider',
    forbidden: 'not allowed to read leads',
    unknown: 'not verified',
  };
  const credentials = check?.credentials ?? 'unknown';
  const status = ({ accepted: 'ok', refused: 'failed', forbidden: 'failed', unknown: 'warning' } as const)[credentials];
  return { name: 'credentials', status, text: `${where}: ${texts[credentials]}`, hint: check?.error?.hint };
}

function callFindings({ target }: OpenedDestination, check: ClientCheck | undefined): Finding[] {
  const address = target.account.split('/')[0] ?? '';
  if (check === undefined)
    return [{ name: 'address', status: 'warning', text: `${address}: has no read-only call to check it with` }];
  const { reached, error, operationId, status, drift, clockOffsetMs } = check;
  const findings: Finding[] = [
    {
      name: 'address',
      status: reached ? 'ok' : 'failed',
      text: `${address} ${reached ? 'responds' : 'does not respond'}`,
      hint: error?.hint ?? 'Check --base-url and the network.',
    },
  ];
  if (!reached) return findings;
  findings.push({
    name: 'call',
    status: check.ok ? 'ok' : 'failed',
    text: `${operationId}: ${error?.message ?? `status ${status ?? ''}`}`,
    hint: error?.hint,
  });
  if (check.ok) {
    const paths = drift
      .slice(0, SHOWN_DRIFT)
      .map(({ path, expected, got }) => `${path} (expected ${expected}, got ${got})`);
    findings.push(
      drift.length === 0
        ? { name: 'spec', status: 'ok', text: 'the response fits the spec' }
        : {
            name: 'spec',
            status: 'warning',
            text: `the response differs from the spec in ${drift.length} places: ${paths.join(', ')}`,
            hint: 'Leads are sent all the same; a newer version of leadwire may know the change.',
          },
    );
  }
  if (clockOffsetMs !== undefined) {
    const seconds = Math.round(clockOffsetMs / 1000);
    const isFar = Math.abs(clockOffsetMs) > MOST_CLOCK_OFFSET_MS;
    findings.push({
      name: 'clock',
      status: isFar ? 'warning' : 'ok',
      text: clockInWords(seconds),
      hint: 'Set the clock of this machine.',
    });
  }
  return findings;
}

function clockInWords(seconds: number): string {
  if (seconds === 0) return "the provider's clock and this machine's show the same time";
  return `the provider's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine's`;
}

async function placeFindings({ describePlace }: OpenedDestination, { to }: DoctorOptions): Promise<Finding[]> {
  const calling: Finding[] = DESTINATIONS[to].callsAtOnce
    ? [{ name: 'calling', status: 'ok', text: 'the provider may call a lead as soon as it has it' }]
    : [];
  if (describePlace === undefined) return calling;
  try {
    const place = await describePlace();
    if (place === undefined) return calling;
    const text = place.hours === undefined ? place.text : `${place.text}; it calls ${place.hours}`;
    return [
      {
        name: 'place',
        status: place.isActive ? 'ok' : 'warning',
        text,
        hint: 'Leads wait there until it is started in the dashboard.',
      },
      ...calling,
    ];
  } catch (error) {
    if (!isLeadwireError(error)) throw error;
    const isMissing = error.kind === 'not-found';
    return [
      {
        name: 'place',
        status: isMissing ? 'failed' : 'warning',
        text: error.message,
        hint: isMissing ? 'Check the id in the dashboard.' : error.hint,
      },
      ...calling,
    ];
  }
}

/** Whether the file can be read as leads; `check` says more of its rows. */
async function fileFinding(path: string | undefined, to: string, io: Io): Promise<Finding[]> {
  if (path === undefined) return [];
  const hint = `leadwire check ${path} --to ${to} shows every row.`;
  try {
    const file = await openFile({ path, stdin: io.stdin, signal: io.signal });
    const [doubt] = file.doubts;
    const phone = file.uses.find(({ destination }) => destination === 'phone');
    const names = phone?.indexes.map((index) => columnName(file.header[index] ?? '')).join(', then ');
    if (doubt !== undefined) return [{ name: 'file', status: 'warning', text: `${path}: ${doubt.question}`, hint }];
    return [{ name: 'file', status: 'ok', text: `${path}: ${file.format}, phone from ${names ?? ''}. ${hint}` }];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return [{ name: 'file', status: 'failed', text: error.message, hint: error.hints[0] ?? hint }];
  }
}

async function ledgerFinding(path: string): Promise<Finding> {
  if (!existsSync(path)) return { name: 'ledger', status: 'ok', text: `${path} (not there yet: nothing was sent)` };
  try {
    const ledger = fileLedger(path, { readOnly: true });
    const counts = await ledger.counts();
    await ledger.close();
    const filled = Object.entries(counts).filter(([, count]) => count > 0);
    return {
      name: 'ledger',
      status: 'ok',
      text: `${path}: ${filled.map(([state, count]) => `${count} ${state}`).join(', ') || 'empty'}`,
    };
  } catch (error) {
    if (!isLeadwireError(error)) throw error;
    return { name: 'ledger', status: 'failed', text: error.message, hint: error.hint };
  }
}
