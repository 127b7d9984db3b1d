import { createLeadwire, type Decision, type ParkedLead } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { openLedgerToRead } from '../../ledger/ledger-file.ts';
import { Fault } from '../../output/fault.ts';
import { Printer } from '../../output/printer.ts';

export interface ResolveOptions {
  readonly ledger?: string | undefined;
  /** The provider's id, or true where it is not known. */
  readonly arrived?: string | true | undefined;
  readonly notThere?: boolean | undefined;
  readonly ignore?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Writes down what a person has found out about a parked lead. */
export async function resolveParked(file: string, which: string, options: ResolveOptions, io: Io): Promise<ExitCode> {
  const decision = decisionOf(options);
  const { ledger, path } = await openLedgerToRead('resolve', file, options.ledger); // which must be there: to write makes one
  await ledger.close();
  const leadwire = createLeadwire({ targets: {}, ledger: fileLedger(path) });
  try {
    const found: ParkedLead[] = [];
    for await (const lead of leadwire.parked()) if (lead.key === which || lead.ref === which) found.push(lead);
    const [lead, another] = found;
    if (lead === undefined) {
      throw new Fault(`No parked lead is row ${which}, or has that key.`, {
        hints: [`See them: leadwire parked ${file}`],
      });
    }
    if (another !== undefined) {
      throw new Fault(`Several parked leads are row ${which}.`, {
        hints: [`Name one by its key: leadwire parked ${file} --json`],
      });
    }
    await leadwire.resolve(lead, decision);
    const out = new Printer(io.stdout);
    const said = typeof decision === 'string' ? decision : `arrived as ${decision.arrived}`;
    if (options.json) out.json({ type: 'resolved', key: lead.key, ref: lead.ref, decision });
    else
      out.line(`Row ${lead.ref ?? lead.key}: ${said}.${decision === 'not-there' ? ' The next import sends it.' : ''}`);
    await out.end();
    return EXIT.done;
  } finally {
    await leadwire.close();
  }
}

function decisionOf({ arrived, notThere, ignore }: ResolveOptions): Decision {
  const given: Decision[] = [
    ...(arrived === undefined ? [] : [arrived === true ? ('arrived' as const) : { arrived }]),
    ...(notThere ? ['not-there' as const] : []),
    ...(ignore ? ['ignore' as const] : []),
  ];
  const [decision] = given;
  if (decision !== undefined && given.length === 1) return decision;
  throw new Fault('What became of it?', {
    hints: [
      '--arrived [ID]  it is there',
      '--not-there     it is not: the next import sends it',
      '--ignore        it is not to be sent, whatever became of it',
    ],
  });
}
