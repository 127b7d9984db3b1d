import { LeadwireError, type LedgerFilter, type LedgerRow, type LedgerState } from '@leadwire/core';

export const STATES: readonly LedgerState[] = [
  'ready',
  'leased',
  'sent',
  'confirmed',
  'rejected',
  'duplicate',
  'parked',
];

/** Nothing more will happen to it by itself, and nobody has to look. */
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

export const matches = (row: LedgerRow, { provider, account, states }: LedgerFilter): boolean =>
  (provider === undefined || row.provider === provider) &&
  (account === undefined || row.account === account) &&
  (states === undefined || states.includes(row.state));

/** To forget a row that is not finished would be to send it twice, or never. */
export function refuseUnfinished(count: number): void {
  if (count === 0) return;
  throw new LeadwireError('invalid-input', `prune: ${count} of these rows are not finished`, {
    code: 'unfinished-rows',
    hint: "Settle them first (leadwire.parked, leadwire.resolve, or run the import again), or give states: ['confirmed', 'rejected', 'duplicate'].",
  });
}
