import type { Ledger } from '@leadwire/core';
import { openWhenFree } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { createLeadwire, type Decision, type ParkedLead } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { type FoundLedger, findLedgers, onlyLedger, type WhichLedger } from '../../ledger/find-ledgers.ts';
import { parkedLeads } from '../../ledger/ledger-rows.ts';
import { canAsk } from '../../output/confirm.ts';
import { asArgument, Printer } from '../../output/printer.ts';
import { type QueueFlags, queueOptions } from '../../queue-options.ts';
import { askForEach, type Decided } from './ask-for-each.ts';
import { isParkedCsv, parseRows, type Resolution, readParkedCsv } from './parse-rows.ts';

export interface ResolveOptions extends WhichLedger, QueueFlags {
  /** The provider's id, or true where it is not known. */
  readonly arrived?: string | true | undefined;
  readonly notThere?: boolean | undefined;
  readonly ignore?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Records what a person has found out about parked leads; without rows a terminal asks about each, and records each answer at once. */
export async function resolveParked(
  file: string,
  which: readonly string[],
  options: ResolveOptions,
  io: Io,
): Promise<ExitCode> {
  const resolution = which.length === 0 ? undefined : resolutionOf(which, options);
  if (resolution === undefined) refuseToAsk(file, options, io);
  const { ledger, found, importId } = await openLedger(file, which, options, io);
  const leadwire = createLeadwire({ targets: {}, ledger });
  const out = new Printer(io.stdout);
  try {
    const leads: ParkedLead[] = [];
    for await (const lead of parkedLeads(ledger, found, importId)) leads.push(lead);
    if (resolution === undefined && leads.length === 0) out.line('Nothing is parked.');
    const decided = resolution && decide(leads, resolution, { file, which });
    for await (const { lead, decision } of decided ?? askForEach(leads, io)) {
      await leadwire.resolve(lead, decision);
      if (decided !== undefined) out.line(inWords({ lead, decision }, options));
    }
    await out.end();
    return EXIT.done;
  } finally {
    await leadwire.close();
  }
}

const resolutionOf = (which: readonly string[], options: ResolveOptions): Resolution =>
  isParkedCsv(which) ? readParkedCsv(which[0] ?? '') : parseRows(which, decisionOf(options));

function decide(leads: readonly ParkedLead[], resolution: Resolution, asked: Asked): readonly Decided[] {
  const decided = leads.flatMap((lead): Decided[] => {
    const decision = resolution.decide(lead);
    return decision === undefined ? [] : [{ lead, decision }];
  });
  refuseUnclear(decided, resolution.name, asked);
  return decided;
}

function refuseToAsk(file: string, { arrived, ignore, json, notThere }: ResolveOptions, io: Io): void {
  if (arrived === undefined && !notThere && !ignore && canAsk(io) && json !== true) return;
  throw new Fault('Which rows?', {
    hints: [
      `See which there are: leadwire parked ${asArgument(file)}`,
      `Then: leadwire resolve ${asArgument(file)} 29-40 --not-there`,
    ],
  });
}

interface OpenedLedger {
  readonly ledger: Ledger;
  /** Of a queue the whole ledger, whose rows carry their numbers. */
  readonly found: Partial<FoundLedger>;
  readonly importId: string | undefined;
}

async function openLedger(
  file: string,
  which: readonly string[],
  options: ResolveOptions,
  io: Io,
): Promise<OpenedLedger> {
  if (options.databaseUrl !== undefined)
    return {
      ledger: postgresLedger(queueOptions(options, io.env)),
      found: {},
      importId: file === '-' ? undefined : file,
    };
  const asked = ['resolve', file, ...which, ...flagsOf(options)].join(' ');
  const found = onlyLedger(await findLedgers(file, options, io.env), asked);
  const ledger = await openWhenFree(found.path, io.signal, (text) => io.stderr.write(`${text}\n`));
  return { ledger, found, importId: undefined };
}

function inWords({ lead, decision }: Decided, { databaseUrl, json }: ResolveOptions): string {
  const { key, ref } = lead;
  if (json === true) return JSON.stringify({ type: 'resolved', key, ref, decision });
  const said = typeof decision === 'string' ? decision : `arrived as ${decision.arrived}`;
  const next = databaseUrl === undefined ? 'The next import' : 'A worker';
  return `Row ${ref ?? key}: ${said}.${decision === 'not-there' ? ` ${next} sends it.` : ''}`;
}

interface Asked {
  readonly file: string;
  readonly which: readonly string[];
}

/** An id belongs to one lead, and one row number to one lead. */
function refuseUnclear(decided: readonly Decided[], name: string, { file, which }: Asked): void {
  const leads = decided.map(({ lead }) => lead);
  if (leads.length === 0) {
    throw new Fault(`No parked lead matches ${name}.`, {
      hints: [`See which there are: leadwire parked ${asArgument(file)}`],
    });
  }
  const hasId = decided.some(({ decision }) => typeof decision === 'object');
  const repeats = leads.some(({ ref }, index) => leads.findIndex((other) => other.ref === ref) !== index);
  if (leads.length > 1 && !isParkedCsv(which) && (hasId || (repeats && !which.includes('all')))) {
    const places = new Set(leads.map(({ provider, account }) => `${provider} ${account}`));
    throw new Fault(`Several parked leads match ${name}.`, {
      hints: [
        ...(places.size > 1
          ? [
              `They went to ${[...places].join(' and ')}: name the file that was imported, with --to and its list or campaign.`,
            ]
          : []),
        `Name one by its key: leadwire parked ${asArgument(file)} --json`,
      ],
    });
  }
}

/** What was given, for a command that is to be run again. */
const flagsOf = ({ arrived, ledger, notThere, ignore }: ResolveOptions): string[] => [
  ...(arrived === undefined ? [] : ['--arrived', ...(arrived === true ? [] : [arrived])]),
  ...(notThere ? ['--not-there'] : []),
  ...(ignore ? ['--ignore'] : []),
  ...(ledger === undefined ? [] : ['--ledger', ledger]),
];

function decisionOf({ arrived, notThere, ignore }: ResolveOptions): Decision {
  const given: Decision[] = [
    ...(arrived === undefined ? [] : [arrived === true ? ('arrived' as const) : { arrived }]),
    ...(notThere ? ['not-there' as const] : []),
    ...(ignore ? ['ignore' as const] : []),
  ];
  const [decision] = given;
  if (decision !== undefined && given.length === 1) return decision;
  throw new Fault('What did you find out? Give one of these:', {
    hints: [
      '--arrived [ID]  it arrived',
      '--not-there     it did not arrive: the next import, or a worker, sends it',
      '--ignore        do not send it, whether it arrived or not',
    ],
  });
}
