import type { Ledger, LedgerRow } from '@leadwire/core';
import { type RowOutcome, type RunRow, RunStore } from '@leadwire/importer';
import { createLeadwire, type ParkedLead } from 'leadwire';
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

/**
 * The parked leads of a run, each with its row number there; without a run all of the ledger.
 * @param importId - of a queue: the leads of this import
 */
export async function* parkedLeads(
  ledger: Ledger,
  { path, run }: Partial<FoundLedger>,
  importId?: string,
): AsyncGenerator<ParkedLead> {
  const runs = run && path ? RunStore.openIfThere(path) : undefined;
  try {
    for await (const lead of createLeadwire({ targets: {}, ledger }).parked({ importId })) {
      if (run === undefined) yield lead;
      else if (lead.provider === run.provider && lead.account === run.account) {
        const row = runs?.rowOf(run, lead.key);
        if (row !== undefined) yield { ...lead, ref: String(row) };
      }
    }
  } finally {
    runs?.close();
  }
}
