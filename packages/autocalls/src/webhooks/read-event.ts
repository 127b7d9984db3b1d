import { isRecord, type Reader, readerOf } from '@leadwire/core/webhooks';
import {
  type InboundCallWebhook,
  type ReadReceiptWebhook,
  schemas,
  type WhatsAppVoiceWebhook,
} from '@leadwire/generated-autocalls';
import type { AutocallsEvent, CompletedCall, EndedConversation, UnknownEvent } from './events.ts';

type Body = Readonly<Record<string, unknown>>;

type Known = Exclude<AutocallsEvent, UnknownEvent>;

/** By what a delivery is told, and how its data is read. */
type EventReader = {
  readonly [Type in Known['type']]: {
    readonly type: Type;
    readonly isMeant: (raw: Body) => boolean;
    readonly read: Reader<Extract<Known, { type: Type }>['data']>;
  };
}[Known['type']];

/** Fields that only a call has which is over. */
const MARKS = ['finished_at', 'duration', 'transcript', 'formatted_transcript', 'extracted_variables'];

const isChat = (raw: Body): boolean =>
  'message_count' in raw || (raw.conversation_id !== undefined && raw.conversation_id !== null);

/** A delivery may leave its variables out: then there are none. */
const withVariables =
  <Data extends object>(read: Reader<Data>): Reader<Data> =>
  (raw) => {
    const data = read(raw);
    return data && { extracted_variables: {}, input_variables: {}, ...data };
  };

const NAMED: readonly EventReader[] = [
  {
    type: 'message.status',
    isMeant: ({ event }) => event === 'message_status',
    read: readerOf<ReadReceiptWebhook>(schemas.zReadReceiptWebhook),
  },
  {
    // It shares its address with the notice of a new conversation: `event` tells them apart.
    type: 'whatsapp.voice',
    isMeant: ({ event }) => event === 'whatsapp_voice',
    read: readerOf<WhatsAppVoiceWebhook>(schemas.zWhatsAppVoiceWebhook),
  },
];

const UNNAMED: readonly EventReader[] = [
  {
    type: 'conversation.ended',
    isMeant: (raw) => raw.status === 'ended' || 'ended_at' in raw,
    read: withVariables(readerOf<EndedConversation>(schemas.zConversationEndedWebhook)),
  },
  {
    // Old ones have no id.
    type: 'call.completed',
    isMeant: (raw) => !isChat(raw) && ('id' in raw || 'status' in raw) && MARKS.some((mark) => mark in raw),
    read: withVariables(readerOf<CompletedCall>(schemas.zPostCallWebhook)),
  },
  {
    // Two numbers and nothing that would make it something else.
    type: 'call.inbound',
    isMeant: (raw) =>
      'customer_phone' in raw &&
      'assistant_phone' in raw &&
      !('id' in raw || 'status' in raw || 'conversation_id' in raw),
    read: readerOf<InboundCallWebhook>(schemas.zInboundCallWebhook),
  },
];

/** Whatever came, as one of the events. A body that names an event says what it is; the others are told by their fields. */
export function readEvent(raw: unknown): AutocallsEvent {
  if (!isRecord(raw)) return { type: 'unknown', raw };
  for (const { isMeant, read, type } of 'event' in raw ? NAMED : UNNAMED) {
    const data = isMeant(raw) ? read(raw) : undefined;
    if (data !== undefined) return { type, data, raw } as AutocallsEvent;
  }
  return { type: 'unknown', raw };
}
