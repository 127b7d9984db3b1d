import type { CallCompletedWebhook } from '@leadwire/generated-topcalls';

/**
 * What TopCalls sends, by a `type` of ours that is the vendor's event name; `call.completed.<disposition>` is `call.completed`. `data` has
 * the vendor's own field names, holds what its type says and keeps fields unknown to us; `raw` is the body as it came.
 *
 * Only the body of `call.completed` is documented, and that in part. Of the others the names are known, so their `data` promises next to nothing.
 * @example
 * switch (event.type) {
 *   case 'call.completed': return save(event.data.call_id, event.data.call_summary)
 *   case 'unknown': return log('a delivery that is new to us')
 * }
 * @see https://docs.topcalls.ai/concepts/webhooks
 */
export type TopcallsEvent = CallCompletedEvent | CallEvent | CampaignEvent | LeadEvent | UnknownEvent;

/** A call has ended. Sent about 15 seconds after hang-up, when recording, transcript and summary are there. */
export interface CallCompletedEvent {
  readonly type: 'call.completed';
  /** The vendor's name in full: `call.completed`, or `call.completed.<disposition>` where the delivery or you said so. */
  readonly name: string;
  readonly data: CompletedCall;
  readonly raw: unknown;
}

/** Another step of a call. `call.failed` (busy, no response, error) is sent at once. */
export interface CallEvent {
  readonly type: 'call.queued' | 'call.started' | 'call.failed' | 'call.transferred';
  readonly name: string;
  readonly data: CallNotice;
  readonly raw: unknown;
}

/** A step of a campaign. Subscriptions know `campaign.activated` and `campaign.paused`; both are reserved and not sent yet. */
export interface CampaignEvent {
  readonly type:
    | 'campaign.started'
    | 'campaign.activated'
    | 'campaign.paused'
    | 'campaign.resumed'
    | 'campaign.completed'
    | 'campaign.stopped';
  readonly name: string;
  readonly data: CampaignNotice;
  readonly raw: unknown;
}

/** A lead changed its status. The name is reserved: nothing is sent yet. */
export interface LeadEvent {
  readonly type: 'lead.status_changed';
  readonly name: string;
  readonly data: LeadNotice;
  readonly raw: unknown;
}

/** A body that is not a documented event; text when it was not JSON. */
export interface UnknownEvent {
  readonly type: 'unknown';
  readonly raw: unknown;
}

/** The call of a `call.completed`. `duration` is in minutes, with fractions. */
export interface CompletedCall extends CallCompletedWebhook {
  /** How the call ended in the campaign's own terms; subscriptions filter by it, so it is probably there. */
  disposition?: string | null;
}

/** What may be known of a call that is not over. That the fields are those of a finished call is inferred. */
export interface CallNotice extends Partial<CompletedCall> {
  readonly [field: string]: unknown;
}

/** What may be known of a campaign: its fields were never seen. */
export interface CampaignNotice {
  readonly campaign_id?: string;
  readonly [field: string]: unknown;
}

/** What may be known of a lead: its fields were never seen. */
export interface LeadNotice {
  readonly lead_id?: string;
  readonly [field: string]: unknown;
}

/** The names that TopCalls documents. */
export type TopcallsEventName = Exclude<TopcallsEvent['type'], 'unknown'> | `call.completed.${string}`;
