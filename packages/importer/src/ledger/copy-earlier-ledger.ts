import type { LeadTarget, Ledger, LedgerRow } from '@leadwire/core';

const BATCH_ROWS = 500;
const LEASE_MS = 60_000;

/**
 * Copies what the ledger of an earlier version knows of a destination, so that no lead is sent twice. What is there already
 * stays as it is, so it may be repeated at every run.
 * @returns how many rows the earlier ledger has of this destination
 */
export async function copyEarlierLedger(
  path: string,
  ledger: Ledger,
  { provider, account }: Pick<LeadTarget, 'provider' | 'account'>,
): Promise<number> {
  const { fileLedger } = await import('leadwire/file-ledger');
  const earlier = fileLedger(path, { readOnly: true });
  let count = 0;
  let batch: LedgerRow[] = [];
  try {
    for await (const row of earlier.list({ provider, account, states: STATES })) {
      count++;
      batch.push(row);
      if (batch.length < BATCH_ROWS) continue;
      await copyRows(batch, ledger);
      batch = [];
    }
    await copyRows(batch, ledger);
    return count;
  } finally {
    await earlier.close();
  }
}

/** A row that was never sent has nothing to keep. */
const STATES = ['sent', 'confirmed', 'rejected', 'duplicate', 'parked'] as const;

async function copyRows(rows: readonly LedgerRow[], ledger: Ledger): Promise<void> {
  if (rows.length === 0) return;
  const claims = await ledger.claim(rows, { now: Date.now(), leaseMs: LEASE_MS, dedupe: false });
  for (const [index, claim] of claims.entries()) {
    const row = rows[index];
    if (claim.kind !== 'leased' || row === undefined) continue;
    if (row.firstSentAt !== undefined) await ledger.markSent([claim.row], row.firstSentAt, LEASE_MS);
    await (row.state === 'sent' || row.outcome === undefined
      ? ledger.release([claim.row], Date.now(), { after: 'unknown' })
      : ledger.complete([{ row: claim.row, completion: completionOf(row, row.outcome) }], Date.now()));
  }
}

function completionOf(row: LedgerRow, outcome: NonNullable<LedgerRow['outcome']>) {
  const { remoteId, detail, unknowns } = row;
  const state = row.state as 'confirmed' | 'rejected' | 'duplicate' | 'parked';
  return { state, outcome, remoteId, detail, unknowns };
}
