import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePhone } from '@leadwire/core/phone';
import { createLeadwire } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { type Destination, leadsAt } from './destinations.ts';
import { type CommandResult, type Line, leadwire } from './leadwire-command.ts';

/** The outcome of a file at one provider. */
export interface Story {
  readonly destination: Destination;
  readonly summary: Line;
  /** Why rows were refused, by how many: `4 too-short, 1 not-a-number`. */
  readonly reasons: string;
  readonly killedAt: number;
  readonly lookedUp: number;
}

/**
 * One import from its start through a crash to its end: killed half-way, run again, and what is parked looked up by hand,
 * which is here a look into the simulator. A real provider is neither killed nor looked up.
 */
export async function importStory(
  destination: Destination,
  { file, folder, killAfter }: { readonly file: string; readonly folder: string; readonly killAfter: number },
): Promise<Story> {
  const { env, flags, live, to } = destination;
  const place = join(folder, to);
  await mkdir(place);
  const ledger = join(place, 'leads.leadwire');
  const args = ['import', file, '--to', to, '--country', 'IN', '--ledger', ledger, ...flags];
  let rows = 0;
  const killAt = ({ type }: Line) => !live && type === 'row' && ++rows === killAfter;
  const first = await leadwire(args, { env, killAt });
  let last = live ? first : await leadwire(args, { env });
  let lookedUp = 0;
  while (!live && Number(summaryOf(last)?.parked ?? 0) > 0) {
    lookedUp += await lookUp(ledger, await leadsAt(destination));
    last = await leadwire(args, { env });
  }
  const summary = summaryOf(last);
  if (summary === undefined) throw new Error(`the import into ${to} ended with exit code ${last.code}\n${last.stderr}`);
  const killedAt = first.lines.filter(({ type }) => type === 'row').length;
  return { destination, summary, reasons: reasonsOf(last.lines), killedAt, lookedUp };
}

const summaryOf = ({ lines }: CommandResult) => lines.find((line) => line.type === 'summary');

/** What a person does with parked rows: asks the provider for each, and writes down what it said. */
async function lookUp(ledger: string, there: ReadonlyMap<string, number>): Promise<number> {
  const leads = createLeadwire({ targets: {}, ledger: fileLedger(ledger) });
  try {
    const parked = await leads.parked();
    for (const lead of parked) {
      const phone = parsePhone(String(lead.lookup.phone), { defaultCountry: 'IN' });
      await leads.resolve(lead, phone.ok && there.has(phone.value.e164.slice(1)) ? 'arrived' : 'not-there');
    }
    return parked.length;
  } finally {
    await leads.close();
  }
}

function reasonsOf(lines: readonly Line[]): string {
  const rejected = lines.filter(({ outcome, type }) => type === 'row' && outcome === 'rejected');
  const reasons = Map.groupBy(rejected, ({ code, reason }) => String(code ?? reason));
  return [...reasons].map(([reason, { length }]) => `${length} ${reason}`).join(', ') || 'none';
}
