import type { Conversation } from '@leadwire/generated-autocalls';
import type { Reply } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { chatFailure, ok } from './answers.ts';
import type { Assistants } from './assistants.ts';
import { watchInactivity } from './conversation-ended.ts';
import type { ConversationRow } from './conversation-row.ts';
import { cursorPage, lengthAwarePage, type PageRequest } from './page.ts';
import { localTime } from './times.ts';
import type { Area, World } from './world.ts';

export interface Conversations extends Area {
  readonly collection: Collection<string, Conversation>;
  open(
    operationId: string,
    draft: Pick<ConversationRow, 'assistant' | 'type' | 'customer' | 'variables'>,
  ): ConversationRow;
  find(matches: (row: ConversationRow) => boolean): ConversationRow | undefined;
  /** Adds the customer's words; the answer is the reply, or null while the assistant is silenced. */
  say(operationId: string, row: ConversationRow, words: string): string | null;
}

/** US dollars for each message of a widget. */
const WIDGET_PRICE = 0.01;
const REPLY = 'Thank you. Is there anything else?';

export function createConversations(world: World, assistants: Assistants): Conversations {
  const view = (row: ConversationRow): Conversation => ({
    id: row.id,
    assistant_id: row.assistant.uuid,
    assistant_name: row.assistant.settings.name ?? '',
    type: row.type,
    variables: world.map(row.variables),
    // assumption: the id that was set is the customer's id of generate-reply.
    ...(row.type === 'api' && { external_identifier: row.customer ?? null }),
    message_count: row.history.length,
    total_cost: Number(row.cost.toFixed(2)),
    ai_enabled: row.isAiEnabled,
    created_at: localTime(row.createdAt),
    updated_at: localTime(row.updatedAt),
  });
  const { rows, collection } = createTable<string, ConversationRow, Conversation>(view);
  const poor = () => chatFailure(400, 'Insufficient balance. Please top up your account.');
  const notFound = () => chatFailure(404, 'Conversation not found');
  const priceOf = (row: Pick<ConversationRow, 'type'>) => (row.type === 'widget' ? WIDGET_PRICE : 0);

  const open: Conversations['open'] = (operationId, draft) => {
    const now = world.context.now();
    const first = draft.type === 'api' ? undefined : draft.assistant.settings.initial_message;
    const row: ConversationRow = {
      id: world.context.random.uuid(),
      ...draft,
      history: first === undefined ? [] : [{ role: 'assistant', content: first }],
      cost: 0,
      isAiEnabled: true,
      createdAt: now,
      updatedAt: now,
    };
    rows.set(row.id, row);
    world.record(operationId, 'created', 'conversation', row.id);
    watchInactivity(world, row);
    return row;
  };

  const say: Conversations['say'] = (operationId, row, words) => {
    row.history.push({ role: 'user', content: words });
    const reply = row.isAiEnabled ? REPLY : null;
    if (reply !== null) row.history.push({ role: 'assistant', content: reply, function_calls: [] });
    row.cost += priceOf(row);
    world.balance -= priceOf(row);
    row.updatedAt = world.context.now();
    world.record(operationId, 'sent', 'conversationMessage', row.id);
    watchInactivity(world, row);
    return reply;
  };

  const switchAi = (operationId: string, uuid: string | undefined, isAiEnabled: boolean): Reply => {
    const row = rows.get(uuid ?? '');
    if (row === undefined) return notFound();
    if (row.isAiEnabled !== isAiEnabled) world.record(operationId, 'updated', 'conversation', row.id);
    row.isAiEnabled = isAiEnabled;
    return ok({ status: true, ai_enabled: isAiEnabled });
  };

  return {
    collection,
    open,
    find: (matches) => Array.from(rows.values()).find(matches),
    say,
    handlers: {
      'conversations.list'({ query }) {
        const request: PageRequest<ConversationRow> = {
          path: '/user/conversations',
          page: undefined,
          perPage: query.per_page ?? 15,
          matches: (row) =>
            (query.type === undefined || row.type === query.type) &&
            (query.assistant_id === undefined || row.assistant.id === query.assistant_id) &&
            (query.external_identifier === undefined || row.customer === query.external_identifier) &&
            // assumption: chats of WhatsApp are not kept here, so that no row has a phone.
            query.customer_phone === undefined &&
            query.whatsapp_sender_phone === undefined,
          view,
        };
        // Servers that are behind number their pages.
        if (world.forms.vintage !== 'newest') return ok(lengthAwarePage(rows.values(), request));
        return ok(cursorPage(Array.from(rows.values()), query.cursor, request));
      },
      'conversations.create'({ body, operationId }) {
        const assistant = assistants.withUuid(body.assistant_id);
        if (assistant === undefined) return chatFailure(404, 'Assistant not found');
        const type = body.type ?? 'widget';
        if (world.balance < priceOf({ type })) return poor();
        const row = open(operationId, { assistant, type, customer: undefined, variables: body.variables });
        return ok({ status: true, conversation_id: row.id, history: row.history });
      },
      'conversations.get'({ params }) {
        const row = rows.get(params.uuid ?? '');
        return row === undefined ? notFound() : ok({ status: true, history: row.history });
      },
      'conversations.sendMessage'({ body, params, operationId }) {
        const row = rows.get(params.uuid ?? '');
        if (row === undefined) return notFound();
        if (world.balance < priceOf(row)) return poor();
        // assumption: a silenced assistant answers with an empty text.
        return ok({ status: true, message: say(operationId, row, body.message) ?? '', function_calls: [] });
      },
      'conversations.disableAi': ({ params, operationId }) => switchAi(operationId, params.uuid, false),
      'conversations.enableAi': ({ params, operationId }) => switchAi(operationId, params.uuid, true),
    },
    reset: () => rows.clear(),
  };
}
