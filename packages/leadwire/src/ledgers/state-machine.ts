import { type Completion, LeadwireError, type LedgerRow, type Release } from '@leadwire/core';
import { codeInDetail, isLive, isUnsent, type RowStore, UNSENT } from './row-facts.ts';
import { isStaleWorker } from './stale-worker.ts';

/** Commits the intent: the request is about to leave. False: the lease is no longer this worker's, so it must not. */
export function markSent(rowStore: RowStore, given: LedgerRow, now: number, leaseMs?: number): boolean {
  const row = rowStore.get(given);
  if (row === undefined || isStaleWorker(row, given) || !isLive(row, now)) return false;
  if (row.state !== 'leased' && row.state !== 'sent') return false;
  rowStore.put({
    ...row,
    state: 'sent',
    firstSentAt: row.firstSentAt ?? now,
    leaseUntil: leaseMs === undefined ? row.leaseUntil : now + leaseMs,
    updatedAt: now,
  });
  return true;
}

/** Stores an outcome. From a worker whose lease has moved on it is kept only as evidence. */
export function complete(rowStore: RowStore, given: LedgerRow, completion: Completion, now: number): boolean {
  const row = rowStore.get(given);
  if (row === undefined) return false;
  const isOpen = row.state === 'leased' || row.state === 'sent' || row.state === 'parked';
  const isOurs = !isStaleWorker(row, given);
  if (isOurs && row.state === completion.state && row.outcome === completion.outcome && row.state !== 'parked')
    return true; // stored before, by a call whose response was lost
  if (!isOurs || !isOpen) {
    rowStore.put({ ...row, evidence: withEvidence(row.evidence, given.fencingToken, completion, now) });
    return false;
  }
  const isSettled = completion.state === 'confirmed' || completion.state === 'duplicate';
  rowStore.put({
    ...row,
    state: completion.state,
    outcome: completion.outcome,
    remoteId: completion.remoteId,
    detail: completion.detail,
    attempts: row.attempts + (row.state === 'sent' ? 1 : 0),
    unknowns: Math.max(row.unknowns + (completion.unknowns ?? 0), completion.state === 'parked' ? 1 : 0),
    leaseUntil: undefined,
    payload: isSettled ? undefined : row.payload,
    updatedAt: now,
  });
  return true;
}

function withEvidence(
  before: string | undefined,
  fencingToken: number,
  { state, outcome, remoteId }: Completion,
  at: number,
): string {
  const line = JSON.stringify({ at, fencingToken, state, outcome, remoteId });
  return before === undefined ? line : `${before}\n${line}`;
}

/** Gives back a row that has no outcome. */
export function release(
  rowStore: RowStore,
  given: LedgerRow,
  now: number,
  { after = 'no-attempt' }: Release = {},
): void {
  const row = rowStore.get(given);
  if (row === undefined || isStaleWorker(row, given)) return;
  const released = releasedRow(row, after, now);
  if (released !== undefined) rowStore.put(released);
}

/** The row after its release; undefined when it stays as it is. */
function releasedRow(row: LedgerRow, after: NonNullable<Release['after']>, now: number): LedgerRow | undefined {
  const ready: LedgerRow = { ...row, state: 'ready', firstSentAt: undefined, leaseUntil: undefined, updatedAt: now };
  // What a late worker saw arrive is gone, too.
  if (after === 'undone')
    return row.state === 'confirmed' ? { ...ready, ...UNSENT, ...undone(row), evidence: undefined } : undefined;
  if (after === 'look-up')
    return ['sent', 'parked', 'rejected'].includes(row.state) ? { ...ready, ...UNSENT } : undefined;
  if (row.state === 'leased' && after !== 'unknown') return ready;
  // A sender that committed no intent and does not know whether it sent: as good as sent.
  if (row.state !== 'sent' && row.state !== 'leased') return undefined;
  const attempts = row.attempts + (after === 'no-attempt' ? 0 : 1);
  const unknowns = row.unknowns + (after === 'unknown' ? 1 : 0);
  if (unknowns === 0) return { ...ready, attempts };
  const firstSentAt = row.firstSentAt ?? now;
  return { ...row, state: 'sent', attempts, unknowns, firstSentAt, leaseUntil: undefined, updatedAt: now };
}

function undone({ provider }: LedgerRow): Pick<LedgerRow, 'state' | 'outcome' | 'detail'> {
  const error = new LeadwireError('rejected', `${provider}: removed by undo`, {
    provider,
    code: 'undone',
    hint: 'Another importId sends it again.',
  });
  return { state: 'rejected', outcome: 'rejected', detail: JSON.stringify({ error: error.toJSON() }) };
}

const isUndone = ({ state, detail }: LedgerRow): boolean =>
  state === 'rejected' && detail?.includes(codeInDetail('undone')) === true;

/**
 * What stays of a row when its person is forgotten: the hashes that prevent a second send, or nothing of one that was never sent.
 * @throws LeadwireError `invalid-input` (code `in-flight`) while it is being sent
 */
export function forget(row: LedgerRow, now: number): LedgerRow | undefined {
  if (isLive(row, now)) {
    throw new LeadwireError('invalid-input', `${row.provider}: this person is being sent at this moment`, {
      code: 'in-flight',
      hint: 'Forget the person again when the run has ended.',
    });
  }
  if (isUnsent(row, now) && !isUndone(row)) return undefined;
  const isConfirmed = row.state === 'confirmed';
  return {
    ...row,
    state: isConfirmed ? 'confirmed' : 'duplicate',
    outcome: isConfirmed ? row.outcome : 'duplicate',
    fingerprint: '',
    payload: undefined,
    ref: undefined,
    remoteId: undefined,
    detail: undefined,
    evidence: undefined,
    leaseUntil: undefined,
    updatedAt: now,
  };
}
