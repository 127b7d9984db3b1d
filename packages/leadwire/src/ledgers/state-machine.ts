import type { Claim, ClaimOptions, Completion, LedgerEntry, LedgerId, LedgerRow, Release } from '@leadwire/core';
import { outcomeInEvidence } from '../send/recorded-outcome.ts';

/** Rows as one transaction sees them. All stores keep rows behind it, so that one state machine holds for all. */
export interface RowStore {
  get(id: LedgerId): LedgerRow | undefined;
  /** Rows of the entry's subject at the same place, under whatever key. */
  bySubject(entry: LedgerEntry): readonly LedgerRow[];
  add(row: LedgerRow): void;
  /** Stores what becomes of a row; whom it is about stays. */
  put(row: LedgerRow): void;
  /** Stores a row that is about another payload now. */
  replace(row: LedgerRow): void;
}

/** Makes a row that is new, and leases it where that is safe. */
export function claim(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): Claim {
  const row = rowStore.get(entry);
  if (row === undefined) return claimNew(rowStore, entry, options);
  if (row.fingerprint !== entry.fingerprint)
    return isUnsent(row, options.now) ? leaseUnsent(rowStore, entry, row, options) : { kind: 'mismatch', row };
  switch (row.state) {
    case 'confirmed':
    case 'duplicate':
      return { kind: 'done', row };
    case 'rejected':
    case 'parked':
      return hasArrived(row) ? leaseSent(rowStore, entry, row, options) : { kind: 'done', row };
    case 'leased':
      return isLive(row, options.now) ? { kind: 'busy', row } : lease(rowStore, entry, row, options);
    case 'sent':
      return isLive(row, options.now) ? { kind: 'busy', row } : leaseSent(rowStore, entry, row, options);
    case 'ready':
      return lease(rowStore, entry, row, options);
    default:
      return row.state satisfies never;
  }
}

/** A late worker may have seen it arrive, whatever others have found out since: that settles it, and nothing is sent again. */
const hasArrived = (row: LedgerRow): boolean => outcomeInEvidence(row) !== undefined;

const lease = (rowStore: RowStore, entry: LedgerEntry, row: LedgerRow, options: ClaimOptions): Claim =>
  (hasArrived(row) ? leaseSent : leaseUnsent)(rowStore, entry, row, options);

/** Nothing of it is with the provider, and nobody is about to send it: a corrected lead may take its place. */
const isUnsent = (row: LedgerRow, now: number): boolean =>
  !hasArrived(row) &&
  // One that a person set aside may be there all the same.
  (row.state === 'ready' ||
    (row.state === 'rejected' && row.unknowns === 0) ||
    (row.state === 'leased' && !isLive(row, now)));

const UNSENT = {
  state: 'ready',
  unknowns: 0,
  firstSentAt: undefined,
  outcome: undefined,
  remoteId: undefined,
  detail: undefined,
} as const;

const isLive = (row: LedgerRow, now: number): boolean => row.leaseUntil !== undefined && row.leaseUntil > now;

function claimNew(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): Claim {
  const other = standingIn(rowStore, entry, options);
  if (other !== undefined) return { kind: 'same-subject', row: other };
  const row: LedgerRow = {
    provider: entry.provider,
    account: entry.account,
    key: entry.key,
    fingerprint: entry.fingerprint,
    subject: entry.subject,
    payload: entry.payload,
    ref: entry.ref,
    state: 'leased',
    fence: 1,
    attempts: 0,
    unknowns: 0,
    firstSentAt: undefined,
    leaseUntil: options.now + options.leaseMs,
    remoteId: undefined,
    outcome: undefined,
    detail: undefined,
    evidence: undefined,
    updatedAt: options.now,
  };
  rowStore.add(row);
  return { kind: 'leased', row };
}

function leaseUnsent(rowStore: RowStore, entry: LedgerEntry, before: LedgerRow, options: ClaimOptions): Claim {
  const { fingerprint, subject, payload, ref } = entry;
  const row: LedgerRow = { ...before, fingerprint, subject, payload, ref, ...UNSENT };
  if (before.fingerprint !== row.fingerprint || before.subject !== row.subject || before.ref !== row.ref)
    rowStore.replace(row);
  const other = standingIn(rowStore, row, options);
  if (other !== undefined) {
    if (other.state === 'confirmed' || other.state === 'duplicate') rowStore.put(duplicateOf(other, row, options.now));
    return { kind: 'same-subject', row: other };
  }
  const leased: LedgerRow = {
    ...row,
    state: 'leased',
    fence: row.fence + 1,
    leaseUntil: options.now + options.leaseMs,
    updatedAt: options.now,
  };
  rowStore.put(leased);
  return { kind: 'leased', row: leased };
}

/** A row that waited while the same person was sent under another key: it is finished. */
const duplicateOf = (other: LedgerRow, row: LedgerRow, now: number): LedgerRow => ({
  ...row,
  state: 'duplicate',
  outcome: 'duplicate',
  remoteId: other.remoteId,
  detail: JSON.stringify({ of: other.key }),
  payload: undefined,
  leaseUntil: undefined,
  updatedAt: now,
});

/**
 * A send whose worker is gone: it counts as one of unknown effect, once. It belongs to the row of a source that takes it up from now on:
 * of two rows of one person, the other is the duplicate.
 */
function leaseSent(rowStore: RowStore, entry: LedgerEntry, row: LedgerRow, options: ClaimOptions): Claim {
  const ref = entry.ref ?? row.ref;
  const lost = row.leaseUntil === undefined ? 0 : 1;
  const leased: LedgerRow = {
    ...row,
    ref,
    state: 'sent',
    outcome: undefined,
    remoteId: undefined,
    detail: undefined,
    fence: row.fence + 1,
    attempts: row.attempts + lost,
    unknowns: row.unknowns + lost,
    leaseUntil: options.now + options.leaseMs,
    updatedAt: options.now,
  };
  if (ref === row.ref) rowStore.put(leased);
  else rowStore.replace(leased);
  return { kind: 'sent-before', row: leased };
}

const STANDING = ['confirmed', 'duplicate', 'sent', 'parked', 'leased'];

/**
 * The row under another key that keeps this subject from being sent. One that nobody has sent gives way; where its lease had run out,
 * it is taken from its worker, who might still be there.
 */
function standingIn(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): LedgerRow | undefined {
  if (entry.subject === undefined || options.bySubject === false) return undefined;
  const others = rowStore.bySubject(entry).filter((row) => row.key !== entry.key);
  const lapsed = others.filter((row) => row.state === 'leased' && !isLive(row, options.now));
  const standing = others.filter((row) => (STANDING.includes(row.state) && !lapsed.includes(row)) || hasArrived(row));
  if (standing.length > 0) {
    return standing.reduce((best, row) => (STANDING.indexOf(row.state) < STANDING.indexOf(best.state) ? row : best));
  }
  for (const row of lapsed) rowStore.put({ ...row, state: 'ready', leaseUntil: undefined, updatedAt: options.now });
  return undefined;
}

/** Writes down that the request is about to leave. False: the lease is no longer this worker's, so it must not. */
export function markSent(rowStore: RowStore, given: LedgerRow, now: number, leaseMs?: number): boolean {
  const row = rowStore.get(given);
  if (row === undefined || row.fence !== given.fence || !isLive(row, now)) return false;
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

/** Stores an outcome; from a worker whose lease has moved on, only as evidence. */
export function complete(rowStore: RowStore, given: LedgerRow, completion: Completion, now: number): boolean {
  const row = rowStore.get(given);
  if (row === undefined) return false;
  const open = row.state === 'leased' || row.state === 'sent' || row.state === 'parked';
  if (row.fence !== given.fence || !open) {
    rowStore.put({ ...row, evidence: withEvidence(row.evidence, given.fence, completion, now) });
    return false;
  }
  const settled = completion.state === 'confirmed' || completion.state === 'duplicate';
  rowStore.put({
    ...row,
    state: completion.state,
    outcome: completion.outcome,
    remoteId: completion.remoteId,
    detail: completion.detail,
    attempts: row.attempts + (row.state === 'sent' ? 1 : 0),
    unknowns: Math.max(row.unknowns + (completion.unknowns ?? 0), completion.state === 'parked' ? 1 : 0),
    leaseUntil: undefined,
    payload: settled ? undefined : row.payload,
    updatedAt: now,
  });
  return true;
}

function withEvidence(
  before: string | undefined,
  fence: number,
  { state, outcome, remoteId }: Completion,
  at: number,
): string {
  const line = JSON.stringify({ at, fence, state, outcome, remoteId });
  return before === undefined ? line : `${before}\n${line}`;
}

/** Gives a row back without an outcome. */
export function release(
  rowStore: RowStore,
  given: LedgerRow,
  now: number,
  { after = 'no-attempt' }: Release = {},
): void {
  const row = rowStore.get(given);
  if (row === undefined || row.fence !== given.fence) return;
  const ready: LedgerRow = { ...row, state: 'ready', firstSentAt: undefined, leaseUntil: undefined, updatedAt: now };
  if (after === 'look-up') {
    if (row.state === 'sent' || row.state === 'parked' || row.state === 'rejected')
      rowStore.put({ ...ready, ...UNSENT });
    return;
  }
  // A sender that wrote down no intent and yet does not know: as good as sent.
  const sent = row.state === 'sent' || (row.state === 'leased' && after === 'unknown');
  if (row.state === 'leased' && !sent) rowStore.put(ready);
  if (!sent) return;
  const attempts = row.attempts + (after === 'no-attempt' ? 0 : 1);
  const unknowns = row.unknowns + (after === 'unknown' ? 1 : 0);
  const open: LedgerRow = {
    ...row,
    state: 'sent',
    attempts,
    unknowns,
    firstSentAt: row.firstSentAt ?? now,
    leaseUntil: undefined,
    updatedAt: now,
  };
  if (unknowns > 0) rowStore.put(open);
  else rowStore.put({ ...ready, attempts });
}
