import type { Lead, LedgerRow } from '@leadwire/core';
import type { PreparedLead } from './prepare-lead.ts';

/** The lead that a row still holds, ready to be sent; undefined when its payload was erased. */
export function preparedFromRow(row: LedgerRow): PreparedLead | undefined {
  if (row.payload === undefined) return undefined;
  const lead = { ...(JSON.parse(row.payload) as Lead), ref: row.ref };
  return { lead, entry: row, derived: row.key === `lw1_${row.dedupeKey}`, unsupported: [] };
}
