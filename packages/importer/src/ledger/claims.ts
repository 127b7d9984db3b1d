import type { Claim, Ledger, LedgerRow } from '@leadwire/core';

/**
 * A ledger that leases rows again which the provider rejected in an earlier run: what was wrong may have been corrected since.
 * Rows that a person has resolved with --ignore stay as they are.
 */
export function retryRejected(ledger: Ledger): Ledger {
  const startedAt = Date.now();
  const wasRefused = (row: LedgerRow): boolean =>
    row.state === 'rejected' &&
    row.unknowns === 0 && // one that a person set aside may have arrived
    row.updatedAt <= startedAt &&
    !row.detail?.includes('"code":"ignored"');
  return {
    ...ledger,
    async claim(entries, options) {
      const claims = await ledger.claim(entries, options);
      const again = claims.flatMap(({ kind, row }, index) =>
        kind === 'done' && wasRefused(row) ? [{ index, row }] : [],
      );
      if (again.length === 0) return claims;
      await ledger.release(
        again.map(({ row }) => row),
        options.now,
        { after: 'look-up' },
      );
      const found = await ledger.claim(
        again.flatMap(({ index }) => entries[index] ?? []),
        options,
      );
      const renewed = new Map(again.map(({ index }, place) => [index, found[place]]));
      return claims.map((claim, index) => renewed.get(index) ?? claim);
    },
  };
}

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
