import type { LeadTarget } from '@leadwire/core';
import type { LeadRow } from '@leadwire/files';
import type { Reasons, RowResult } from '@leadwire/importer';

/** Remarks on rows that can be sent. */
export interface Found {
  readonly warnings: Reasons;
  readonly unsupported: Reasons;
}

/** What an import would do with a row: by its phone, and by what the target says of the whole lead. */
export async function judgeRow(row: LeadRow, target: LeadTarget | undefined, found: Found): Promise<RowResult> {
  if (row.kind !== 'ready') return { outcome: row.kind, reason: row.reason, code: row.code };
  const { issues = [], unsupported = [] } = (await target?.check(row.lead)) ?? {};
  const [issue] = issues;
  if (issue !== undefined) {
    const reason = [issue.path, issue.message].filter((part) => part !== '').join(' ');
    return { outcome: 'rejected', reason, code: [issue.path, issue.code ?? issue.message].join(' ') };
  }
  const notes = unsupported.map(({ field, reason }) => `${field}: ${reason}`);
  for (const note of notes) found.unsupported.add(note, note, row.row);
  for (const { code, text } of row.warnings) found.warnings.add(code, text, row.row);
  const reason = [...row.warnings.map(({ text }) => text), ...notes].join('; ');
  const code = row.phone.valid ? undefined : 'doubtful';
  return { outcome: 'ready', reason, code, phone: row.phone.e164 };
}
