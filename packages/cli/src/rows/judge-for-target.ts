import type { LeadTarget } from '@leadwire/core';
import type { OpenedRows, Row } from '@leadwire/files';
import type { Reasons } from './reasons.ts';
import type { RowResult } from './row-log.ts';

/** What is to be said of rows that can be sent all the same. */
export interface Found {
  readonly doubtful: Reasons;
  readonly unsupported: Reasons;
}

const READY: RowResult = { outcome: 'ready', reason: '' };
const DOUBTFUL = 'phone is possible, but in no range that its country has given out';

/** What would become of a row, judged by its phone alone. */
export function judgePhone(rows: OpenedRows, row: Row, found: Found): RowResult {
  const verdict = rows.judge(row);
  if (verdict.kind !== 'ready') return { outcome: verdict.kind, reason: verdict.reason, code: verdict.code };
  if (verdict.valid) return READY;
  found.doubtful.add('doubtful', DOUBTFUL, row.row);
  return { outcome: 'ready', reason: DOUBTFUL, code: 'doubtful' };
}

/** What would become of each row at a target: the phone first, then what the target says of the lead as a whole. */
export function judgeForTarget(
  rows: OpenedRows,
  batch: readonly Row[],
  { target, found }: { readonly target: LeadTarget; readonly found: Found },
): Promise<RowResult[]> {
  return Promise.all(
    batch.map(async (row) => {
      const verdict = rows.judge(row);
      if (verdict.kind !== 'ready') return { outcome: verdict.kind, reason: verdict.reason, code: verdict.code };
      const { issues, unsupported } = await target.check(rows.reader.toLead(row.cells, verdict.phone));
      const [issue] = issues;
      if (issue !== undefined) {
        const reason = [issue.path, issue.message].filter((part) => part !== '').join(' ');
        return { outcome: 'rejected', reason, code: [issue.path, issue.code ?? issue.message].join(' ') };
      }
      const notes = unsupported.map(({ field, reason }) => `${field}: ${reason}`);
      for (const note of notes) found.unsupported.add(note, note, row.row);
      if (!verdict.valid) found.doubtful.add('doubtful', DOUBTFUL, row.row);
      return { outcome: 'ready', reason: [...(verdict.valid ? [] : [DOUBTFUL]), ...notes].join('; ') };
    }),
  );
}
