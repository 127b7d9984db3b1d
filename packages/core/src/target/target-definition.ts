import type { LostCall, ReconcileResult } from '../call/provider-definition.ts';
import type { EffectClass } from '../effect.ts';
import type { LeadwireError } from '../errors.ts';
import type { Lead } from '../lead/lead.ts';
import type { Accepted, Arrived, FieldNote } from '../lead/outcome.ts';
import type { LeadCheck, LeadTarget } from '../lead/target.ts';
import type { PhoneForm } from '../operation.ts';
import type { CallOptions } from '../options.ts';
import type { CallMeta, CallResult, Result } from '../result.ts';

/** A lead that was sent, and what is known of the send. */
export interface SentLead<Body> {
  readonly lead: Lead;
  readonly body: Body;
  /** `probable` where the response is that of a look-up. */
  readonly certainty: 'certain' | 'probable';
  /** The response's own meta; undefined for a lead that was found by a look-up. */
  readonly meta: CallMeta | undefined;
  /** When an earlier send began whose response was lost; milliseconds since the epoch. */
  readonly firstSentAt: number | undefined;
  /** True for a lead that a look-up found, and that is older than the first send. */
  readonly existed: boolean;
}

/** The provider's own update of a lead that exists. */
export interface LeadChange {
  /** The names of what it sends, for the report of an update that fails. */
  readonly fields: readonly string[];
  send(id: string, options: CallOptions): Promise<CallResult<unknown>>;
  /** Fields that the response shows as dropped. */
  ignored?(answer: unknown): readonly FieldNote[];
}

/** A provider's leads in its own terms. The functions are pure but for `reconcile`, `findId` and a change's `send`. */
export interface TargetDefinition<Body, Answer> {
  /** Name of the way in. Default: the provider's name. */
  readonly name?: string;
  /** The account and place that leads go to, without a secret: part of the ledger's key. */
  readonly account: string;
  /** The operation that creates a lead, such as `leads.create`, its class, and its query. */
  readonly operation: string;
  readonly effect: EffectClass;
  readonly query?: unknown;
  /** What comes first for a lead that may have been sent before: `look-up`, or `resend` where the provider folds repeats. */
  readonly resumesBy: 'look-up' | 'resend';
  /** How the provider writes numbers, where that decides how one is read: see `checkLead`. */
  readonly phoneForm?: PhoneForm;
  check?(check: LeadCheck): LeadCheck;
  unsupported(lead: Lead): FieldNote[];
  toBody(lead: Lead): Body;
  /** Where a person finds the lead. */
  lookupOf(body: Body): Readonly<Record<string, unknown>>;
  /** The id that proves a create; undefined where the response tells none. */
  idOf(answer: Partial<Answer>): string | number | undefined;
  toArrived(answer: Partial<Answer>, sent: SentLead<Body>): Arrived | Accepted;
  /** Fields that a lead keeps which exists: told as unchanged after a refusal as existing. */
  leftAlone?(body: Body): readonly string[];
  /** What happened to a send whose response was lost; the body holds the phone in E.164. */
  reconcile(lost: LostCall): Promise<ReconcileResult>;
  /** Why this body must not be sent again where no look-up can tell what the first send did. */
  actsAgain?(body: Body): string | undefined;
  /** What `onExisting: 'update'` sends; undefined where there is nothing to send. */
  changeOf?(lead: Lead, body: Body): LeadChange | undefined;
  /** The id of the lead that exists, where neither the refusal nor a response tells it. Default: that of `find`. */
  findId?(lead: Lead, options: CallOptions): Promise<Result<string | undefined, LeadwireError>>;
  /** Removes a lead that a send created. */
  undo?: LeadTarget['undo'];
  find?: LeadTarget['find'];
}
