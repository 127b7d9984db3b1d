import { integer, isRecord, listOf, map, nullable, shape, text } from '@leadwire/core/webhooks';
import type { ConversationEndedWebhook } from '@leadwire/generated-autocalls';
import { withVariables } from './call-completed.ts';
import type { ConversationEndedEvent, EndedConversation } from './events.ts';

type Turn = NonNullable<ConversationEndedWebhook['transcript']>[number];
type Attachment = NonNullable<ConversationEndedWebhook['attachments']>[number];
type Sender = NonNullable<ConversationEndedWebhook['sender']>;

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
    sender: nullable(shape<Sender>({ phone_number: text, display_name: nullable(text) })),
    created_at: text,
    ended_at: text,
  },
  ['conversation_id'],
);

export function readConversationEnded(raw: unknown): ConversationEndedEvent | undefined {
  if (!isRecord(raw) || (raw.status !== 'ended' && !('ended_at' in raw))) return undefined;
  const data = conversation(raw);
  return data && { type: 'conversation.ended', data: withVariables(data), raw };
}
