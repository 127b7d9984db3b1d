import { flag, integer, isRecord, nullable, shape, text } from '@leadwire/core/webhooks';
import type { WhatsAppVoiceWebhook } from '@leadwire/generated-autocalls';
import type { WhatsAppVoiceEvent } from './events.ts';

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
export function readWhatsAppVoice(raw: unknown): WhatsAppVoiceEvent | undefined {
  if (!isRecord(raw) || raw.event !== 'whatsapp_voice') return undefined;
  const data = voice(raw);
  return data && { type: 'whatsapp.voice', data, raw };
}
