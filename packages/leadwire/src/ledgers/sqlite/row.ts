import type { LedgerRow, OutcomeKind } from '@leadwire/core';
import type { Account } from './accounts.ts';

/** A row as SQLite stores it. */
export interface StoredRow {
  readonly seq: number;
  readonly account_id: number;
  readonly key: string;
  readonly fingerprint: string;
  readonly dedupe_key: string | null;
  readonly payload: string | null;
  readonly ref: string | null;
  readonly import_id: string | null;
  readonly state: string;
  readonly fencing_token: number;
  readonly attempts: number;
  readonly unknowns: number;
  readonly first_sent_at: number | null;
  readonly lease_until: number | null;
  readonly remote_id: string | null;
  readonly outcome: string | null;
  readonly detail: string | null;
  readonly evidence: string | null;
  readonly updated_at: number;
}

/** Columns that say which lead a row is about, in the order of {@link identityValues}. */
export const IDENTITY_COLUMNS: string[] = ['fingerprint', 'dedupe_key', 'ref', 'import_id'];

/** Columns that change while a lead is sent, in the order of {@link progressValues}. */
export const PROGRESS_COLUMNS: string[] = [
  'payload',
  'state',
  'fencing_token',
  'attempts',
  'unknowns',
  'first_sent_at',
  'lease_until',
  'remote_id',
  'outcome',
  'detail',
  'evidence',
  'updated_at',
];

type SqlValue = string | number | null;

export const identityValues = (row: LedgerRow): SqlValue[] => [
  row.fingerprint,
  toStoredDedupeKey(row),
  row.ref ?? null,
  row.importId ?? null,
];

/** One array without a copy, because this runs three times for each row. */
export const progressValues = (row: LedgerRow, last: number): SqlValue[] => [
  row.payload ?? null,
  row.state,
  row.fencingToken,
  row.attempts,
  row.unknowns,
  row.firstSentAt ?? null,
  row.leaseUntil ?? null,
  row.remoteId ?? null,
  row.outcome ?? null,
  row.detail ?? null,
  row.evidence ?? null,
  row.updatedAt,
  last,
];

/** A derived key contains its dedupe key: such a row is in one index instead of two, and has an empty `dedupe_key`. */
export const derivedKey = (dedupeKey: string): string => `lw1_${dedupeKey}`;

const toStoredDedupeKey = ({ key, dedupeKey }: LedgerRow): string | null =>
  dedupeKey !== undefined && key === derivedKey(dedupeKey) ? '' : (dedupeKey ?? null);

const fromStoredDedupeKey = (key: string, dedupeKey: string | null): string | undefined =>
  dedupeKey === '' ? key.slice(4) : (dedupeKey ?? undefined);

export function fromStored(stored: StoredRow, { provider, account }: Account): LedgerRow {
  return {
    provider,
    account,
    key: stored.key,
    fingerprint: stored.fingerprint,
    dedupeKey: fromStoredDedupeKey(stored.key, stored.dedupe_key),
    payload: stored.payload ?? undefined,
    ref: stored.ref ?? undefined,
    importId: stored.import_id ?? undefined,
    state: stored.state as LedgerRow['state'],
    fencingToken: stored.fencing_token,
    attempts: stored.attempts,
    unknowns: stored.unknowns,
    firstSentAt: stored.first_sent_at ?? undefined,
    leaseUntil: stored.lease_until ?? undefined,
    remoteId: stored.remote_id ?? undefined,
    outcome: (stored.outcome ?? undefined) as OutcomeKind | undefined,
    detail: stored.detail ?? undefined,
    evidence: stored.evidence ?? undefined,
    updatedAt: stored.updated_at,
  };
}
