import type { Ledger } from '@leadwire/core';
import { openWhenFree } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { createLeadwire, type Decision, type ParkedLead } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { findLedgers, onlyLedger, type WhichLedger } from '../../ledger/find-ledgers.ts';
import { createRowFinder } from '../../ledger/ledger-rows.ts';
import { canAsk } from '../../output/confirm.ts';
import { Printer } from '../../output/printer.ts';
import { type QueueFlags, queueOptions } from '../../queue-options.ts';
import { askForEach } from './ask-for-each.ts';
import { isParkedCsv, parseRows, type Resolution, readParkedCsv } from './parse-rows.ts';

export interface ResolveOptions extends WhichLedger, QueueFlags {
  /** The provider's id, or true where it is not known. */
  readonly arrived?: string | true | undefined;
  readonly notThere?: boolean | undefined;
  readonly ignore?: boolean | undefined;
  readonly json?: boolean | undefined;
}

type FoundLead = ParkedLead & { readonly decision: Decision };

/** Records what a person has found out about parked leads. */
export async function resolveParked(
  file: string,
  which: readonly string[],
  options: ResolveOptions,
  io: Io,
): Promise<ExitCode> {
  if (which.length === 0) return resolveByAsking(file, options, io);
  const resolution = isParkedCsv(which) ? readParkedCsv(which[0] ?? '') : parseRows(which, decisionOf(options));
  const { finder, importId, ledger } = await openLedger(file, which, options, io);
  const leadwire = createLeadwire({ targets: {}, ledger });
  const next = options.databaseUrl === undefined ? 'The next import' : 'A worker';
  const out = new Printer(io.stdout);
  try {
    const leads: FoundLead[] = [];
    for await (const lead of leadwire.parked({ importId })) {
      const ref = finder.find(lead);
      const decision = ref && resolution.decide({ ...lead, ref: ref.ref });
      if (ref !== undefined && decision !== undefined) leads.push({ ...lead, ref: ref.ref, decision });
    }
    refuseUnclear(leads, resolution, { file, which });
    for (const { decision, ...lead } of leads) {
      await leadwire.resolve(lead, decision);
      if (options.json) out.json({ type: 'resolved', key: lead.key, ref: lead.ref, decision });
      else out.line(`Row ${lead.ref ?? lead.key}: ${inWords(decision, next)}`);
    }
    await out.end();
    return EXIT.done;
  } finally {
    finder.close();
    await leadwire.close();
  }
}

/** Asks about each parked lead, and records each answer at once. */
async function resolveByAsking(file: string, options: ResolveOptions, io: Io): Promise<ExitCode> {
  const isDecided = options.arrived !== undefined || options.notThere === true || options.ignore === true;
  if (isDecided || !canAsk(io) || options.json === true) {
    throw new Fault('Which rows?', {
      hints: [`See which there are: leadwire parked ${file}`, `Then: leadwire resolve ${file} 29-40 --not-there`],
    });
  }
  const { finder, importId, ledger } = await openLedger(file, [], options, io);
  const leadwire = createLeadwire({ targets: {}, ledger });
  try {
    const leads: ParkedLead[] = [];
    for await (const lead of leadwire.parked({ importId })) {
      const ref = finder.find(lead);
      if (ref !== undefined) leads.push({ ...lead, ref: ref.ref });
    }
    const out = new Printer(io.stdout);
    if (leads.length === 0) out.line('Nothing is parked.');
    await out.end();
    for await (const { decision, lead } of askForEach(leads, io)) await leadwire.resolve(lead, decision);
    return EXIT.done;
  } finally {
    finder.close();
    await leadwire.close();
  }
}

interface OpenedLedger {
  readonly ledger: Ledger;
  readonly importId: string | undefined;
  readonly finder: ReturnType<typeof createRowFinder>;
}

/** The ledger of the file, or that of a queue, whose rows carry their numbers. */
async function openLedger(
  file: string,
  which: readonly string[],
  options: ResolveOptions,
  io: Io,
): Promise<OpenedLedger> {
  if (options.databaseUrl !== undefined) {
    const ledger = postgresLedger(queueOptions(options, io.env));
    const finder = { find: ({ ref }: { readonly ref: string | undefined }) => ({ ref }), close: () => undefined };
    return { ledger, finder, importId: file === '-' ? undefined : file };
  }
  const asked = ['resolve', file, ...which, ...flagsOf(options)].join(' ');
  const found = onlyLedger(await findLedgers(file, options, io.env), asked);
  const ledger = await openWhenFree(found.path, io.signal, (text) => io.stderr.write(`${text}\n`));
  return { ledger, finder: createRowFinder(found), importId: undefined };
}

const inWords = (decision: Decision, next: string): string => {
  const said = typeof decision === 'string' ? decision : `arrived as ${decision.arrived}`;
  return `${said}.${decision === 'not-there' ? ` ${next} sends it.` : ''}`;
};

interface Asked {
  readonly file: string;
  readonly which: readonly string[];
}

/** An id belongs to one lead, and one row number to one lead. */
function refuseUnclear(leads: readonly FoundLead[], { name }: Resolution, { file, which }: Asked): void {
  if (leads.length === 0) {
    throw new Fault(`No parked lead matches ${name}.`, { hints: [`See which there are: leadwire parked ${file}`] });
  }
  const hasId = leads.some(({ decision }) => typeof decision === 'object');
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
        `Name one by its key: leadwire parked ${file} --json`,
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
