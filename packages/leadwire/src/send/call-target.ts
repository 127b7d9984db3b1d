import { isLeadwireError, LeadwireError, type LedgerRow, type Result, type TargetSendOptions } from '@leadwire/core';
import { err, safeCause } from '@leadwire/core/provider';
import { throwIfStopped } from '../control/stop.ts';
import { tryRelease } from './lease.ts';
import type { SendContext, TargetContext } from './target-context.ts';

/** Rows that are leased to us and go in one request: one, or a batch. */
export interface LeasedRows {
  readonly context: TargetContext;
  readonly sendContext: SendContext;
  readonly rows: readonly LedgerRow[];
  readonly releasePermit: () => void;
}

export interface TargetAnswer<Value> {
  readonly result: Result<Value, LeadwireError>;
  /** Rows whose lease had moved on before anything was sent: where there are any, nothing was sent. */
  readonly lost: readonly LedgerRow[];
}

/**
 * One request to the target. Its intent is committed before the first byte leaves, once, however often the target asks for it.
 * @throws the ledger's failure to commit the intent, because nothing may be sent unrecorded; and a fault of the target before it sent anything
 */
export async function callTarget<Value>(
  { context, sendContext: { onExisting, resendOnMiss, signal }, rows, releasePermit }: LeasedRows,
  send: (options: TargetSendOptions) => Promise<Result<Value, LeadwireError>>,
): Promise<TargetAnswer<Value>> {
  const { attemptMs, clock, leaseMs, ledger } = context;
  const lost: LedgerRow[] = [];
  let intent: Promise<void> | undefined;
  const failures: unknown[] = [];
  const commitIntent = async (): Promise<void> => {
    releasePermit();
    const marked = await ledger.markSent(rows, clock.now(), leaseMs).catch((error: unknown) => {
      failures.push(error);
      throw error;
    });
    lost.push(...rows.filter((_, index) => marked[index] !== true));
    if (lost.length > 0) throw leaseMovedOn();
  };
  const options: TargetSendOptions = {
    signal,
    onExisting,
    resendOnMiss,
    deadlineMs: attemptMs,
    confirmedElsewhere: (ids) => confirmedElsewhere(context, rows, ids),
    beforeSend() {
      intent ??= commitIntent();
      return intent;
    },
  };
  const answer = async (): Promise<Result<Value, LeadwireError>> => {
    try {
      return await send(options);
    } catch (error) {
      if (isLeadwireError(error)) return err(error);
      if (intent !== undefined || rows.some(({ state }) => state === 'sent')) return err(targetFailed(context, error));
      await tryRelease(context, rows, 'no-attempt');
      throw error;
    } finally {
      releasePermit();
    }
  };
  const result = await answer();
  if (failures.length === 0) return { result, lost };
  await tryRelease(context, rows, 'no-attempt');
  throw failures[0];
}

/** Waits for a permit; releases the rows if the run was stopped in the meantime. */
export async function acquirePermit(
  context: TargetContext,
  rows: readonly LedgerRow[],
  sendContext: SendContext,
): Promise<() => void> {
  const releasePermit = await context.semaphore.acquire(sendContext.priority);
  try {
    throwIfStopped(sendContext);
  } catch (error) {
    releasePermit();
    await tryRelease(context, rows, 'no-attempt');
    throw error;
  }
  return releasePermit;
}

/** No row of a batch is confirmed yet, so any of them may ask for all. A ledger that fails leaves the rows open: they were sent. */
async function confirmedElsewhere(
  { ledger }: TargetContext,
  [first]: readonly LedgerRow[],
  ids: readonly string[],
): Promise<readonly string[]> {
  try {
    return first === undefined ? [] : await ledger.confirmedElsewhere(first, ids);
  } catch (error) {
    throw isLeadwireError(error) ? error.with({ effect: 'unknown', retryable: true }) : error;
  }
}

const leaseMovedOn = (): LeadwireError =>
  new LeadwireError('aborted', 'Another worker took over this lead before it was sent', {
    hint: 'Nothing to do: that worker will finish it.',
  });

/** A target that throws over one response does not end the run for all leads: the effect of this one is unknown. */
const targetFailed = ({ target }: TargetContext, cause: unknown): LeadwireError =>
  new LeadwireError('unreadable-response', `${target.name}: the target failed while it handled a response`, {
    provider: target.provider,
    effect: 'unknown',
    hint: 'Look the lead up at the provider; see cause for the fault.',
    cause: safeCause(cause),
  });
