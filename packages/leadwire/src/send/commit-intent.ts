import { isLeadwireError, LeadwireError, type LedgerRow } from '@leadwire/core';
import type { TargetContext } from './target-context.ts';

/** The write-ahead record of one request: the ledger says that it is about to leave before its first byte does. */
export interface Intent {
  /** Commits the intent once, however often it is called. Rejects when nothing may be sent. */
  commit(releasePermit: () => void): Promise<void>;
  /** The ledger's failure to write the intent; it ends the run, because nothing may be sent unrecorded. */
  readonly failure: unknown;
  /** Rows whose lease had moved on: nothing was sent. */
  readonly lost: readonly LedgerRow[];
  /** Whether the request may have left. */
  readonly begun: boolean;
  error(): LeadwireError;
}

export function createIntent(context: TargetContext, rows: readonly LedgerRow[]): Intent {
  let committed: Promise<void> | undefined;
  const lost: LedgerRow[] = [];
  let failure: unknown;
  const commit = async (releasePermit: () => void): Promise<void> => {
    releasePermit();
    const { ledger, clock, leaseMs } = context;
    const marked = await ledger.markSent(rows, clock.now(), leaseMs).catch((error: unknown) => {
      failure = error;
      throw error;
    });
    lost.push(...rows.filter((_, index) => marked[index] !== true));
    if (lost.length > 0) throw leaseMovedOn();
  };
  return {
    commit(releasePermit) {
      committed ??= commit(releasePermit);
      return committed;
    },
    get failure() {
      return failure;
    },
    lost,
    get begun() {
      return committed !== undefined;
    },
    error: () => (isLeadwireError(failure) ? failure : leaseMovedOn(failure)),
  };
}

const leaseMovedOn = (cause?: unknown): LeadwireError =>
  new LeadwireError('aborted', 'Another worker took over this lead before it was sent', {
    hint: 'Nothing to do: that worker will finish it.',
    cause,
  });
