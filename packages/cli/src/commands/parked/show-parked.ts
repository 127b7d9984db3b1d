import { maskText } from '@leadwire/core/provider';
import { CsvFile, Tally } from '@leadwire/importer';
import { clean } from '@leadwire/importer/errors';
import type { ParkedLead } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { type FoundLedger, findLedgers, type WhichLedger } from '../../ledger/find-ledgers.ts';
import { parkedLeads } from '../../ledger/ledger-rows.ts';
import { asArgument, Printer, type Style, styleFor } from '../../output/printer.ts';
import { type QueueFlags, queueOptions } from '../../queue-options.ts';

export interface ParkedOptions extends WhichLedger, QueueFlags {
  readonly json?: boolean | undefined;
  /** Show what is to be looked up in full. */
  readonly reveal?: boolean | undefined;
  /** A CSV file to fill in and give to `resolve`. */
  readonly report?: string | undefined;
}

/** Columns of the CSV that `resolve` reads back. */
const PARKED_COLUMNS = ['row', 'key', 'provider', 'account', 'reason', 'look_up', 'found'] as const;

/** Prints the leads that may or may not have arrived, each with the look-up to make. */
export async function showParked(file: string | undefined, options: ParkedOptions, io: Io): Promise<ExitCode> {
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  const parked =
    options.databaseUrl === undefined
      ? parkedInFiles(await findLedgers(file, options, io.env))
      : parkedInQueue(file, options, io);
  const report = options.report === undefined ? undefined : await openReport(options.report, file);
  const tally = new Tally();
  for await (const found of parked) {
    tally.add('parked');
    const lead = { ...found, reason: found.state === 'sent' ? FINDS_OUT : found.reason };
    const lookup = options.reveal ? lead.lookup : masked(lead.lookup);
    for (const line of options.json ? [JSON.stringify(asJson(lead, lookup))] : asText(lead, lookup, style))
      out.line(line);
    await report?.add(lead);
    await out.ready();
  }
  await report?.close();
  const summary = JSON.stringify(tally.summary());
  for (const line of options.json ? [summary] : advice(tally.rows, file, options)) out.line(line);
  await out.end();
  return EXIT.done;
}

const openReport = (path: string, file: string | undefined): Promise<CsvFile<ParkedLead>> =>
  CsvFile.open<ParkedLead>(path, {
    ...{ flag: '--report', delimiter: ',', input: file ?? '', header: PARKED_COLUMNS },
    toRow: ({ key, ref = '', provider, account, reason, lookup }) => [
      ref,
      key,
      provider,
      account,
      reason,
      shown(lookup),
      '',
    ],
  });

/** The leads of one import of a queue, or of all. */
async function* parkedInQueue(importId: string | undefined, flags: QueueFlags, io: Io): AsyncGenerator<ParkedLead> {
  const ledger = postgresLedger(queueOptions(flags, io.env));
  try {
    yield* parkedLeads(ledger, {}, importId);
  } finally {
    await ledger.close();
  }
}

async function* parkedInFiles(ledgers: readonly FoundLedger[]): AsyncGenerator<ParkedLead> {
  for (const found of ledgers) {
    const ledger = fileLedger(found.path, { readOnly: true });
    try {
      yield* parkedLeads(ledger, found);
    } finally {
      await ledger.close();
    }
  }
}

const FINDS_OUT = 'The response was lost: run the import again, which looks it up, or look it up yourself';

type Lookup = Readonly<Record<string, unknown>>;

const masked = (lookup: Lookup): Lookup =>
  Object.fromEntries(
    Object.entries(lookup).map(([name, value]) => [name, typeof value === 'string' ? maskText(value) : value]),
  );

const shown = (lookup: Lookup): string =>
  Object.entries(lookup)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('  ');

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
  const row = ref === undefined ? '' : `row ${ref}`;
  const named = key.startsWith('lw1_') && row !== '' ? row : [key, row && `(${row})`].join(' ').trim();
  return [
    `${style('bold', clean(named))}  ${provider} ${account}${since}`,
    `  ${clean(reason)}`,
    `  look up: ${clean(shown(lookup))}`,
  ];
}

function advice(count: number, file: string | undefined, { databaseUrl, reveal, report }: ParkedOptions): string[] {
  if (count === 0) return ['Nothing is parked.'];
  const named = asArgument(file ?? (databaseUrl === undefined ? 'FILE' : 'IMPORT'));
  const where = databaseUrl === undefined ? named : `--database-url … ${named}`;
  return [
    '',
    `${count.toLocaleString('en')} to look up.${reveal ? '' : ' With --reveal the look-ups are shown in full.'}`,
    `When you know: leadwire resolve ${where} ROWS --arrived [ID] | --not-there | --ignore`,
    ...(report === undefined
      ? ['Many rows: --report parked.csv writes them to a CSV with a column "found" to fill in.']
      : [
          `Or fill in the column "found" of ${report} (arrived, arrived ID, not-there, ignore): leadwire resolve ${where} ${asArgument(report)}`,
        ]),
  ];
}
