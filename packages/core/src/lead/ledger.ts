import type { OutcomeKind } from './outcome.ts';

/** `sent` is committed before the request leaves: a crash after that is reconciled, never sent again blindly. */
export type LedgerState = 'ready' | 'leased' | 'sent' | 'confirmed' | 'rejected' | 'duplicate' | 'parked';

/** Which effect: one lead, at one place of one provider. */
export interface LedgerId {
  readonly provider: string;
  readonly account: string;
  readonly key: string;
}

export interface LedgerEntry extends LedgerId {
  /** Hash of the payload: the same key with another one is reported, never overwritten. */
  readonly fingerprint: string;
  /** Hash of the phone number: by it the same person is seen under another key. */
  readonly subject?: string | undefined;
  /** What to send, kept until the row is confirmed; JSON. */
  readonly payload?: string | undefined;
  /** The sender's own reference, such as a row number, kept for reports: nothing personal. */
  readonly ref?: string | undefined;
}

export interface LedgerRow extends LedgerEntry {
  readonly state: LedgerState;
  /** Rises with every lease: a worker with an older one may not change the row. */
  readonly fence: number;
  /** Attempts that came to an end; a 429 and a wait for the limiter are none. */
  readonly attempts: number;
  /** Attempts whose effect is not known. */
  readonly unknowns: number;
  readonly firstSentAt: number | undefined;
  readonly leaseUntil: number | undefined;
  readonly remoteId: string | undefined;
  readonly outcome: OutcomeKind | undefined;
  /** The rest of the outcome, JSON, without personal data once confirmed. */
  readonly detail: string | undefined;
  /** What workers saw whose lease had moved on: a line of JSON each, with `state`, `outcome` and `remoteId`, without personal data. See `arrivalIn`. */
  readonly evidence: string | undefined;
  readonly updatedAt: number;
}

/** What a claim found. A row that was refused or never sent may be claimed by a corrected payload: nothing of it is with the provider. */
export type Claim =
  /** Yours to send, under this fence. */
  | { readonly kind: 'leased'; readonly row: LedgerRow }
  /** Yours, but it may have been sent before: reconcile. A parked or rejected row with evidence of arrival is one of these. */
  | { readonly kind: 'sent-before'; readonly row: LedgerRow }
  /** Finished earlier. */
  | { readonly kind: 'done'; readonly row: LedgerRow }
  /** Another worker holds it until `row.leaseUntil`. */
  | { readonly kind: 'busy'; readonly row: LedgerRow }
  /** The key belongs to another payload, which was or may be sent. */
  | { readonly kind: 'mismatch'; readonly row: LedgerRow }
  /** The same subject stands under another key, sent, finished or being sent; one that is merely `ready` gives way. */
  | { readonly kind: 'same-subject'; readonly row: LedgerRow };

export interface ClaimOptions {
  readonly now: number;
  readonly leaseMs: number;
  /** Look for the same subject under another key. Default true. */
  readonly bySubject?: boolean | undefined;
}

export interface Completion {
  readonly state: 'confirmed' | 'rejected' | 'duplicate' | 'parked';
  readonly outcome: OutcomeKind;
  readonly remoteId?: string | undefined;
  readonly detail?: string | undefined;
  /** Attempts of this send whose effect is not known. */
  readonly unknowns?: number | undefined;
}

export interface Release {
  /**
   * What went before. `no-attempt` (default): nothing left, or a 429, which does not count. `failure`: an attempt that counts, and certainly had
   * no effect. `unknown`: it may have been processed, so the row stays `sent`. `look-up`: a person found that nothing sent before has arrived;
   * a `parked` or `rejected` row is ready again, too.
   */
  readonly after?: 'no-attempt' | 'failure' | 'unknown' | 'look-up' | undefined;
}

export interface LedgerFilter {
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
  readonly states?: readonly LedgerState[] | undefined;
}

/**
 * One effect per lead, across crashes and machines. All methods take and give whole batches in order.
 * Stores: memory, a file (the default), PostgreSQL; one suite, `describeLedger`, holds for all.
 */
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
  /** Gives rows back that have no outcome: ready again, or still `sent` where this or an earlier send is open. A row whose lease has moved on stays as it is. */
  release(rows: readonly LedgerRow[], now: number, release?: Release): Promise<void>;
  get(id: LedgerId): Promise<LedgerRow | undefined>;
  list(filter?: LedgerFilter): AsyncIterable<LedgerRow>;
  counts(filter?: LedgerFilter): Promise<Record<LedgerState, number>>;
  /** Forgets finished rows last touched before a time. Unfinished rows (`ready`, `leased`, `sent`, `parked`) are refused with an error unless the filter leaves them out. */
  prune(before: number, filter?: LedgerFilter): Promise<number>;
  close(): Promise<void>;
}

/** What a worker saw after its lease had moved on. */
type Seen = Pick<Completion, 'state' | 'outcome' | 'remoteId'>;

/** That the effect of a row happened, if a worker saw so after its lease had moved on: it is asked before the provider is. */
export function arrivalIn({ evidence }: Pick<LedgerRow, 'evidence'>): Omit<Seen, 'state'> | undefined {
  const seen = (evidence ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Seen]));
  return seen.find(({ state }) => state === 'confirmed');
}
