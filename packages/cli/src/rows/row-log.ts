import type { Row } from '@leadwire/files';
import type { Printer } from '../output/printer.ts';
import type { RejectedFile } from '../output/rejected-file.ts';
import type { Report } from '../output/report.ts';
import { Reasons } from './reasons.ts';
import { type RowOutcome, Tally } from './tally.ts';

/** The outcome of one row. */
export interface RowResult {
  readonly outcome: RowOutcome;
  readonly id?: string | undefined;
  readonly certainty?: 'certain' | 'probable' | undefined;
  /** Why, in words; empty where there is nothing to say. */
  readonly reason: string;
  /** A name for the reason that stays the same whatever the wording. */
  readonly code?: string | undefined;
  /** The number that was sent, or would be. */
  readonly phone?: string | undefined;
  /** In the ledger, where it was sent. */
  readonly key?: string | undefined;
  /** An earlier run recorded it. */
  readonly replayed?: boolean | undefined;
}

/** Reasons that name another row each time, said once for all. */
const SAID_ONCE: Readonly<Record<string, string>> = { 'same-phone': 'the phone number of an earlier row' };

/** What the record of a run keeps of a row. */
interface RecordedRow {
  readonly row: number;
  readonly key: string | undefined;
  readonly outcome: RowOutcome;
  readonly replayed: boolean;
}

/** Where the outcomes of rows are written. */
export interface RowOutputs {
  readonly json?: Printer | undefined;
  readonly report?: Report | undefined;
  readonly rejectedFile?: RejectedFile | undefined;
  /** Told of each row, for the record of the run. */
  readonly onRow?: ((row: RecordedRow) => void) | undefined;
}

/** Where the result of each row goes: counted, as a line of `--json`, into the report, among the reasons at the end. */
export class RowLog {
  readonly tally = new Tally();
  readonly rejected = new Reasons();
  readonly parked = new Reasons();
  readonly duplicates = new Reasons();
  readonly skipped = new Reasons();
  readonly open = new Reasons();
  /** Remarks on rows that arrived. */
  readonly remarks = new Reasons();
  readonly #json: Printer | undefined;
  readonly #report: Report | undefined;
  readonly #rejectedFile: RejectedFile | undefined;
  readonly #onRow: RowOutputs['onRow'];

  constructor({ json, report, rejectedFile, onRow }: RowOutputs = {}) {
    this.#onRow = onRow;
    this.#json = json;
    this.#report = report;
    this.#rejectedFile = rejectedFile;
  }

  /** Returns a promise where the reader of the output or the disk must catch up first. */
  add(row: Pick<Row, 'row' | 'cells'>, result: RowResult): Promise<unknown> | undefined {
    const { outcome, id, certainty, reason, code, phone } = result;
    this.tally.add(outcome);
    this.#onRow?.({ row: row.row, key: result.key, outcome, replayed: result.replayed === true });
    if (outcome === 'rejected') this.rejected.add(code === 'broken-row' ? reason : (code ?? reason), reason, row.row);
    else if (outcome === 'parked') this.parked.add(reason, reason, row.row);
    else if (outcome === 'duplicate') this.duplicates.add(code ?? reason, SAID_ONCE[code ?? ''] ?? reason, row.row);
    else if (outcome === 'skipped' || outcome === 'open') this[outcome].add(code ?? reason, reason, row.row);
    else if (reason !== '' && outcome !== 'ready') this.remarks.add(reason, reason, row.row);
    this.#json?.json({ type: 'row', row: row.row, outcome, id, certainty, reason: reason || undefined, code });
    const waits = [
      this.#report?.add({ row: row.row, outcome, id, reason, phone, cells: row.cells }),
      outcome === 'rejected' ? this.#rejectedFile?.add(row.cells) : undefined,
      this.#json?.ready(),
    ].filter((wait) => wait !== undefined);
    return waits.length === 0 ? undefined : Promise.all(waits);
  }
}
