import type { Clock, LedgerId, LedgerRow } from '@leadwire/core';

/** The leads that this process is sending: who wants one of them waits for it instead of asking the ledger over and over. */
export interface InFlight {
  /** Says that this process has the row; the answer says that it has no more. */
  hold(id: LedgerId): () => void;
  /** Settles when the row may have moved on, here or in another process. */
  wait(row: LedgerRow, clock: Clock, signal: AbortSignal | undefined): Promise<void>;
}

/** Few are ever waited for. */
interface Held {
  waiting: PromiseWithResolvers<void> | undefined;
}

/** How often another process's row is looked at; milliseconds. */
const POLL_MS = 1_000;

export function createInFlight(): InFlight {
  const held = new Map<string, Held>();
  const nameOf = ({ provider, account, key }: LedgerId): string => `${provider}\0${account}\0${key}`;
  return {
    hold(id) {
      const name = nameOf(id);
      const mine: Held = { waiting: undefined };
      held.set(name, mine);
      return () => {
        if (held.get(name) === mine) held.delete(name);
        mine.waiting?.resolve();
      };
    },
    async wait(row, clock, signal) {
      const here = held.get(nameOf(row));
      if (here === undefined) {
        await clock.sleep(Math.max(1, Math.min(POLL_MS, (row.leaseUntil ?? 0) - clock.now())), signal);
        return;
      }
      here.waiting ??= Promise.withResolvers<void>();
      const { promise: ended } = here.waiting;
      if (signal === undefined) return ended;
      signal.throwIfAborted();
      const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
      const onAbort = () => stop();
      signal.addEventListener('abort', onAbort);
      await Promise.race([ended, stopped]);
      signal.removeEventListener('abort', onAbort);
      signal.throwIfAborted();
    },
  };
}
