import type { Claim, ClaimOptions, LedgerEntry, LedgerRow } from '@leadwire/core';
import { hasArrived, isAcceptance, isForgotten, isLive, isUnsent, type RowStore, UNSENT } from './row-facts.ts';

/** Records a new row, and leases it when that is safe. */
export function claim(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): Claim {
  const row = rowStore.get(entry);
  if (row === undefined) return claimNew(rowStore, entry, options);
  if (isAcceptance(options) && isUnsent(row, options.now)) return acceptAgain(rowStore, entry, row, options);
  if (row.fingerprint !== entry.fingerprint) return claimChanged(rowStore, entry, row, options);
  switch (row.state) {
    case 'confirmed':
    case 'duplicate':
      return { kind: 'done', row };
    case 'rejected':
      return hasArrived(row) ? leaseSent(rowStore, entry, row, options) : { kind: 'done', row };
    case 'parked':
      return hasArrived(row) || options.purpose === 'look-up'
        ? leaseSent(rowStore, entry, row, options)
        : { kind: 'done', row };
    case 'leased':
      return isLive(row, options.now) ? { kind: 'busy', row } : lease(rowStore, entry, row, options);
    case 'sent':
      return isLive(row, options.now) || isAcceptance(options)
        ? { kind: 'busy', row }
        : leaseSent(rowStore, entry, row, options);
    case 'ready':
      return lease(rowStore, entry, row, options);
    default:
      return row.state satisfies never;
  }
}

/** The key is known with another payload. A confirmed lead may be updated, at a caller's request; one that was never sent is replaced. */
function claimChanged(rowStore: RowStore, entry: LedgerEntry, row: LedgerRow, options: ClaimOptions): Claim {
  if (isUnsent(row, options.now)) return leaseUnsent(rowStore, entry, row, options);
  const isUpdate = options.purpose === 'update' || options.purpose === 'accept-update';
  if (!isUpdate || row.state !== 'confirmed' || isForgotten(row)) return { kind: 'mismatch', row };
  const { fingerprint, dedupeKey, payload } = entry;
  // An unknown attempt stands, so that a refused update settles nothing: the lead itself is there.
  const changed: LedgerRow = { ...row, fingerprint, dedupeKey, payload, unknowns: row.unknowns + 1 };
  if (options.purpose === 'update') return leaseSent(rowStore, entry, changed, options);
  const ref = entry.ref ?? row.ref;
  const accepted: LedgerRow = { ...changed, ref, state: 'sent', outcome: undefined, updatedAt: options.now };
  rowStore.replace(accepted);
  return { kind: 'accepted', row: accepted };
}

const lease = (rowStore: RowStore, entry: LedgerEntry, row: LedgerRow, options: ClaimOptions): Claim =>
  (hasArrived(row) ? leaseSent : leaseUnsent)(rowStore, entry, row, options);

function claimNew(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): Claim {
  const other = findStanding(rowStore, entry, options);
  if (other !== undefined) return { kind: 'duplicate', row: other };
  const isLeased = !isAcceptance(options);
  const row: LedgerRow = {
    ...entry,
    ...UNSENT,
    state: isLeased ? 'leased' : 'ready',
    fencingToken: isLeased ? 1 : 0,
    attempts: 0,
    leaseUntil: isLeased ? options.now + options.leaseMs : undefined,
    evidence: undefined,
    updatedAt: options.now,
  };
  rowStore.add(row);
  return { kind: isLeased ? 'leased' : 'accepted', row };
}

/** Records the payload of a row that is not sent yet. A refused lead that comes back unchanged stays refused. */
function acceptAgain(rowStore: RowStore, entry: LedgerEntry, before: LedgerRow, options: ClaimOptions): Claim {
  const isSame = before.fingerprint === entry.fingerprint;
  if (before.state === 'rejected' && isSame) return { kind: 'done', row: before };
  if (isSame && before.payload !== undefined) return { kind: 'accepted', row: before };
  const row = withPayload(before, entry, options.now);
  rowStore.replace(row);
  return { kind: 'accepted', row };
}

const withPayload = (before: LedgerRow, { fingerprint, dedupeKey, payload, ref }: LedgerEntry, now: number) => ({
  ...before,
  fingerprint,
  dedupeKey,
  payload,
  ref,
  ...UNSENT,
  leaseUntil: undefined,
  updatedAt: now,
});

function leaseUnsent(rowStore: RowStore, entry: LedgerEntry, before: LedgerRow, options: ClaimOptions): Claim {
  const row: LedgerRow = withPayload(before, entry, options.now);
  const isChanged =
    before.fingerprint !== row.fingerprint ||
    before.dedupeKey !== row.dedupeKey ||
    before.ref !== row.ref ||
    before.payload === undefined;
  if (isChanged) rowStore.replace(row);
  const other = findStanding(rowStore, row, options);
  if (other !== undefined) {
    if (other.state === 'confirmed' || other.state === 'duplicate') rowStore.put(duplicateOf(other, row, options.now));
    return { kind: 'duplicate', row: other };
  }
  const leased: LedgerRow = {
    ...row,
    state: 'leased',
    fencingToken: row.fencingToken + 1,
    leaseUntil: options.now + options.leaseMs,
  };
  rowStore.put(leased);
  return { kind: 'leased', row: leased };
}

/** The same person was sent under another key while this row waited: it is finished. */
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

/** Leases a row that may have been sent; a worker that is gone counts as one unknown attempt. Whoever takes it up now owns it. */
function leaseSent(rowStore: RowStore, entry: LedgerEntry, row: LedgerRow, options: ClaimOptions): Claim {
  const ref = entry.ref ?? row.ref;
  const lost = row.leaseUntil === undefined ? 0 : 1;
  const leased: LedgerRow = {
    ...row,
    ref,
    state: 'sent',
    outcome: undefined,
    // Set where a confirmed lead is updated, now or by an earlier claim.
    remoteId: options.purpose === 'update' && ['confirmed', 'sent'].includes(row.state) ? row.remoteId : undefined,
    detail: undefined,
    fencingToken: row.fencingToken + 1,
    attempts: row.attempts + lost,
    unknowns: row.unknowns + lost,
    leaseUntil: options.now + options.leaseMs,
    updatedAt: options.now,
  };
  if (ref === rowStore.get(row)?.ref && row.fingerprint === rowStore.get(row)?.fingerprint) rowStore.put(leased);
  else rowStore.replace(leased);
  return { kind: 'sent-before', row: leased };
}

const STANDING = ['confirmed', 'duplicate', 'sent', 'parked', 'leased'];

/** The row under another key that keeps this person from being sent. One that was never sent gives way, and is taken from its worker. */
function findStanding(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): LedgerRow | undefined {
  if (entry.dedupeKey === undefined || options.dedupe === false) return undefined;
  const others = rowStore.findByDedupeKey(entry).filter((row) => row.key !== entry.key);
  const lapsed = others.filter((row) => row.state === 'leased' && !isLive(row, options.now));
  const standing = others.filter((row) => (STANDING.includes(row.state) && !lapsed.includes(row)) || hasArrived(row));
  if (standing.length > 0) {
    return standing.reduce((best, row) => (STANDING.indexOf(row.state) < STANDING.indexOf(best.state) ? row : best));
  }
  for (const row of lapsed) rowStore.put({ ...row, state: 'ready', leaseUntil: undefined, updatedAt: options.now });
  return undefined;
}
