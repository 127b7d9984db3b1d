import type { Ledger, LedgerId, LedgerRow } from '@leadwire/core';
import { type RowOutcome, type RunRow, RunStore } from '@leadwire/importer';
import type { FoundLedger } from './find-ledgers.ts';

/** A row of a file as the ledger knows it. */
export interface KnownRow {
  /** Its row number in the file that was asked for, or in the one that first sent it. */
  readonly ref: string | undefined;
  /** Undefined where it was never sent: it has no phone, repeats an earlier row, was left out. */
  readonly entry: LedgerRow | undefined;
  /** Undefined where it is not finished. */
  readonly outcome: RowOutcome | undefined;
}

/** The rows of a run in the order of its file; without a run all rows of the ledger. */
export async function* knownRows(ledger: Ledger, { path, run }: FoundLedger): AsyncGenerator<KnownRow> {
  if (run === undefined) {
    for await (const entry of ledger.list()) yield { ref: entry.ref, entry, outcome: entry.outcome };
    return;
  }
  const runs = RunStore.openIfThere(path);
  try {
    for (const recorded of runs?.rows(run) ?? []) {
      const { provider, account } = run;
      const { key } = recorded;
      const entry = key === undefined ? undefined : await ledger.get({ provider, account, key });
      yield { ref: String(recorded.row), entry, outcome: outcomeOf(recorded, entry) };
    }
  } finally {
    runs?.close();
  }
}

/** What the import said of the row, unless the ledger has learnt more since: a look-up by a person, an undo, the run of another file. */
function outcomeOf({ outcome, settledAt }: RunRow, entry: LedgerRow | undefined): RowOutcome | undefined {
  if (entry !== undefined && (outcome === 'open' || entry.updatedAt > settledAt)) return entry.outcome;
  return outcome === 'open' ? undefined : outcome;
}

/** Tells whether a lead of the ledger belongs to a run, and gives its row number there. */
export function createRowFinder({ path, run }: FoundLedger): {
  find(lead: LedgerId & { readonly ref: string | undefined }): { readonly ref: string | undefined } | undefined;
  close(): void;
} {
  if (run === undefined) return { find: ({ ref }) => ({ ref }), close: () => undefined };
  const runs = RunStore.openIfThere(path);
  return {
    find({ provider, account, key }) {
      const isThere = provider === run.provider && account === run.account;
      const row = isThere ? runs?.rowOf(run, key) : undefined;
      return row === undefined ? undefined : { ref: String(row) };
    },
    close: () => runs?.close(),
  };
}
