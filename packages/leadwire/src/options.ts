import type { Clock, Lead, LeadTarget, Ledger } from '@leadwire/core';
import type { OnLeadEvent } from './events.ts';

export interface LeadwireOptions<
  Targets extends Readonly<Record<string, LeadTarget>> = Readonly<Record<string, LeadTarget>>,
> {
  /** Destinations by a name of your own: `{ dialler: topcalls.target({ listId }) }`. */
  readonly targets: Targets;
  /** Where it is written down what was sent: `fileLedger(path)`, `postgresLedger({ connectionString })`, `memoryLedger()`. */
  readonly ledger: Ledger;
  readonly clock?: Clock | undefined;
  readonly onEvent?: OnLeadEvent | undefined;
  /** Requests under way at once per target in a `sendMany`. Default 50. */
  readonly concurrency?: number | undefined;
  /** See the same person under another key, by a hash of the phone number, and report `duplicate`. Default true. */
  readonly dedupeByPhone?: boolean | undefined;
  readonly retry?: LeadRetryOptions | undefined;
  /**
   * How long a worker may hold a lead before another may take it up, milliseconds: longer than the `deadlineMs` of the targets' clients, so
   * that nothing is on its way any more by then. Default 180 000.
   */
  readonly leaseMs?: number | undefined;
}

/** Rounds over what the client's own retries have given up on. A 429 is no attempt, but patience bounds it, too. */
export interface LeadRetryOptions {
  /** The first try included. Default 3. */
  readonly maxAttempts?: number | undefined;
  /** First ceiling of the wait, milliseconds. Default 1 000. */
  readonly baseMs?: number | undefined;
  /** Highest ceiling of the wait, milliseconds. Default 30 000. */
  readonly capMs?: number | undefined;
  /** All waits of one lead together, milliseconds. Default 300 000. */
  readonly patienceMs?: number | undefined;
}

interface CommonOptions<To> {
  /** One target, or several. */
  readonly to: To;
  /** Part of the derived key: the same lead may be wanted again in another import. */
  readonly importId?: string | undefined;
  /** Ends it: what is on its way is cut, and found out about the next time. */
  readonly signal?: AbortSignal | undefined;
  /** `update` sends the provider's own update where the lead was there before. Default `keep`. */
  readonly onExisting?: 'keep' | 'update' | undefined;
  /** Send again where a look-up after a lost answer found nothing, at your own risk. Default false. */
  readonly resendOnMiss?: boolean | undefined;
}

export interface SendOptions<To extends string | readonly string[] = string | readonly string[]>
  extends CommonOptions<To> {
  /** Name of this effect in the ledger; derived from the phone number where it is left out. */
  readonly key?: string | undefined;
}

export interface SendManyOptions<To extends string | readonly string[] = string | readonly string[]>
  extends CommonOptions<To> {
  /** Requests under way at once per target. Default: the client's. */
  readonly concurrency?: number | undefined;
  /** Leads in one request where a target takes many. Default 500, and never more than the target takes. */
  readonly chunkSize?: number | undefined;
}

/** A lead of a `sendMany` with a key or a reference of its own. */
export interface LeadItem {
  readonly lead: Lead;
  readonly key?: string | undefined;
  /** Comes back in the line and stays in the ledger, so nothing personal: a row number. */
  readonly ref?: string | undefined;
}

/** A lead by itself, which may have a `key` among its fields, or one with a key and a reference beside it. */
type Given = (Lead & { readonly key?: string | undefined }) | LeadItem;

export type LeadSource = Iterable<Given> | AsyncIterable<Given>;
