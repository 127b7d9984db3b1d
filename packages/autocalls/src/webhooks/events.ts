import type {
  ConversationEndedWebhook,
  InboundCallWebhook,
  PostCallLead,
  PostCallTransfer,
  PostCallWebhook,
  ReadReceiptWebhook,
  WhatsAppVoiceWebhook,
} from '@leadwire/generated-autocalls';

/**
 * What Autocalls sends, by a `type` of ours: the vendor names two of its events only. `data` has the vendor's own field names, holds
 * what its type says and keeps fields unknown to us; `raw` is the body as it came.
 * @example
 * switch (event.type) {
 *   case 'call.completed': return save(event.data.id, event.data.extracted_variables.summary)
 *   case 'unknown': return log('a delivery that is new to us')
 * }
 * @see https://docs.autocalls.ai/api-reference/webhooks/post-call-webhook
 */
export type AutocallsEvent =
  | CallCompletedEvent
  | CallInboundEvent
  | ConversationEndedEvent
  | MessageStatusEvent
  | WhatsAppVoiceEvent
  | UnknownEvent;

/** A call has ended (the post-call webhook). Not signed. By default sent for completed calls only. */
export interface CallCompletedEvent {
  readonly type: 'call.completed';
  readonly data: CompletedCall;
  readonly raw: unknown;
}

/**
 * A call is coming in, a WhatsApp call included, and the assistant is about to answer it. Not signed. Answer with the variables of the call as a flat map
 * of strings; how long you have for it is not documented.
 */
export interface CallInboundEvent {
  readonly type: 'call.inbound';
  readonly data: InboundCallWebhook;
  readonly raw: unknown;
}

/** A chat has been silent long enough. Not signed. Sent again after 30, 60 and 120 seconds unless answered with 2xx. */
export interface ConversationEndedEvent {
  readonly type: 'conversation.ended';
  readonly data: EndedConversation;
  readonly raw: unknown;
}

/**
 * A WhatsApp message changed its state (read receipts). The one delivery that is signed: believe it only from `verifyReadReceipt`.
 * Sent again after 30, 60 and 120 seconds, but only after a 5xx or a 429.
 */
export interface MessageStatusEvent {
  readonly type: 'message.status';
  readonly data: ReadReceiptWebhook;
  readonly raw: unknown;
}

/**
 * A person answered whether they may be called over WhatsApp (`data.type` is `call_permission_granted`, `call_permission_denied` …), or such a call takes place
 * (`voice_call`, with `call_id`). Not signed. You have 10 seconds; sent again up to three times unless answered with 2xx.
 */
export interface WhatsAppVoiceEvent {
  readonly type: 'whatsapp.voice';
  readonly data: WhatsAppVoiceWebhook;
  readonly raw: unknown;
}

/** A body that is not a documented event; text when it was not JSON. */
export interface UnknownEvent {
  readonly type: 'unknown';
  readonly raw: unknown;
}

type Variables = Record<string, unknown>;

/** The call of a post-call delivery. `duration` is in seconds; the transcript is one text or a list of turns, by version of the API. */
export interface CompletedCall
  extends Omit<PostCallWebhook, 'extracted_variables' | 'input_variables' | 'lead' | 'transfers'> {
  /** What was drawn from the call, by the names of the assistant's post-call schema; empty when there is nothing. */
  extracted_variables: Variables;
  /** What the call was made with; empty when there is nothing. */
  input_variables: Variables;
  /** Calls of a campaign only. */
  lead?: CalledLead | null;
  /** Only where the call was handed on. */
  transfers?: CallTransfer[];
}

/** The lead of a campaign's call. */
export interface CalledLead extends Omit<NonNullable<PostCallLead>, 'variables'> {
  variables?: Variables;
}

/** One handing-on of a call. `carrier_cost` is in US dollars, a number also where it came as text. */
export interface CallTransfer extends Omit<PostCallTransfer, 'carrier_cost'> {
  carrier_cost?: number | null;
}

/** The chat of a conversation-ended delivery. */
export interface EndedConversation extends Omit<ConversationEndedWebhook, 'extracted_variables' | 'input_variables'> {
  extracted_variables: Variables;
  input_variables: Variables;
}
