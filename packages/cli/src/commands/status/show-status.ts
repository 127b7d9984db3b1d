import { type RowOutcome, Tally } from '@leadwire/importer';
import { fileLedger } from 'leadwire/file-ledger';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { type FoundLedger, findLedgers, type WhichLedger } from '../../ledger/find-ledgers.ts';
import { type KnownRow, knownRows } from '../../ledger/ledger-rows.ts';
import { asArgument, countLine, countWithReasons, Printer, type Style, styleFor } from '../../output/printer.ts';
import type { QueueFlags } from '../../queue-options.ts';

export interface StatusOptions extends WhichLedger, QueueFlags {
  readonly json?: boolean | undefined;
  /** Show each row, not only how many. */
  readonly rows?: boolean | undefined;
}

/** Counts of one destination, or of all. */
class Counts {
  readonly tally: Tally = new Tally();
  unfinished = 0;
  /** Rejected because undo removed them. */
  undone = 0;

  add({ entry, outcome }: KnownRow): void {
    if (isUndone(entry)) this.undone++;
    if (outcome === undefined) this.unfinished++;
    else this.tally.add(outcome);
  }
}

/** Prints the outcomes of an import, from the ledgers that know the file, or the imports of a queue. */
export async function showStatus(file: string | undefined, options: StatusOptions, io: Io): Promise<ExitCode> {
  if (options.databaseUrl !== undefined) return (await import('./show-queue.ts')).showQueue(options, io);
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  const total = new Counts();
  const say = (lines: readonly string[]): void => {
    if (options.json !== true) for (const line of lines) out.line(line);
  };
  for (const found of await findLedgers(file, options, io.env)) {
    say(title(found, file, style));
    const places = await readLedger(found, total, options, out);
    for (const [name, counts] of places) say(summarize(name, counts, file ?? found.path, style));
    if (places.size === 0) say(['  no rows yet']);
  }
  const { tally, unfinished } = total;
  const summary = { ...tally.summary(), rows: tally.rows + unfinished, open: tally.open + unfinished, unfinished };
  if (options.json) out.json(summary);
  await out.end();
  return EXIT.done;
}

async function readLedger(
  found: FoundLedger,
  total: Counts,
  options: StatusOptions,
  out: Printer,
): Promise<Map<string, Counts>> {
  const places = new Map<string, Counts>();
  const ledger = fileLedger(found.path, { readOnly: true });
  try {
    for await (const row of knownRows(ledger, found)) {
      const place = row.entry ?? found.run;
      const name = place ? `${place.provider} ${place.account}` : found.path;
      const counts = places.get(name) ?? new Counts();
      places.set(name, counts);
      for (const each of [counts, total]) each.add(row);
      if (options.json) out.json(asJson(row, found));
      else if (options.rows) out.line(asLine(row));
      await out.ready();
    }
    return places;
  } finally {
    await ledger.close();
  }
}

const isUndone = (entry: KnownRow['entry']): boolean =>
  entry?.state === 'rejected' && entry.detail?.includes('"code":"undone"') === true;

function title({ path, run, changed }: FoundLedger, file: string | undefined, style: Style): string[] {
  if (run === undefined) return [style('bold', path)];
  const when = new Date(run.startedAt).toISOString().slice(0, 16).replace('T', ' ');
  return [
    style('bold', `${file ?? run.filePath}, imported ${when} UTC`),
    ...(changed ? [style('yellow', '  The file has changed since: these are the rows as they were then.')] : []),
    style('dim', `  ledger: ${path}`),
  ];
}

function asJson({ ref, entry, outcome }: KnownRow, { run }: FoundLedger): object {
  if (entry === undefined) return { type: 'row', ref, provider: run?.provider, account: run?.account, outcome };
  const { key, provider, account, state, remoteId, attempts, unknowns, firstSentAt, updatedAt } = entry;
  const place = { type: 'row', key, ref, provider, account };
  return { ...place, state, outcome, id: remoteId, attempts, unknowns, firstSentAt, updatedAt };
}

function asLine({ ref, entry, outcome }: KnownRow): string {
  const unfinished = entry === undefined ? 'not sent yet' : `not finished (${entry.state})`;
  const what = isUndone(entry) ? 'removed by undo' : (outcome ?? unfinished);
  const named = ref === undefined ? (entry?.key ?? '') : `row ${ref}`;
  return `  ${what.padEnd(24)} ${named}${entry?.remoteId === undefined ? '' : `  id ${entry.remoteId}`}`;
}

function summarize(name: string, { tally, undone, unfinished }: Counts, file: string, style: Style): string[] {
  const advice: Partial<Record<RowOutcome, string>> = {
    parked: `needs a look-up: leadwire parked ${asArgument(file)}`,
    ...(undone > 0 && { rejected: `${undone.toLocaleString('en')} of them removed by undo` }),
  };
  const withAdvice = (text: string, next: string | undefined): string =>
    next === undefined ? text : `${text}${style('dim', `   ${next}`)}`;
  return [
    `  ${name}`,
    countLine(tally.rows + unfinished, 'rows'),
    ...tally.occurred().map(([outcome, count]) => countLine(count, withAdvice(outcome, advice[outcome]))),
    ...countWithReasons(unfinished, withAdvice('not sent or not finished', 'run the import again to resume')),
  ];
}
