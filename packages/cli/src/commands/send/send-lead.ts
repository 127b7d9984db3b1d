import { type ErrorKind, LEAD_FIELDS, type Lead, type LeadTarget } from '@leadwire/core';
import { type ConnectionOptions, clientOptions, describeOutcome, type RowResult, Tally } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { createLeadwire, memoryLedger } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  openDestination,
  requireDestination,
  WORDING,
} from '../../destinations.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { Printer } from '../../output/printer.ts';
import { readTypedPhone } from '../../typed-phone.ts';

export interface SendOptions extends DestinationOptions, ConnectionOptions, Omit<Lead, 'tags' | 'fields'> {
  readonly to?: DestinationName | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly field?: readonly string[] | undefined;
  readonly ledger?: string | undefined;
  readonly key?: string | undefined;
  readonly onExisting: 'keep' | 'update';
  readonly json?: boolean | undefined;
}

/** Sends one lead and prints its outcome. Without a ledger it is not remembered: a second run sends it again. */
export async function sendLead(options: SendOptions, io: Io): Promise<ExitCode> {
  requireDestination(options.to);
  const lead = toLead(options);
  const { target } = await openDestination(options.to, {
    options: destinationOptions(options),
    client: clientOptions(options),
    env: io.env,
    dry: false,
  });
  const phone = readTypedPhone(options.phone, options.country);
  const result: RowResult =
    'e164' in phone
      ? await send({ ...lead, phone: phone.e164 }, target, options, io)
      : { outcome: 'rejected', reason: `phone ${phone.advice}`, code: phone.code };
  const tally = new Tally();
  tally.add(result.outcome);
  const out = new Printer(io.stdout);
  if (options.json) {
    out.json({ type: 'row', ...result, reason: result.reason || undefined });
    out.json(tally.summary());
  } else out.line([result.outcome, result.id ?? '', result.reason].filter((part) => part !== '').join('  '));
  await out.end();
  if (tally.open > 0) return EXIT.stopped;
  return tally.hasFailures ? EXIT.someRowsFailed : EXIT.done;
}

async function send(lead: Lead, target: LeadTarget, options: SendOptions, io: Io): Promise<RowResult> {
  const ledger = options.ledger === undefined ? memoryLedger() : fileLedger(options.ledger);
  const leadwire = createLeadwire({ targets: { [target.name]: target }, ledger });
  const { key, onExisting } = options;
  try {
    const report = await leadwire.send(lead, { to: target.name, key, onExisting, signal: io.signal });
    const outcome = report[target.name];
    if (outcome === undefined) throw new Error(`leadwire gave no outcome for ${target.name}`);
    if (outcome.outcome === 'rejected' && NO_LEAD_PASSES.includes(outcome.error.kind)) throw outcome.error;
    return describeOutcome(outcome, WORDING);
  } finally {
    await leadwire.close();
  }
}

/** The lead is not at fault: an import stops on these, too. */
const NO_LEAD_PASSES: readonly ErrorKind[] = ['misconfigured', 'unauthorized', 'forbidden', 'quota-exceeded'];

function toLead({ phone, tag, field, ...options }: SendOptions): Lead {
  const given: Partial<Lead> = { ...options, tags: tag };
  const named: Partial<Lead> = Object.fromEntries(LEAD_FIELDS.map((name) => [name, given[name]]));
  return { ...named, phone, fields: field && Object.fromEntries(field.map(readField)) };
}

/** `budget=5000`; the value is sent as text. */
function readField(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Fault(`--field ${text} has no "=".`, { hints: ['Write it as --field budget=5000.'] });
  return [text.slice(0, at), text.slice(at + 1)];
}
