import { isRecord, nullable, shape, text } from '@leadwire/core/webhooks';
import type { InboundCallWebhook } from '@leadwire/generated-autocalls';
import { readCallCompleted } from './call-completed.ts';
import { readConversationEnded } from './conversation-ended.ts';
import type { AutocallsEvent, CallInboundEvent } from './events.ts';
import { readMessageStatus } from './message-status.ts';
import { readWhatsAppVoice } from './whatsapp-voice.ts';

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
