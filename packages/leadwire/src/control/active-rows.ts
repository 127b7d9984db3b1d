import type { Clock, LedgerId, LedgerRow } from '@leadwire/core';

/** The rows that this process is sending: a second caller waits for one here instead of polling the ledger. */
export interface ActiveRows {
  /** Says that this process holds the row; the returned function says that it no longer does. */
  hold(id: LedgerId): () => void;
  /** Resolves when the row may have changed, here or in another process. */
  wait(row: LedgerRow, clock: Clock, signal: AbortSignal | undefined): Promise<void>;
}

/** How often a row that another process holds is polled, in milliseconds. */
const POLL_MS = 1_000;

export function createActiveRows(): ActiveRows {
  const held = new Map<string, { readonly waiters: Set<() => void> }>();
  const nameOf = ({ provider, account, key }: LedgerId): string => `${provider}\0${account}\0${key}`;
  return {
    hold(id) {
      const name = nameOf(id);
      const mine = { waiters: new Set<() => void>() };
      held.set(name, mine);
      return () => {
        if (held.get(name) === mine) held.delete(name);
        for (const wake of mine.waiters) wake();
      };
    },
    async wait(row, clock, signal) {
      signal?.throwIfAborted();
      const here = held.get(nameOf(row));
      if (here === undefined) {
        const leftMs = (row.leaseUntil ?? 0) - clock.now();
        return clock.sleep(Math.max(1, Math.min(POLL_MS, leftMs)), signal);
      }
      let wake = (): void => undefined;
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      here.waiters.add(wake);
      signal?.addEventListener('abort', wake);
      await changed;
      here.waiters.delete(wake);
      signal?.removeEventListener('abort', wake);
      signal?.throwIfAborted();
    },
  };
}
