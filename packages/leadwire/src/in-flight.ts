import type { Clock, LedgerId, LedgerRow } from '@leadwire/core';

/** The leads that this process is sending: who wants one of them waits for it instead of asking the ledger over and over. */
export interface InFlight {
  /** Says that this process has the row; the answer says that it has no more. */
  hold(id: LedgerId): () => void;
  /** Settles when the row may have moved on, here or in another process. */
  wait(row: LedgerRow, clock: Clock, signal: AbortSignal | undefined): Promise<void>;
}

/** How often another process's row is looked at; milliseconds. */
const POLL_MS = 1_000;

export function createInFlight(): InFlight {
  const held = new Map<string, { readonly ended: Promise<void>; readonly end: () => void }>();
  const nameOf = ({ provider, account, key }: LedgerId): string => `${provider}\0${account}\0${key}`;
  return {
    hold(id) {
      const name = nameOf(id);
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      held.set(name, { ended, end });
      return () => {
        if (held.get(name)?.ended === ended) held.delete(name);
        end();
      };
    },
    async wait(row, clock, signal) {
      const here = held.get(nameOf(row));
      if (here === undefined) {
        await clock.sleep(Math.max(1, Math.min(POLL_MS, (row.leaseUntil ?? 0) - clock.now())), signal);
        return;
      }
      if (signal === undefined) return here.ended;
      const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
      const onAbort = () => stop();
      signal.addEventListener('abort', onAbort);
      await Promise.race([here.ended, stopped]);
      signal.removeEventListener('abort', onAbort);
      signal.throwIfAborted();
    },
  };
}
