import type { LedgerRow } from '@leadwire/core';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { openLedgerToRead } from '../../ledger/ledger-file.ts';
import { Printer, type Style, styleFor } from '../../output/printer.ts';
import { Tally } from '../../rows/tally.ts';

export interface StatusOptions {
  readonly ledger?: string | undefined;
  readonly json?: boolean | undefined;
  /** Show each row, not only how many. */
  readonly rows?: boolean | undefined;
}

interface Place {
  readonly name: string;
  readonly tally: Tally;
  unfinished: number;
}

/** What became of the rows of an import, by its ledger. */
export async function showStatus(file: string | undefined, options: StatusOptions, io: Io): Promise<ExitCode> {
  const { ledger, path } = await openLedgerToRead('status', file, options.ledger);
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  const places = new Map<string, Place>();
  const total: Place = { name: path, tally: new Tally(), unfinished: 0 };
  try {
    if (!options.json) out.line(style('bold', path));
    for await (const row of ledger.list()) {
      const name = `${row.provider} ${row.account}`;
      const place = places.get(name) ?? { name, tally: new Tally(), unfinished: 0 };
      places.set(name, place);
      count(place, row);
      count(total, row);
      if (options.json) out.json(asJson(row));
      else if (options.rows) out.line(asLine(row));
      await out.ready();
    }
    if (options.json)
      out.json({ ...total.tally.summary(), rows: total.tally.rows + total.unfinished, unfinished: total.unfinished });
    else for (const line of summarizeAll([...places.values()], file ?? path, style)) out.line(line);
    await out.end();
    return EXIT.done;
  } finally {
    await ledger.close();
  }
}

function count(place: Place, row: LedgerRow): void {
  if (row.outcome === undefined) place.unfinished++;
  else place.tally.add(row.outcome);
}

function asJson(row: LedgerRow): object {
  const { key, ref, provider, account, state, outcome, remoteId, attempts, unknowns, firstSentAt, updatedAt } = row;
  return {
    type: 'row',
    key,
    ref,
    provider,
    account,
    state,
    outcome,
    id: remoteId,
    attempts,
    unknowns,
    firstSentAt,
    updatedAt,
  };
}

function asLine(row: LedgerRow): string {
  const what = row.outcome ?? `not finished (${row.state})`;
  const named = row.ref === undefined ? row.key : `row ${row.ref}`;
  return `  ${what.padEnd(24)} ${named}${row.remoteId === undefined ? '' : `  id ${row.remoteId}`}`;
}

const summarizeAll = (places: readonly Place[], file: string, style: Style): string[] =>
  places.length === 0 ? ['  nothing yet'] : places.flatMap((place) => summarize(place, file, style));

function summarize({ name, tally, unfinished }: Place, file: string, style: Style): string[] {
  const line = (count: number, text: string, advice = ''): string =>
    `${count.toLocaleString('en').padStart(9)}  ${text}${advice === '' ? '' : style('dim', `   ${advice}`)}`;
  return [
    `  ${name}`,
    ...tally
      .occurred()
      .map(([outcome, count]) =>
        line(count, outcome, outcome === 'parked' ? `a person must look: leadwire parked ${file}` : ''),
      ),
    ...(unfinished === 0 ? [] : [line(unfinished, 'not finished', 'run the import again to go on')]),
  ];
}
