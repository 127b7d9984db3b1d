import type { OutcomeKind } from './outcome.ts';

/** `sent` is committed before the request leaves: after a crash it is reconciled, never sent again blindly. */
export type LedgerState = 'ready' | 'leased' | 'sent' | 'confirmed' | 'rejected' | 'duplicate' | 'parked';

/** Names one effect: one lead at one account of one provider. */
export interface LedgerId {
  readonly provider: string;
  readonly account: string;
  readonly key: string;
}

export interface LedgerEntry extends LedgerId {
  /** Hash of the payload: the same key with another payload is reported, never overwritten. */
  readonly fingerprint: string;
  /** Hash of the phone number and import: finds the same person under another key. */
  readonly dedupeKey?: string | undefined;
  /** What to send, kept until the row is confirmed; JSON. */
  readonly payload?: string | undefined;
  /** The sender's own reference, such as a row number, kept for reports: nothing personal. */
  readonly ref?: string | undefined;
  /** The import that the lead belongs to: nothing personal. */
  readonly importId?: string | undefined;
}

export interface LedgerRow extends LedgerEntry {
  readonly state: LedgerState;
  /** Rises with every lease: a worker with an older token may not change the row. */
  readonly fencingToken: number;
  /** Attempts that ended; a 429 and a wait for the limiter do not count. */
  readonly attempts: number;
  /** Attempts whose effect is unknown. */
  readonly unknowns: number;
  readonly firstSentAt: number | undefined;
  readonly leaseUntil: number | undefined;
  readonly remoteId: string | undefined;
  readonly outcome: OutcomeKind | undefined;
  /** The rest of the outcome as JSON; without personal data once confirmed. */
  readonly detail: string | undefined;
  /** What workers saw after their lease had moved on: one line of JSON each, with `state`, `outcome` and `remoteId`, without personal data. See `arrivalIn`. */
  readonly evidence: string | undefined;
  readonly updatedAt: number;
}

/** What a claim found. A corrected payload may claim a row that was refused or never sent: nothing of it is with the provider. */
export type Claim =
  /** Yours to send, under this fencing token. */
  | { readonly kind: 'leased'; readonly row: LedgerRow }
  /** Yours, but it may have been sent before: reconcile. A parked or rejected row with evidence of arrival is one of these. */
  | { readonly kind: 'sent-before'; readonly row: LedgerRow }
  /** Finished earlier. */
  | { readonly kind: 'done'; readonly row: LedgerRow }
  /** Another worker holds it until `row.leaseUntil`. */
  | { readonly kind: 'busy'; readonly row: LedgerRow }
  /** The key belongs to another payload, which was or may be sent. */
  | { readonly kind: 'mismatch'; readonly row: LedgerRow }
  /** The same person is sent, finished or being sent under another key; a row that is merely `ready` gives way. */
  | { readonly kind: 'duplicate'; readonly row: LedgerRow }
  /** Recorded with `purpose: 'accept'` or `accept-update`: no worker holds it. */
  | { readonly kind: 'accepted'; readonly row: LedgerRow };

export interface ClaimOptions {
  readonly now: number;
  readonly leaseMs: number;
  /** Look for the same person under another key. @default true */
  readonly dedupe?: boolean | undefined;
  /**
   * `send` leases what may be sent. `accept` only records new rows, durably, for a later claim. `look-up` also leases parked rows, to look
   * them up once more. `update` also leases confirmed rows whose payload has changed; `accept-update` records them for a later claim with
   * `update`. @default 'send'
   */
  readonly purpose?: 'send' | 'accept' | 'accept-update' | 'look-up' | 'update' | undefined;
}

export interface Completion {
  readonly state: 'confirmed' | 'rejected' | 'duplicate' | 'parked';
  readonly outcome: OutcomeKind;
  readonly remoteId?: string | undefined;
  readonly detail?: string | undefined;
  /** Attempts of this send whose effect is unknown. */
  readonly unknowns?: number | undefined;
}

export interface Release {
  /**
   * Why the row is given back. `no-attempt` (default): nothing left, or a 429, which does not count. `failure`: an attempt that counts and
   * certainly had no effect. `unknown`: it may have been processed, so the row stays `sent`. `look-up`: a person found that nothing arrived;
   * a `parked` or `rejected` row is ready again, too. `undone`: a confirmed lead was removed at the provider;
   * the row is `rejected` (code `undone`) until it is given back with `look-up`.
   */
  readonly after?: 'no-attempt' | 'failure' | 'unknown' | 'look-up' | 'undone' | undefined;
}

export interface LedgerFilter {
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
  readonly states?: readonly LedgerState[] | undefined;
  readonly importId?: string | undefined;
}

/** One effect per lead, across crashes and machines. All methods take and return whole batches in order. */
export interface Ledger {
  /** Makes rows that are new, and leases what is ready or whose lease has run out. */
  claim(entries: readonly LedgerEntry[], options: ClaimOptions): Promise<Claim[]>;
  /** Commits the intent, durably, before the request leaves. False where the lease has moved on or run out: do not send. `leaseMs` renews it. */
  markSent(rows: readonly LedgerRow[], now: number, leaseMs?: number): Promise<boolean[]>;
  /** Stores the outcome of a row that is leased, sent or parked. False where its lease has moved on: it is kept as evidence, the state stays. */
  complete(
    done: readonly { readonly row: LedgerRow; readonly completion: Completion }[],
    now: number,
  ): Promise<boolean[]>;
  /** Gives back rows that have no outcome: ready again, or still `sent` where this or an earlier send is open. A row whose lease has moved on stays as it is. */
  release(rows: readonly LedgerRow[], now: number, release?: Release): Promise<void>;
  get(id: LedgerId): Promise<LedgerRow | undefined>;
  list(filter?: LedgerFilter): AsyncIterable<LedgerRow>;
  counts(filter?: LedgerFilter): Promise<Record<LedgerState, number>>;
  /** Which of these ids of the provider a confirmed row under another key of the same account holds: those leads are not this one. */
  confirmedElsewhere(id: LedgerId, remoteIds: readonly string[]): Promise<string[]>;
  /** Deletes finished rows last changed before a time. Unfinished rows (`ready`, `leased`, `sent`, `parked`) are refused with an error unless the filter leaves them out. */
  prune(before: number, filter?: LedgerFilter): Promise<number>;
  /** Erases what rejected and parked rows last changed before a time still hold of a person: payload and look-up. The rows stay. */
  erasePayloads(before: number): Promise<number>;
  /**
   * Erases one person: rows that were never sent are deleted; of the others only the hashes stay that prevent a second send.
   * @param phone - in E.164
   * @returns how many rows held the person
   * @throws LeadwireError `invalid-input` (code `in-flight`) when the person is being sent at this moment
   */
  forget(phone: string, now: number): Promise<number>;
  close(): Promise<void>;
}

/** What a worker saw after its lease had moved on. */
type Seen = Pick<Completion, 'state' | 'outcome' | 'remoteId'>;

/** That the effect of a row happened, if a worker saw so after its lease had moved on: it is asked before the provider is. */
export function arrivalIn({ evidence }: Pick<LedgerRow, 'evidence'>): Omit<Seen, 'state'> | undefined {
  const seen = (evidence ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Seen]));
  return seen.find(({ state }) => state === 'confirmed');
}
