import type { LedgerRow } from '@leadwire/core';

/** A row as PostgreSQL gives it: numbers as texts where they may be large. */
export interface StoredRow {
  readonly provider: string;
  readonly account: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly subject: string | null;
  readonly payload: string | null;
  readonly ref: string | null;
  readonly state: LedgerRow['state'];
  readonly fence: string;
  readonly attempts: number;
  readonly unknowns: number;
  readonly first_sent_at: string | null;
  readonly lease_until: string | null;
  readonly remote_id: string | null;
  readonly outcome: LedgerRow['outcome'] | null;
  readonly detail: string | null;
  readonly evidence: string | null;
  readonly updated_at: string;
}

/** Columns that a program writes, and their types. */
export const COLUMNS = {
  provider: 'text',
  account: 'text',
  key: 'text',
  fingerprint: 'text',
  subject: 'text',
  payload: 'text',
  ref: 'text',
  state: 'text',
  fence: 'bigint',
  attempts: 'integer',
  unknowns: 'integer',
  first_sent_at: 'bigint',
  lease_until: 'bigint',
  remote_id: 'text',
  outcome: 'text',
  detail: 'text',
  evidence: 'text',
  updated_at: 'bigint',
};
export type Column = keyof typeof COLUMNS;

/** A text as PostgreSQL can hold it: it takes no NUL, and no half of a character. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** @param aheadMs - how far the clock of the server is ahead of this machine's */
export function toRow(stored: StoredRow, aheadMs: number): LedgerRow {
  const toTime = (text: string | null): number | undefined => (text === null ? undefined : Number(text) - aheadMs);
  return {
    provider: stored.provider,
    account: stored.account,
    key: stored.key,
    fingerprint: stored.fingerprint,
    subject: stored.subject ?? undefined,
    payload: stored.payload ?? undefined,
    ref: stored.ref ?? undefined,
    state: stored.state,
    fence: Number(stored.fence),
    attempts: stored.attempts,
    unknowns: stored.unknowns,
    firstSentAt: toTime(stored.first_sent_at),
    leaseUntil: toTime(stored.lease_until),
    remoteId: stored.remote_id ?? undefined,
    outcome: stored.outcome ?? undefined,
    detail: stored.detail ?? undefined,
    evidence: stored.evidence ?? undefined,
    updatedAt: Number(stored.updated_at) - aheadMs,
  };
}

/** The row as `json_to_recordset` reads it. */
export function toRecord(row: LedgerRow, aheadMs: number): Readonly<Record<Column, unknown>> {
  const toText = (text: string | undefined): string | undefined => (text === undefined ? undefined : storable(text));
  const toTime = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : Math.round(at + aheadMs);
  return {
    provider: toText(row.provider),
    account: toText(row.account),
    key: toText(row.key),
    fingerprint: toText(row.fingerprint),
    subject: toText(row.subject),
    payload: toText(row.payload),
    ref: toText(row.ref),
    state: row.state,
    fence: row.fence,
    attempts: row.attempts,
    unknowns: row.unknowns,
    first_sent_at: toTime(row.firstSentAt),
    lease_until: toTime(row.leaseUntil),
    remote_id: toText(row.remoteId),
    outcome: row.outcome,
    detail: toText(row.detail),
    evidence: toText(row.evidence),
    updated_at: toTime(row.updatedAt),
  };
}
