import type { LeadRow, OpenedFile, ReadyRow } from '@leadwire/files';
import type { LeadItem } from 'leadwire';
import type { RowLog } from '../rows/row-log.ts';
import { createSelector, type Selection } from '../rows/survey.ts';

export interface LeadSourceOptions extends Selection {
  readonly stop: AbortSignal;
  /** Told of each row before it is sent. */
  readonly onRow?: ((row: LeadRow) => Promise<void>) | undefined;
}

export interface LeadSource {
  leads(): AsyncGenerator<LeadItem, void, undefined>;
  /** The row of a lead, once. */
  take(index: number): ReadyRow | undefined;
  rowsRead(): number;
}

/** The rows of a file as leads. Rows that cannot be sent are logged on the way, the others kept until their line comes. */
export function createLeadSource(
  file: OpenedFile,
  log: RowLog,
  { stop, onRow, ...selection }: LeadSourceOptions,
): LeadSource {
  const select = createSelector(selection);
  const underWay = new Map<number, ReadyRow>();
  let rowsRead = 0;
  async function* leads(): AsyncGenerator<LeadItem, void, undefined> {
    let index = 0;
    for await (const row of file.rows()) {
      const selected = select(row);
      if (stop.aborted || selected === 'done') return;
      if (selected === 'passed-over') continue;
      rowsRead++;
      await onRow?.(row);
      if (row.kind === 'ready') {
        underWay.set(index++, row);
        yield { lead: row.lead, key: row.key, ref: String(row.row) };
      } else await log.add(row, { outcome: row.kind, reason: row.reason, code: row.code });
    }
  }
  return {
    leads,
    take(index) {
      const row = underWay.get(index);
      underWay.delete(index);
      return row;
    },
    rowsRead: () => rowsRead,
  };
}
