import type { EffectClass } from '../effect.ts';
import type { Issue, LeadwireError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import type { E164 } from '../phone/parse-phone.ts';
import type { Result } from '../result.ts';
import type { Lead } from './lead.ts';
import type { FieldNote, LeadOutcome } from './outcome.ts';

/** Options of one send: those of a call, which bound all calls of the send together, and what is done where the lead exists. */
export interface TargetSendOptions
  extends Pick<
    CallOptions,
    'signal' | 'timeoutMs' | 'deadlineMs' | 'resendOnMiss' | 'confirmedElsewhere' | 'beforeSend'
  > {
  /**
   * `update` sends the provider's own update where the lead exists, also to one that was found after a lost response. One that its caller stops
   * is owed still: the send is not decided then. @default 'keep'
   */
  readonly onExisting?: 'keep' | 'update' | undefined;
}

/** What can be said of a lead before anything is sent. */
export interface LeadCheck {
  /** The phone as it will be sent. A lead that carries it instead of what was written is not parsed again. */
  readonly phone: E164 | undefined;
  /** ISO 3166-1 alpha-2, where a country claims the phone. */
  readonly region?: string | undefined;
  /** `MOBILE`, `FIXED_LINE` and so on, where the metadata knows it. */
  readonly type?: string | undefined;
  /** What does not keep it from being sent, but is worth a look: a phone that its country has not given out. */
  readonly warnings?: readonly Issue[] | undefined;
  /** Faults that keep it from being sent. */
  readonly issues: readonly Issue[];
  /** What this provider cannot hold. */
  readonly unsupported: readonly FieldNote[];
}

/**
 * One destination of neutral leads. A provider package makes it: `topcalls.target({ listId })`.
 * An error in place of an outcome means that nothing is decided: by its `effect` and `kind` the lead may be sent again, or no lead will pass.
 */
export interface LeadTarget {
  readonly provider: string;
  /** Name of the way in: `topcalls`, `telecrm-async`. */
  readonly name: string;
  /** The account and place that leads go to, stable over runs, without a secret: part of the ledger's key. */
  readonly account: string;
  readonly effect: EffectClass;
  /** Judges a lead without sending it. Rejects with a `LeadwireError` where the client is not set up, such as with an unknown `defaultCountry`. */
  check(lead: Lead): Promise<LeadCheck>;
  send(lead: Lead, options?: TargetSendOptions): Promise<Result<LeadOutcome, LeadwireError>>;
  /** Finds out what happened to a lead that may have been sent before, and sends it again where that is safe. */
  resume(lead: Lead, prior: PriorSend, options?: TargetSendOptions): Promise<Result<LeadOutcome, LeadwireError>>;
  /** Sends the details of a lead that this target has sent before, by the provider's id. */
  update?(lead: Lead, id: string, options?: TargetSendOptions): Promise<Result<LeadOutcome, LeadwireError>>;
  /** Looks for a record with the lead's phone, however old it is. There where the provider would create a duplicate. */
  find?(
    lead: Lead,
    options?: Pick<TargetSendOptions, 'signal' | 'deadlineMs'>,
  ): Promise<Result<FoundLead | undefined, LeadwireError>>;
  /** Finds a lead that a send created, where its response told no id; undefined where none is as old as that send. */
  findCreated?(
    lead: Lead,
    created: CreateTimes,
    options?: Pick<TargetSendOptions, 'signal' | 'deadlineMs'>,
  ): Promise<Result<FoundLead | undefined, LeadwireError>>;
  /**
   * Removes a lead that a send created, by the provider's id; one that the provider does not know is `wasGone`.
   * @param id - of an outcome `created`: a lead that existed before is not ours to remove
   */
  undo?(id: string, options?: Pick<TargetSendOptions, 'signal' | 'deadlineMs'>): Promise<Result<Undone, LeadwireError>>;
  readonly bulk?: BulkTarget | undefined;
}

/** A record that the provider has for a phone. */
export interface FoundLead {
  readonly id: string | undefined;
}

/** How a lead was removed: for good, from this list alone, or hidden in the archive. */
export interface Undone {
  readonly how: 'deleted' | 'removed-from-list' | 'archived';
  /** True where the provider did not know the id: it was removed before, or it is that of another account. */
  readonly wasGone?: boolean | undefined;
}

/** What is known of an earlier send whose response was lost. */
export interface PriorSend {
  /** Milliseconds since the epoch. */
  readonly firstSentAt: number;
}

/** When a lead was created: between these two; milliseconds since the epoch. */
export interface CreateTimes extends PriorSend {
  readonly confirmedAt: number;
}

/** Many leads in one request, where the provider has a safe way for it. */
export interface BulkTarget {
  readonly maxItems: number;
  /** May this lead go in bulk without losing anything? */
  accepts(lead: Lead): boolean;
  /**
   * One outcome a lead, in order; an error when the chunk as a whole was refused or its fate is unknown.
   * @param options - with `firstSentAt` where an earlier send may have made some of them
   */
  send(
    leads: readonly Lead[],
    options?: TargetSendOptions & Partial<PriorSend>,
  ): Promise<Result<readonly LeadOutcome[], LeadwireError>>;
}
