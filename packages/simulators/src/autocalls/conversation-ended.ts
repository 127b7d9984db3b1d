import type { ConversationEndedWebhook } from '@leadwire/generated-autocalls';
import type { ConversationRow } from './conversation-row.ts';
import { offsetTime } from './times.ts';
import type { World } from './world.ts';

const DEFAULT_TIMEOUT_MINUTES = 30;
const RETRY_DELAYS_MS = [30_000, 60_000, 120_000];

function bodyOf(world: World, row: ConversationRow): ConversationEndedWebhook {
  const transcript = row.history.map(({ role = 'user', content = null }) => ({ role, content }));
  return {
    conversation_id: row.id,
    assistant_id: row.assistant.uuid,
    type: row.type,
    message_count: row.history.length,
    status: 'ended',
    extracted_variables: world.map({ summary: 'The customer asked something.' }),
    input_variables: world.map(row.variables),
    transcript,
    formatted_transcript: transcript
      .map(({ role, content }) => `${role === 'user' ? 'Customer' : 'AI'}: ${content}`)
      .join('\n'),
    created_at: offsetTime(row.createdAt),
    ended_at: offsetTime(world.context.now()),
  };
}

const ended = new WeakSet<ConversationRow>();

/** Reports a chat that stays silent for as long as its assistant says; called after each message. */
export function watchInactivity(world: World, row: ConversationRow): void {
  // assumption: only chats of the widget are reported; the payload knows widget and whatsapp.
  const minutes = row.assistant.settings.conversation_inactivity_timeout;
  if (row.type !== 'widget' || minutes === null) return;
  const silentSince = row.updatedAt;
  const length = row.history.length;
  world.context.later((minutes ?? DEFAULT_TIMEOUT_MINUTES) * 60_000, () => {
    if (row.updatedAt !== silentSince || row.history.length !== length) return;
    const { conversation_ended_webhook_url: url, conversation_ended_retrigger: again } = row.assistant.settings;
    if (!url || (ended.has(row) && again !== true)) return;
    ended.add(row);
    const body = bodyOf(world, row);
    world.context.deliver({ event: 'conversationEnded', url, body, retryDelaysMs: RETRY_DELAYS_MS });
  });
}
