import type { LeadRow } from '@leadwire/files';

/** Which rows of a file are sent. */
export interface Selection {
  /** The first so many that can be sent. */
  readonly limit?: number | undefined;
  /** Rows of the file, both ends included. */
  readonly only?: { readonly from: number; readonly to: number } | undefined;
}

/** Tells of each row, in the order of the file, whether it is selected; `done`: no later one is. */
export function createSelector({ limit, only }: Selection): (row: LeadRow) => 'selected' | 'passed-over' | 'done' {
  let ready = 0;
  return ({ row, kind }) => {
    if (limit !== undefined && ready >= limit) return 'done';
    if (only !== undefined && row > only.to) return 'done';
    if (only !== undefined && row < only.from) return 'passed-over';
    if (kind === 'ready') ready++;
    return 'selected';
  };
}
