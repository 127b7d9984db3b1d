import type { LeadTarget } from '@leadwire/core';
import type { OpenedRows, Row } from '@leadwire/files';
import type { Reasons } from './reasons.ts';
import type { RowResult } from './row-log.ts';

/** Remarks on rows that can be sent. */
export interface Found {
  readonly doubtful: Reasons;
  readonly unsupported: Reasons;
}

const READY: RowResult = { outcome: 'ready', reason: '' };
const DOUBTFUL = 'phone is possible, but in no known range of its country';

/** What an import would do with a row, judged by its phone alone. */
export function judgePhone(rows: OpenedRows, row: Row, found: Found): RowResult {
  const verdict = rows.judge(row);
  if (verdict.kind !== 'ready') return { outcome: verdict.kind, reason: verdict.reason, code: verdict.code };
  if (verdict.valid) return { ...READY, phone: verdict.phone };
  found.doubtful.add('doubtful', DOUBTFUL, row.row);
  return { outcome: 'ready', reason: DOUBTFUL, code: 'doubtful', phone: verdict.phone };
}

/** What an import would do with each row: the phone is judged first, then the target checks the whole lead. */
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
      const reason = [...(verdict.valid ? [] : [DOUBTFUL]), ...notes].join('; ');
      return { outcome: 'ready', reason, phone: verdict.phone };
    }),
  );
}
