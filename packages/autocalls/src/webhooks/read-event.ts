import { either, flag, integer, isRecord, listOf, map, nullable, number, shape, text } from '@leadwire/core/webhooks';
import type {
  ConversationEndedWebhook,
  InboundCallWebhook,
  PostCallCampaign,
  ReadReceiptWebhook,
  TranscriptEntry,
  WhatsAppVoiceWebhook,
} from '@leadwire/generated-autocalls';
import type {
  AutocallsEvent,
  CallCompletedEvent,
  CalledLead,
  CallInboundEvent,
  CallTransfer,
  CompletedCall,
  ConversationEndedEvent,
  EndedConversation,
  MessageStatusEvent,
  WhatsAppVoiceEvent,
} from './events.ts';

/** Whatever came, as one of the events. A body that names an event says what it is; the others are told by their fields. */
export function readEvent(raw: unknown): AutocallsEvent {
  const read =
    isRecord(raw) && 'event' in raw
      ? (readMessageStatus(raw) ?? readWhatsAppVoice(raw))
      : (readConversationEnded(raw) ?? readCallCompleted(raw) ?? readCallInbound(raw));
  return read ?? { type: 'unknown', raw };
}

const inbound = shape<InboundCallWebhook>({ customer_phone: nullable(text), assistant_phone: nullable(text) });

/** Two numbers and nothing that would make it something else. */
function readCallInbound(raw: unknown): CallInboundEvent | undefined {
  if (!isRecord(raw) || !('customer_phone' in raw && 'assistant_phone' in raw)) return undefined;
  if ('id' in raw || 'status' in raw || 'conversation_id' in raw) return undefined;
  const data = inbound(raw);
  return data && { type: 'call.inbound', data, raw };
}

/** One text in old deliveries, a list of turns in newer ones. */
const transcript = nullable(
  either(text, listOf(shape<TranscriptEntry>({ text, type: text, sender: text, timestamp: number }))),
);

const campaign = shape<NonNullable<PostCallCampaign>>({
  id: integer,
  name: text,
  status: text,
  allowed_hours_start_time: text,
  allowed_hours_end_time: text,
  allowed_days: listOf(text),
  max_calls_in_parallel: integer,
  max_retries: integer,
  retry_interval: integer,
  created_at: text,
  updated_at: text,
});

const lead = shape<CalledLead>({
  id: integer,
  phone_number: text,
  variables: map,
  status: text,
  call_tries: integer,
  created_at: text,
  updated_at: text,
  campaign: nullable(campaign),
});

const transfer = shape<CallTransfer>({
  id: integer,
  status: text,
  transfer_to: nullable(text),
  duration: nullable(integer),
  carrier_cost: nullable(number),
  transcript,
  formatted_transcript: nullable(text),
  recording_url: nullable(text),
  created_at: text,
  finished_at: nullable(text),
});

const call = shape<CompletedCall>({
  id: integer,
  customer_phone: nullable(text),
  assistant_phone: nullable(text),
  duration: nullable(integer),
  status: text,
  extracted_variables: map,
  input_variables: map,
  transcript,
  formatted_transcript: nullable(text),
  recording_url: nullable(text),
  created_at: text,
  finished_at: text,
  lead: nullable(lead),
  transfers: listOf(transfer),
});

/** Fields that only a call has which is over. */
const MARKS = ['finished_at', 'duration', 'transcript', 'formatted_transcript', 'extracted_variables'];

/** A body that does not name its event is a finished call when it has the fields of one; old ones have no id. */
function readCallCompleted(raw: unknown): CallCompletedEvent | undefined {
  if (!isRecord(raw) || isChat(raw)) return undefined;
  if (!('id' in raw || 'status' in raw) || !MARKS.some((mark) => mark in raw)) return undefined;
  const data = call(raw);
  return data && { type: 'call.completed', data: withVariables(data), raw };
}

const isChat = (raw: Record<string, unknown>): boolean =>
  'message_count' in raw || (raw.conversation_id !== undefined && raw.conversation_id !== null);

/** A delivery may leave its variables out: then there are none. */
const withVariables = <Data extends object>(data: Data): Data => ({
  extracted_variables: {},
  input_variables: {},
  ...data,
});

type Turn = NonNullable<ConversationEndedWebhook['transcript']>[number];
type Attachment = NonNullable<ConversationEndedWebhook['attachments']>[number];

const conversation = shape<EndedConversation>(
  {
    id: integer,
    conversation_id: text,
    assistant_id: text,
    type: text,
    message_count: integer,
    status: text,
    extracted_variables: map,
    input_variables: map,
    transcript: listOf(shape<Turn>({ role: text, content: nullable(text), timestamp: text, timestamp_unix: integer })),
    formatted_transcript: nullable(text),
    attachments: listOf(shape<Attachment>({ type: text, url: text, filename: nullable(text) })),
    customer_phone: nullable(text),
    customer_name: nullable(text),
    sender: nullable(
      shape<NonNullable<ConversationEndedWebhook['sender']>>({ phone_number: text, display_name: nullable(text) }),
    ),
    created_at: text,
    ended_at: text,
  },
  ['conversation_id'],
);

function readConversationEnded(raw: unknown): ConversationEndedEvent | undefined {
  if (!isRecord(raw) || (raw.status !== 'ended' && !('ended_at' in raw))) return undefined;
  const data = conversation(raw);
  return data && { type: 'conversation.ended', data: withVariables(data), raw };
}

const receipt = shape<ReadReceiptWebhook>(
  {
    event: text,
    whatsapp_message_id: integer,
    message_sid: nullable(text),
    meta_message_id: nullable(text),
    conversation_id: nullable(text),
    assistant_id: nullable(text),
    sender: shape<NonNullable<ReadReceiptWebhook['sender']>>({
      id: integer,
      phone_number: text,
      display_name: nullable(text),
    }),
    to: text,
    from: text,
    direction: text,
    status: text,
    error_code: nullable(integer),
    error_message: nullable(text),
    error_description: nullable(text),
    timestamp: text,
    provider_timestamp: nullable(text),
    test: flag,
  },
  ['event', 'whatsapp_message_id', 'status'],
);

/** A receipt names itself, in `event`. */
function readMessageStatus(raw: unknown): MessageStatusEvent | undefined {
  if (!isRecord(raw) || raw.event !== 'message_status') return undefined;
  const data = receipt(raw);
  return data && { type: 'message.status', data, raw };
}

const voice = shape<WhatsAppVoiceWebhook>(
  {
    event: text,
    type: text,
    sender_id: integer,
    customer_phone: text,
    conversation_id: nullable(text),
    assistant_id: nullable(text),
    status: nullable(text),
    expires_at: nullable(text),
    can_call: flag,
    call_id: integer,
    direction: text,
  },
  ['event', 'type'],
);

/** It shares its address with the notice of a new conversation: `event` tells them apart. */
function readWhatsAppVoice(raw: unknown): WhatsAppVoiceEvent | undefined {
  if (!isRecord(raw) || raw.event !== 'whatsapp_voice') return undefined;
  const data = voice(raw);
  return data && { type: 'whatsapp.voice', data, raw };
}
