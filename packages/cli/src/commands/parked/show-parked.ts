import type { Ledger } from '@leadwire/core';
import { scrub } from '@leadwire/core/provider';
import { createLeadwire, type ParkedLead } from 'leadwire';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { openLedgerToRead } from '../../ledger/ledger-file.ts';
import { Printer, type Style, styleFor } from '../../output/printer.ts';
import { Tally } from '../../rows/tally.ts';

export interface ParkedOptions {
  readonly ledger?: string | undefined;
  readonly json?: boolean | undefined;
  /** Show what is to be looked up in full. */
  readonly reveal?: boolean | undefined;
}

/** Leads of which nobody knows whether they arrived, each with the look-up that tells. */
export async function showParked(file: string | undefined, options: ParkedOptions, io: Io): Promise<ExitCode> {
  const { ledger, path } = await openLedgerToRead('parked', file, options.ledger);
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  const tally = new Tally();
  try {
    for await (const lead of parkedIn(ledger)) {
      tally.add('parked');
      const lookup = options.reveal ? lead.lookup : masked(lead.lookup);
      const reason = lead.state === 'sent' ? FINDS_OUT : lead.reason;
      if (options.json) out.json(asJson({ ...lead, reason }, lookup));
      else for (const line of asText({ ...lead, reason }, lookup, style)) out.line(line);
      await out.ready();
    }
  } finally {
    await ledger.close();
  }
  if (options.json) out.json(tally.summary());
  else for (const line of advice(tally.rows, file ?? path, options)) out.line(line);
  await out.end();
  return EXIT.done;
}

const parkedIn = (ledger: Ledger): AsyncIterable<ParkedLead> => createLeadwire({ targets: {}, ledger }).parked();

const FINDS_OUT = 'Its answer was lost: run the import again, which finds out, or look it up';

type Lookup = Readonly<Record<string, unknown>>;

const masked = (lookup: Lookup): Lookup =>
  Object.fromEntries(
    Object.entries(lookup).map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value]),
  );

function asJson(
  { key, ref, provider, account, state, firstSentAt, attempts, reason }: ParkedLead,
  lookup: Lookup,
): object {
  return { type: 'row', key, ref, provider, account, state, firstSentAt, attempts, reason, lookup };
}

function asText(
  { key, ref, provider, account, firstSentAt, reason }: ParkedLead,
  lookup: Lookup,
  style: Style,
): string[] {
  const since = firstSentAt === undefined ? '' : `  first sent ${new Date(firstSentAt).toISOString()}`;
  const named =
    key.startsWith('lw1_') && ref !== undefined
      ? `row ${ref}`
      : [key, ref === undefined ? '' : `(row ${ref})`].join(' ');
  const where = Object.entries(lookup).map(([name, value]) => `${name}=${String(value)}`);
  return [`${style('bold', named)}  ${provider} ${account}${since}`, `  ${reason}`, `  look up: ${where.join('  ')}`];
}

function advice(count: number, file: string, { reveal }: ParkedOptions): string[] {
  if (count === 0) return ['Nothing is parked.'];
  return [
    '',
    `${count.toLocaleString('en')} to look at.${reveal ? '' : ' With --reveal the look-ups are shown in full.'}`,
    `When you know: leadwire resolve ${file} ROW --arrived [ID] | --not-there | --ignore`,
  ];
}
