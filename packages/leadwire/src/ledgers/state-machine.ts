import {
  type Claim,
  type ClaimOptions,
  type Completion,
  LeadwireError,
  type LedgerEntry,
  type LedgerId,
  type LedgerRow,
  type Release,
} from '@leadwire/core';
import { arrivalIn } from '@leadwire/core/provider';

/** The rows that one transaction reads and writes. Every ledger implements it, so that one state machine holds for all. */
export interface RowStore {
  get(id: LedgerId): LedgerRow | undefined;
  /** Rows of the entry's person at the same account, under whatever key. */
  findByDedupeKey(entry: LedgerEntry): readonly LedgerRow[];
  add(row: LedgerRow): void;
  /** Stores the progress of a row; the lead that it is about stays. */
  put(row: LedgerRow): void;
  /** Stores a row whose payload has changed. */
  replace(row: LedgerRow): void;
}

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

/** Records a lead for a later claim: no worker holds it. */
export const isAcceptance = ({ purpose }: ClaimOptions): boolean => purpose === 'accept' || purpose === 'accept-update';

/** Its person was erased: no payload has an empty fingerprint. */
export const isForgotten = ({ fingerprint }: LedgerEntry): boolean => fingerprint === '';

/** A worker whose lease had moved on saw the lead arrive, whatever others found out since: nothing is sent again. */
const hasArrived = (row: LedgerRow): boolean => arrivalIn(row) !== undefined;

const lease = (rowStore: RowStore, entry: LedgerEntry, row: LedgerRow, options: ClaimOptions): Claim =>
  (hasArrived(row) ? leaseSent : leaseUnsent)(rowStore, entry, row, options);

/** Nothing of the row is with the provider, and no worker is about to send it: a corrected lead may take its place. */
const isUnsent = (row: LedgerRow, now: number): boolean =>
  !hasArrived(row) &&
  // A rejected row with an unknown attempt may have arrived all the same.
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

/** Whether a worker still holds the row: each lease has a higher fencing token than the one before. */
const isCurrentHolder = (row: LedgerRow, given: LedgerRow): boolean => row.fencingToken === given.fencingToken;

const isLive = (row: LedgerRow, now: number): boolean => row.leaseUntil !== undefined && row.leaseUntil > now;

function claimNew(rowStore: RowStore, entry: LedgerEntry, options: ClaimOptions): Claim {
  const other = findStanding(rowStore, entry, options);
  if (other !== undefined) return { kind: 'duplicate', row: other };
  const isLeased = !isAcceptance(options);
  const row: LedgerRow = {
    provider: entry.provider,
    account: entry.account,
    key: entry.key,
    fingerprint: entry.fingerprint,
    dedupeKey: entry.dedupeKey,
    payload: entry.payload,
    ref: entry.ref,
    importId: entry.importId,
    state: isLeased ? 'leased' : 'ready',
    fencingToken: isLeased ? 1 : 0,
    attempts: 0,
    unknowns: 0,
    firstSentAt: undefined,
    leaseUntil: isLeased ? options.now + options.leaseMs : undefined,
    remoteId: undefined,
    outcome: undefined,
    detail: undefined,
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

/**
 * Leases a row that may have been sent. A worker that is gone counts as one unknown attempt. The row belongs to the row of a source that
 * takes it up now: of two rows of one person, the other is the duplicate.
 */
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

/**
 * The row under another key that keeps this person from being sent. A row that was never sent gives way; if its lease ran out, it is
 * taken from its worker, who may still be running.
 */
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

/** Commits the intent: the request is about to leave. False: the lease is no longer this worker's, so it must not. */
export function markSent(rowStore: RowStore, given: LedgerRow, now: number, leaseMs?: number): boolean {
  const row = rowStore.get(given);
  if (row === undefined || !isCurrentHolder(row, given) || !isLive(row, now)) return false;
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
  const isOurs = isCurrentHolder(row, given);
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
  if (row === undefined || !isCurrentHolder(row, given)) return;
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
  state === 'rejected' && detail?.includes('"code":"undone"') === true;

/**
 * What stays of a row when its person is forgotten: undefined when nothing has to, because it was never sent. Otherwise only the hashes stay
 * that prevent a second send.
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
