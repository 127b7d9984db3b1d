import type { LeadOutcome, LeadTarget, Ledger } from '@leadwire/core';
import type { LeadRow, OpenedFile } from '@leadwire/files';
import { createLeadwire } from 'leadwire';
import { stoppable } from 'leadwire/queue';
import type { Progress } from '../../output/progress.ts';
import { describeOutcome } from '../../rows/describe-outcome.ts';
import type { RowLog } from '../../rows/row-log.ts';
import type { Selection } from '../../rows/selection.ts';
import { createLeadSource } from './lead-source.ts';

/** How long requests under way may take after a stop; then they are cut, and the next run looks them up. */
const GRACE_MS = 10_000;
/** After so many consecutive failures the run stops: the rows behind them would fail too. */
const MOST_FAILURES = 100;

export interface SendRowsOptions extends Selection {
  readonly file: OpenedFile;
  readonly target: LeadTarget;
  readonly ledger: Ledger;
  readonly log: RowLog;
  readonly progress: Progress;
  /** Aborted to stop cleanly. */
  readonly signal: AbortSignal;
  readonly concurrency: number;
  readonly onExisting: 'keep' | 'update';
  readonly importId?: string | undefined;
  /** Told of each row before it is sent. */
  readonly onRow?: ((row: LeadRow) => Promise<void>) | undefined;
}

/** How a run ended, beside the outcomes of its rows. */
export interface Ended {
  /** `asked`: by its signal; `hopeless`: too many consecutive failures. */
  readonly stopped: 'asked' | 'hopeless' | undefined;
  /** The error that ended it before the last row. */
  readonly failure: unknown;
  /** Rows whose outcome an earlier run had recorded. */
  readonly replayed: number;
  /** Those of them that the provider had rejected. */
  readonly refusedBefore: number;
}

/** Sends every row that can be sent, each once, and logs the outcome of every row. */
export async function sendRows(options: SendRowsOptions): Promise<Ended> {
  const { file, target, ledger, log, progress, signal, concurrency, onExisting, importId } = options;
  const stop = new AbortController();
  const cut = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const onStop = () => {
    stop.abort(signal.reason);
    grace = setTimeout(() => cut.abort(signal.reason), GRACE_MS);
  };
  if (signal.aborted) onStop();
  else signal.addEventListener('abort', onStop, { once: true });

  const leadwire = createLeadwire({ targets: { [target.name]: stoppable(target, stop.signal) }, ledger, concurrency });
  const source = createLeadSource(file, log, { ...options, stop: stop.signal });
  let replayed = 0;
  let refusedBefore = 0;
  let hopeless = 0;
  let failure: unknown;
  try {
    const sending = { to: target.name, onExisting, importId, signal: cut.signal };
    for await (const line of leadwire.sendMany(source.leads(), sending)) {
      const row = source.take(line.index);
      if (row === undefined || neverLeft(line.outcome)) continue;
      if (line.outcome.replayed === true) {
        replayed++;
        if (line.outcome.outcome === 'rejected' && !SET_ASIDE.includes(line.outcome.error.code)) refusedBefore++;
      } else if (wasNotTaken(line.outcome, log)) hopeless++;
      else if (line.outcome.outcome !== 'rejected') hopeless = 0;
      if (hopeless === MOST_FAILURES) stop.abort();
      await log.add(row, { ...describeOutcome(line.outcome), phone: row.phone.e164, key: line.key });
      progress.update(log.tally, shareDone(file.share(), log.tally.rows, source.rowsRead()));
    }
  } catch (error) {
    if (!cut.signal.aborted) failure = error;
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', onStop);
    await leadwire.close();
  }
  const hopelessly = stop.signal.aborted ? 'hopeless' : undefined;
  return {
    stopped: signal.aborted ? 'asked' : hopelessly,
    failure,
    replayed,
    refusedBefore,
  };
}

/** Rejected by a person, not by the provider. */
const SET_ASIDE: readonly unknown[] = ['ignored', 'undone'];

/** The share of the file that is done; reading runs ahead of sending. */
const shareDone = (shareRead: number | undefined, done: number, read: number): number | undefined =>
  shareRead === undefined ? undefined : (shareRead * done) / Math.max(1, read);

/** It was stopped before it was sent: the next run sends it. */
const neverLeft = (outcome: LeadOutcome): boolean => outcome.outcome === 'rejected' && outcome.error.kind === 'aborted';

/** The failure is the provider's rather than the row's. So is a rejection while no row has arrived: a wrong address, a missing flag. */
function wasNotTaken(outcome: LeadOutcome, { tally }: RowLog): boolean {
  if (outcome.outcome === 'parked') return true;
  if (outcome.outcome !== 'rejected') return false;
  return outcome.error.retryable || (outcome.error.status !== undefined && !tally.hasArrivals);
}
