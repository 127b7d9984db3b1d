import type { ClaimOptions, LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
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

/** Records a lead for a later claim: no worker holds it. */
export const isAcceptance = ({ purpose }: ClaimOptions): boolean => purpose === 'accept' || purpose === 'accept-update';

/** Its person was erased: no payload has an empty fingerprint. */
export const isForgotten = ({ fingerprint }: LedgerEntry): boolean => fingerprint === '';

/** A worker whose lease had moved on saw the lead arrive, whatever others found out since: nothing is sent again. */
export const hasArrived = (row: LedgerRow): boolean => arrivalIn(row) !== undefined;

/** Nothing of the row is with the provider, and no worker is about to send it: a corrected lead may take its place. */
export const isUnsent = (row: LedgerRow, now: number): boolean =>
  !hasArrived(row) &&
  // A rejected row with an unknown attempt may have arrived all the same.
  (row.state === 'ready' ||
    (row.state === 'rejected' && row.unknowns === 0) ||
    (row.state === 'leased' && !isLive(row, now)));

/** Codes of rows that a person has settled: they are not to be sent, and their detail holds nothing personal. */
export const SET_ASIDE_CODES = ['ignored', 'undone'] as const;

/** How the detail of a row names a code; JSON, as the send step writes it. */
export const codeInDetail = (code: (typeof SET_ASIDE_CODES)[number]): string => `"code":"${code}"`;

/** A person has decided that this row is not to be sent, or had its lead removed: that outlives its payload. */
export const isSetAside = ({ state, detail }: LedgerRow): boolean =>
  state === 'rejected' && SET_ASIDE_CODES.some((code) => detail?.includes(codeInDetail(code)) === true);

export const UNSENT: Pick<LedgerRow, 'state' | 'unknowns' | 'firstSentAt' | 'outcome' | 'remoteId' | 'detail'> = {
  state: 'ready',
  unknowns: 0,
  firstSentAt: undefined,
  outcome: undefined,
  remoteId: undefined,
  detail: undefined,
};

export const isLive = (row: LedgerRow, now: number): boolean => row.leaseUntil !== undefined && row.leaseUntil > now;
