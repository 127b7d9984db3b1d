import type { OpenedFile, ReadyRow } from '@leadwire/files';
import type { LeadItem } from 'leadwire';
import type { RowLog } from '../../rows/row-log.ts';

/** Which rows of the file are sent. */
export interface Selection {
  /** The first so many that can be sent. */
  readonly limit?: number | undefined;
  /** Rows of the file, both ends included. */
  readonly only?: { readonly from: number; readonly to: number } | undefined;
}

export interface LeadSource {
  leads(): AsyncGenerator<LeadItem, void, undefined>;
  /** The row of a lead, once. */
  take(index: number): ReadyRow | undefined;
  rowsRead(): number;
}

/** The rows of a file as leads. Rows that cannot be sent are logged on the way, the others kept until their line comes. */
export function createLeadSource(file: OpenedFile, log: RowLog, stop: AbortSignal, selection: Selection): LeadSource {
  const { limit = Number.POSITIVE_INFINITY, only = { from: 0, to: Number.POSITIVE_INFINITY } } = selection;
  const underWay = new Map<number, ReadyRow>();
  let rowsRead = 0;
  async function* leads(): AsyncGenerator<LeadItem, void, undefined> {
    let index = 0;
    for await (const row of file.rows()) {
      if (stop.aborted || index >= limit || row.row > only.to) return;
      if (row.row < only.from) continue;
      rowsRead++;
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
