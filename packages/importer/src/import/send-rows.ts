import type { LeadOutcome, LeadTarget, Ledger } from '@leadwire/core';
import type { LeadRow, OpenedFile } from '@leadwire/files';
import { createLeadwire } from 'leadwire';
import { stoppable } from 'leadwire/queue';
import { describeOutcome, type Wording } from '../rows/describe-outcome.ts';
import type { RowLog } from '../rows/row-log.ts';
import type { Selection } from '../rows/survey.ts';
import type { Tally } from '../rows/tally.ts';
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
  /**
   * Told after each row.
   * @param share - how much of the file is done, 0 to 1; undefined where its length is not known
   */
  readonly onProgress?: ((tally: Tally, share: number | undefined) => void) | undefined;
  /** Aborted to stop cleanly. */
  readonly signal: AbortSignal;
  readonly concurrency: number;
  readonly onExisting: 'keep' | 'update';
  readonly importId?: string | undefined;
  /** For what to do next about a row. @default words that fit any program */
  readonly wording?: Wording | undefined;
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
  const { file, target, ledger, log, onProgress, signal, concurrency, onExisting, importId } = options;
  const { stop, cut, release } = stopInTwoSteps(signal);
  const leadwire = createLeadwire({ targets: { [target.name]: stoppable(target, stop.signal) }, ledger, concurrency });
  const source = createLeadSource(file, log, { ...options, stop: stop.signal });
  const counts = { replayed: 0, refusedBefore: 0, consecutiveFailures: 0 };
  let failure: unknown;
  try {
    const sending = { to: target.name, onExisting, importId, signal: cut };
    for await (const line of leadwire.sendMany(source.leads(), sending)) {
      const row = source.take(line.index);
      if (row === undefined || neverLeft(line.outcome)) continue;
      count(line.outcome, counts, log);
      if (counts.consecutiveFailures === MOST_FAILURES) stop.abort();
      const described = describeOutcome(line.outcome, options.wording);
      await log.add(row, { ...described, phone: row.phone.e164, key: line.key, warnings: row.warnings });
      onProgress?.(log.tally, shareDone(file.share(), log.tally.rows, source.rowsRead()));
    }
  } catch (error) {
    if (!cut.aborted) failure = error;
  } finally {
    release();
    await leadwire.close();
  }
  const hopelessly = stop.signal.aborted ? 'hopeless' : undefined;
  const { replayed, refusedBefore } = counts;
  return { stopped: signal.aborted ? 'asked' : hopelessly, failure, replayed, refusedBefore };
}

/** A signal stops the sending at once, and cuts what is in flight only after a while. */
function stopInTwoSteps(signal: AbortSignal): { stop: AbortController; cut: AbortSignal; release(): void } {
  const stop = new AbortController();
  const cut = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    stop.abort(signal.reason);
    grace = setTimeout(() => cut.abort(signal.reason), GRACE_MS);
  };
  if (signal.aborted) onStop();
  else signal.addEventListener('abort', onStop, { once: true });
  const release = (): void => {
    clearTimeout(grace);
    signal.removeEventListener('abort', onStop);
  };
  return { stop, cut: cut.signal, release };
}

interface Counts {
  replayed: number;
  refusedBefore: number;
  consecutiveFailures: number;
}

function count(outcome: LeadOutcome, counts: Counts, log: RowLog): void {
  if (outcome.replayed === true) {
    counts.replayed++;
    if (outcome.outcome === 'rejected' && !SET_ASIDE.includes(outcome.error.code)) counts.refusedBefore++;
  } else if (wasNotTaken(outcome, log)) counts.consecutiveFailures++;
  else if (outcome.outcome !== 'rejected') counts.consecutiveFailures = 0;
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
