import type { Clock, Lead, LeadTarget, Ledger, RetryOptions } from '@leadwire/core';
import type { OnLeadEvent } from './events.ts';

export interface LeadwireOptions<
  Targets extends Readonly<Record<string, LeadTarget>> = Readonly<Record<string, LeadTarget>>,
> {
  /** Destinations by names that you choose: `{ dialler: topcalls.target({ listId }) }`. */
  readonly targets: Targets;
  /** Records what was sent: `fileLedger(path)`, `postgresLedger({ connectionString })`, `memoryLedger()`. */
  readonly ledger: Ledger;
  /** Time, waits and chance, for tests. @default the system's */
  readonly clock?: Clock | undefined;
  readonly onEvent?: OnLeadEvent | undefined;
  /** Most requests in flight per target in a `sendMany` or `deliver`. @default 50 */
  readonly concurrency?: number | undefined;
  /** Find the same person under another key, by a hash of the phone number, and report `duplicate`. @default true */
  readonly dedupeByPhone?: boolean | undefined;
  /**
   * How often a lead is tried after its client's own retries have given up, and how long it waits in between. A 429 and a wait for the
   * ledger do not count as attempts.
   * @default { maxAttempts: 3, baseMs: 1_000, capMs: 30_000 }
   */
  readonly retry?: RetryOptions | undefined;
  /**
   * Bounds one lead at one target, in milliseconds. All its waits together end within it, those for a 429 and for the ledger, too; each attempt
   * ends within half of it, whatever `deadlineMs` its client has; and another worker may take up the lead of one that died after three fifths.
   * @default 300_000
   * @throws LeadwireError of kind `misconfigured` when it is not a finite number of at least 1
   * @example createLeadwire({ targets, ledger, deadlineMs: 60_000 })
   */
  readonly deadlineMs?: number | undefined;
  /**
   * How long rejected and parked leads keep their payload and look-up in the ledger, in milliseconds; erased at the start of a run. Their
   * rows stay. `false` keeps them. @default 7_776_000_000 (90 days)
   */
  readonly payloadRetentionMs?: number | false | undefined;
}

interface CommonOptions<To> {
  /** One target, or several. */
  readonly to: To;
  /** Names the import or form that the lead belongs to: part of its derived key, so a person who comes back in another one is sent again. */
  readonly importId?: string | undefined;
  /** Aborts it: requests in flight are cut, and looked up the next time. */
  readonly signal?: AbortSignal | undefined;
  /**
   * `update` sends the provider's own update where the lead existed, and sends changed details of a lead that this ledger has sent before.
   * @default 'keep'
   */
  readonly onExisting?: 'keep' | 'update' | undefined;
  /** Send again when a look-up after a lost response found nothing, at your own risk. @default false */
  readonly resendOnMiss?: boolean | undefined;
}

export interface AcceptOptions<To extends string | readonly string[] = string | readonly string[]>
  extends Pick<CommonOptions<To>, 'to' | 'importId'> {
  /** Key of this lead in the ledger. @default derived from the phone number and `importId` */
  readonly key?: string | undefined;
}

export interface DeliverOptions<To extends string | readonly string[] = string | readonly string[]>
  extends Partial<CommonOptions<To>> {
  /** Most requests in flight per target. @default the client's */
  readonly concurrency?: number | undefined;
  /** Only the leads under these keys. @default all that the ledger holds */
  readonly keys?: readonly string[] | undefined;
}

export interface UndoOptions<To extends string | readonly string[] = string | readonly string[]>
  extends Pick<CommonOptions<To>, 'to' | 'importId' | 'signal'> {}

export interface SendOptions<To extends string | readonly string[] = string | readonly string[]>
  extends CommonOptions<To> {
  /** Key of this lead in the ledger. @default derived from the phone number and `importId` */
  readonly key?: string | undefined;
}

export interface SendManyOptions<To extends string | readonly string[] = string | readonly string[]>
  extends CommonOptions<To> {
  /** Most requests in flight per target. @default the client's */
  readonly concurrency?: number | undefined;
  /** Leads in one request where a target accepts many; never more than the target accepts. @default 500 */
  readonly chunkSize?: number | undefined;
}

/** A lead of a `sendMany` with its key or reference beside it. */
export interface LeadItem {
  readonly lead: Lead;
  readonly key?: string | undefined;
  /** Comes back in the line and stays in the ledger, so nothing personal: a row number. */
  readonly ref?: string | undefined;
}

/** A lead by itself, which may have a `key` among its fields, or one with a key and a reference beside it. */
type Given = (Lead & { readonly key?: string | undefined }) | LeadItem;

export type LeadSource = Iterable<Given> | AsyncIterable<Given>;
