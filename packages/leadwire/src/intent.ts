import { isLeadwireError, LeadwireError, type LedgerRow } from '@leadwire/core';
import type { Lane } from './lane.ts';

/** What is written down before the first byte of a request leaves. */
export interface Intent {
  write(leave: () => void): Promise<void>;
  /** What kept the ledger from writing: it ends the run, for nothing may be sent unrecorded. */
  readonly failure: unknown;
  /** Rows whose lease had moved on: nothing was sent. */
  readonly lost: readonly LedgerRow[];
  /** The request may have left. */
  readonly begun: boolean;
  error(): LeadwireError;
}

export function createIntent(lane: Lane, rows: readonly LedgerRow[]): Intent {
  let written: Promise<void> | undefined;
  const lost: LedgerRow[] = [];
  let failure: unknown;
  const write = async (leave: () => void): Promise<void> => {
    leave();
    const marked = await lane.ledger.markSent(rows, lane.clock.now(), lane.leaseMs).catch((error: unknown) => {
      failure = error;
      throw error;
    });
    lost.push(...rows.filter((_, index) => marked[index] !== true));
    if (lost.length > 0) throw leaseMovedOn();
  };
  return {
    write(leave) {
      written ??= write(leave);
      return written;
    },
    get failure() {
      return failure;
    },
    lost,
    get begun() {
      return written !== undefined;
    },
    error: () => (isLeadwireError(failure) ? failure : leaseMovedOn(failure)),
  };
}

const leaseMovedOn = (cause?: unknown): LeadwireError =>
  new LeadwireError('aborted', 'The lease moved on before anything was sent', {
    hint: 'Another worker has the lead.',
    cause,
  });
