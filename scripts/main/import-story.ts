import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePhone } from '@leadwire/core/phone';
import { createLeadwire } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { type Destination, leadsAt } from './destinations.ts';
import { type CommandResult, leadwire } from './leadwire-command.ts';
import { SAMPLE, type SampleRow } from './sample.ts';

/** The outcome of the sample at one provider. */
export interface Story {
  readonly destination: Destination;
  readonly summary: Readonly<Record<string, unknown>>;
  /** Why rows were refused, by how many. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly killedAt: number;
  readonly lookedUp: number;
  readonly ms: number;
}

/**
 * One import from its start through a crash to its end: killed half-way, run again, and what is parked looked up by hand,
 * which is here a look into the simulator. A real provider is neither killed nor looked up.
 */
export async function importStory(
  destination: Destination,
  { folder, onRow, rows }: { folder: string; rows: readonly SampleRow[]; onRow: () => void },
): Promise<Story> {
  const place = join(folder, destination.to);
  await mkdir(place);
  const file = join(place, 'leads.csv');
  const ledger = join(place, 'leads.leadwire');
  await copyFile(SAMPLE, file);
  const startedAt = performance.now();
  let furthest = 0;
  const run = (killAfter?: number) => {
    let row = 0;
    // A resumed run tells of every row again: only what is new moves the bar.
    const onRowOfRun = () => {
      if (++row > furthest) {
        furthest = row;
        onRow();
      }
    };
    return leadwire(
      ['import', file, '--to', destination.to, '--country', 'IN', '--ledger', ledger, ...destination.flags],
      {
        env: destination.env,
        killAfter,
        onRow: onRowOfRun,
      },
    );
  };

  const first = await run(destination.live ? undefined : Math.floor(rows.length / 2));
  const killedAt = first.lines.filter((line) => line.type === 'row').length;
  let last = destination.live ? first : await run();
  let lookedUp = 0;
  while (!destination.live && parkedIn(last) > 0) {
    lookedUp += await lookUp(ledger, leadsAt(destination));
    last = await run();
  }
  const summary = summaryOf(last);
  if (summary === undefined)
    throw new Error(`the import into ${destination.title} ended with exit code ${last.code}\n${last.stderr}`);
  return {
    destination,
    summary,
    reasons: reasonsOf(last.lines),
    killedAt,
    lookedUp,
    ms: performance.now() - startedAt,
  };
}

const summaryOf = ({ lines }: CommandResult) => lines.find((line) => line.type === 'summary');

const parkedIn = (result: CommandResult): number => Number(summaryOf(result)?.parked ?? 0);

/** What a person does with parked rows: asks the provider for each, and writes down what it said. */
async function lookUp(ledger: string, there: ReadonlyMap<string, number>): Promise<number> {
  const desk = createLeadwire({ targets: {}, ledger: fileLedger(ledger) });
  let settled = 0;
  try {
    for (const lead of await desk.parked()) {
      const phone = parsePhone(String(lead.lookup.phone), { defaultCountry: 'IN' });
      await desk.resolve(lead, phone.ok && there.has(phone.value.e164.slice(1)) ? 'arrived' : 'not-there');
      settled++;
    }
  } finally {
    await desk.close();
  }
  return settled;
}

function reasonsOf(lines: readonly Record<string, unknown>[]): Map<string, number> {
  const reasons = new Map<string, number>();
  for (const line of lines) {
    if (line.type !== 'row' || line.outcome !== 'rejected') continue;
    const reason = String(line.code ?? line.reason);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}
