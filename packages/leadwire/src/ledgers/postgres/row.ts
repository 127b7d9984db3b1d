import type { LedgerRow } from '@leadwire/core';

/** A row as PostgreSQL returns it: bigint columns as text. */
export interface StoredRow {
  readonly provider: string;
  readonly account: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly dedupe_key: string | null;
  readonly payload: string | null;
  readonly ref: string | null;
  readonly import_id: string | null;
  readonly state: LedgerRow['state'];
  readonly fencing_token: string;
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

/** A text that PostgreSQL can store: without NUL, and without half of a surrogate pair. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** @param aheadMs - how far the server's clock is ahead of this machine's */
export function fromStored(stored: StoredRow, aheadMs: number): LedgerRow {
  const toTime = (text: string | null): number | undefined => (text === null ? undefined : Number(text) - aheadMs);
  return {
    provider: stored.provider,
    account: stored.account,
    key: stored.key,
    fingerprint: stored.fingerprint,
    dedupeKey: stored.dedupe_key ?? undefined,
    payload: stored.payload ?? undefined,
    ref: stored.ref ?? undefined,
    importId: stored.import_id ?? undefined,
    state: stored.state,
    fencingToken: Number(stored.fencing_token),
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

/** Rows as JSON for `json_to_recordset`. */
export function toRecords(rows: readonly LedgerRow[], aheadMs: number): string {
  const toText = (text: string | undefined): string | undefined => (text === undefined ? undefined : storable(text));
  const toTime = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : Math.round(at + aheadMs);
  return JSON.stringify(
    rows.map((row) => ({
      provider: toText(row.provider),
      account: toText(row.account),
      key: toText(row.key),
      fingerprint: toText(row.fingerprint),
      dedupe_key: toText(row.dedupeKey),
      payload: toText(row.payload),
      ref: toText(row.ref),
      import_id: toText(row.importId),
      state: row.state,
      fencing_token: row.fencingToken,
      attempts: row.attempts,
      unknowns: row.unknowns,
      first_sent_at: toTime(row.firstSentAt),
      lease_until: toTime(row.leaseUntil),
      remote_id: toText(row.remoteId),
      outcome: row.outcome,
      detail: toText(row.detail),
      evidence: toText(row.evidence),
      updated_at: toTime(row.updatedAt),
    })),
  );
}
