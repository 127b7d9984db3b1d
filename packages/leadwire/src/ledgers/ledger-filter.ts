import { LeadwireError, type LedgerFilter, type LedgerRow, type LedgerState } from '@leadwire/core';
import { isSetAside } from './row-facts.ts';

/** Nothing more happens to the row by itself, and it needs no review. */
export const isFinished = (state: LedgerState): boolean =>
  state === 'confirmed' || state === 'rejected' || state === 'duplicate';

export const emptyCounts = (): Record<LedgerState, number> => ({
  ready: 0,
  leased: 0,
  sent: 0,
  confirmed: 0,
  rejected: 0,
  duplicate: 0,
  parked: 0,
});

export const matches = (row: LedgerRow, { provider, account, states, importId }: LedgerFilter): boolean =>
  (provider === undefined || row.provider === provider) &&
  (account === undefined || row.account === account) &&
  (importId === undefined || row.importId === importId) &&
  (states === undefined || states.includes(row.state));

/** A row that is not finished must not be deleted: its lead would be sent twice, or never. */
export function refuseUnfinished(count: number): void {
  if (count === 0) return;
  throw new LeadwireError('invalid-input', `prune: ${count} of these rows are not finished`, {
    code: 'unfinished-rows',
    hint: "Settle them first (leadwire.parked, leadwire.resolve, or run the import again), or give states: ['confirmed', 'rejected', 'duplicate'].",
  });
}

/** Whether a finished row still holds personal data: its payload, or its look-up. */
export const holdsPayload = (row: LedgerRow): boolean =>
  (row.state === 'rejected' || row.state === 'parked') &&
  (row.payload !== undefined || (row.detail !== undefined && !isSetAside(row)));

/** How a payload names a phone; JSON, as the send step writes it. */
export const phoneInPayload = (phone: string): string => `"phone":${JSON.stringify(phone)}`;

export const mentionsPhone = ({ payload, detail }: LedgerRow, phone: string): boolean =>
  [payload, detail].some((text) => text?.includes(phoneInPayload(phone)));
