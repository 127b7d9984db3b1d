import type { Claim, Ledger, LedgerRow } from '@leadwire/core';

/**
 * A ledger whose rows carry the row numbers of the file that is imported now. The file has no two rows of one person, so a
 * row that an earlier run sent is that row, wherever it stood then: a file that was sorted otherwise gives the same counts.
 */
export function withCurrentRows(ledger: Ledger): Ledger {
  return {
    ...ledger,
    async claim(entries, options) {
      const claims = await ledger.claim(entries, options);
      return claims.map((claim, index): Claim => {
        const entry = entries[index];
        if (claim.kind === 'duplicate' || entry === undefined) return claim;
        const row: LedgerRow = { ...claim.row, ref: entry.ref };
        return { ...claim, row };
      });
    },
  };
}
