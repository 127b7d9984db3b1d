import { flag, integer, isRecord, nullable, shape, text } from '@leadwire/core/webhooks';
import type { ReadReceiptWebhook } from '@leadwire/generated-autocalls';
import type { MessageStatusEvent } from './events.ts';

type Sender = NonNullable<ReadReceiptWebhook['sender']>;

const receipt = shape<ReadReceiptWebhook>(
  {
    event: text,
    whatsapp_message_id: integer,
    message_sid: nullable(text),
    meta_message_id: nullable(text),
    conversation_id: nullable(text),
    assistant_id: nullable(text),
    sender: shape<Sender>({ id: integer, phone_number: text, display_name: nullable(text) }),
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
export function readMessageStatus(raw: unknown): MessageStatusEvent | undefined {
  if (!isRecord(raw) || raw.event !== 'message_status') return undefined;
  const data = receipt(raw);
  return data && { type: 'message.status', data, raw };
}
