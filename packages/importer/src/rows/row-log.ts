import type { Row, RowWarning } from '@leadwire/files';
import type { SettledRow } from '../ledger/run-record.ts';
import type { RejectedFile, Report } from '../output/row-files.ts';
import { Reasons } from './reasons.ts';
import { type RowOutcome, Tally } from './tally.ts';

/** The outcome of one row. */
export interface RowResult {
  readonly outcome: RowOutcome;
  readonly id?: string | undefined;
  readonly certainty?: 'certain' | 'probable' | undefined;
  /** Why, in words; empty where there is nothing to say. */
  readonly reason: string;
  /** What the reader of the file had to say of the row. */
  readonly warnings?: readonly RowWarning[] | undefined;
  /** A name for the reason that stays the same whatever the wording. */
  readonly code?: string | undefined;
  /** The number that was sent, or would be. */
  readonly phone?: string | undefined;
  /** In the ledger, where it was sent. */
  readonly key?: string | undefined;
  /** An earlier run recorded it. */
  readonly replayed?: boolean | undefined;
}

/** Outcomes of rows that did not arrive, each for a reason. */
const UNSENT = ['rejected', 'parked', 'duplicate', 'skipped', 'open'] as const;
type UnsentOutcome = (typeof UNSENT)[number];

const isUnsent = (outcome: RowOutcome): outcome is UnsentOutcome => (UNSENT as readonly string[]).includes(outcome);

/** Takes one JSON value a line. */
interface JsonLines {
  json(value: unknown): void;
  /** Settles when more can be taken; undefined where that is now. */
  ready(): Promise<void> | undefined;
}

/** Where the outcomes of rows are written. */
export interface RowOutputs {
  readonly json?: JsonLines | undefined;
  readonly report?: Report | undefined;
  readonly rejectedFile?: RejectedFile | undefined;
  /** Told of each row, for the record of the run. */
  readonly onRow?: ((row: SettledRow) => void) | undefined;
}

/** Where the result of each row goes: counted, as a line of `--json`, into the report, among the reasons at the end. */
export class RowLog {
  readonly tally: Tally = new Tally();
  /** Why rows did not arrive, by outcome. */
  readonly reasons = Object.fromEntries(UNSENT.map((outcome) => [outcome, new Reasons()])) as Readonly<
    Record<UnsentOutcome, Reasons>
  >;
  /** Remarks on rows that arrived. */
  readonly remarks: Reasons = new Reasons();
  readonly #outputs: RowOutputs;

  constructor(outputs: RowOutputs = {}) {
    this.#outputs = outputs;
  }

  /** Returns a promise where the reader of the output or the disk must catch up first. */
  add(row: Pick<Row, 'row' | 'cells'>, result: RowResult): Promise<unknown> | undefined {
    const { outcome, id, certainty, code, phone, warnings = [] } = result;
    const reason = [result.reason, ...warnings.map(({ text }) => text)].filter((text) => text !== '').join('; ');
    const { json, report, rejectedFile, onRow } = this.#outputs;
    this.tally.add(outcome);
    onRow?.({ row: row.row, key: result.key, outcome, replayed: result.replayed === true });
    this.#explain(row.row, result);
    json?.json({ type: 'row', row: row.row, outcome, id, certainty, reason: reason || undefined, code });
    const waits = [
      report?.add({ row: row.row, outcome, id, reason, phone, cells: row.cells }),
      outcome === 'rejected' ? rejectedFile?.add(row.cells) : undefined,
      json?.ready(),
    ].filter((wait) => wait !== undefined);
    return waits.length === 0 ? undefined : Promise.all(waits);
  }

  #explain(row: number, { outcome, reason, code, warnings = [] }: RowResult): void {
    if (outcome === 'parked') this.reasons.parked.add(reason, reason, row);
    else if (isUnsent(outcome)) this.reasons[outcome].addRow({ row, code, reason });
    else if (outcome !== 'ready') {
      if (reason !== '') this.remarks.add(reason, reason, row);
      for (const warning of warnings) this.remarks.add(warning.code, warning.text, row);
    }
  }
}
