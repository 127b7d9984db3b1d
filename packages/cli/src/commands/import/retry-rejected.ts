import type { Ledger, LedgerRow } from '@leadwire/core';

/**
 * A ledger that gives leads out again which the provider refused in an earlier run: nothing of them is with it, and what
 * was wrong may have been mended since. Those that a person has set aside stay as they are.
 */
export function retryRejected(ledger: Ledger): Ledger {
  const startedAt = Date.now();
  const wasRefused = (row: LedgerRow): boolean =>
    row.state === 'rejected' && row.updatedAt <= startedAt && !row.detail?.includes('"code":"ignored"');
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
