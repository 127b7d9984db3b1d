import { Tally } from '@leadwire/importer';
import { fileLedger } from 'leadwire/file-ledger';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { type FoundLedger, findLedgers, type WhichLedger } from '../../ledger/find-ledgers.ts';
import { type KnownRow, knownRows } from '../../ledger/ledger-rows.ts';
import { countLine, Printer, type Style, styleFor } from '../../output/printer.ts';
import type { QueueFlags } from '../../queue-options.ts';

export interface StatusOptions extends WhichLedger, QueueFlags {
  readonly json?: boolean | undefined;
  /** Show each row, not only how many. */
  readonly rows?: boolean | undefined;
}

/** Counts of one destination. */
interface Counts {
  readonly tally: Tally;
  unfinished: number;
  /** Rejected because undo removed them. */
  undone: number;
}

const newCounts = (): Counts => ({ tally: new Tally(), unfinished: 0, undone: 0 });

/** Prints the outcomes of an import, from the ledgers that know the file, or the imports of a queue. */
export async function showStatus(file: string | undefined, options: StatusOptions, io: Io): Promise<ExitCode> {
  if (options.databaseUrl !== undefined) return (await import('./show-queue.ts')).showQueue(options, io);
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  const total = newCounts();
  for (const found of await findLedgers(file, options, io.env)) {
    if (!options.json) for (const line of title(found, file, style)) out.line(line);
    const places = await readLedger(found, total, options, out);
    if (!options.json) for (const line of summarizeAll(places, file ?? found.path, style)) out.line(line);
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
      const name = place === undefined ? found.path : `${place.provider} ${place.account}`;
      const counts = places.get(name) ?? newCounts();
      places.set(name, counts);
      count(row, counts);
      count(row, total);
      if (options.json) out.json(asJson(row, found));
      else if (options.rows) out.line(asLine(row));
      await out.ready();
    }
    return places;
  } finally {
    await ledger.close();
  }
}

function count({ entry, outcome }: KnownRow, counts: Counts): void {
  if (isUndone(entry)) counts.undone++;
  if (outcome === undefined) counts.unfinished++;
  else counts.tally.add(outcome);
}

const isUndone = (entry: KnownRow['entry']): boolean =>
  entry?.state === 'rejected' && entry.detail?.includes('"code":"undone"') === true;

const summarizeAll = (places: ReadonlyMap<string, Counts>, file: string, style: Style): string[] =>
  places.size === 0 ? ['  no rows yet'] : [...places].flatMap(([name, counts]) => summarize(name, counts, file, style));

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
  const line = (count: number, text: string, next = ''): string =>
    countLine(count, `${text}${next === '' ? '' : style('dim', `   ${next}`)}`);
  const advice = {
    parked: `needs a look-up: leadwire parked ${file}`,
    rejected: undone > 0 ? `${undone.toLocaleString('en')} of them removed by undo` : '',
  };
  return [
    `  ${name}`,
    line(tally.rows + unfinished, 'rows'),
    ...tally
      .occurred()
      .map(([outcome, count]) =>
        line(count, outcome, outcome === 'parked' || outcome === 'rejected' ? advice[outcome] : ''),
      ),
    ...(unfinished === 0 ? [] : [line(unfinished, 'not sent or not finished', 'run the import again to resume')]),
  ];
}
