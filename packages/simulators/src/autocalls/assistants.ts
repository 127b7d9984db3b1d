import type { Assistant } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { created, invalid, message, ok } from './answers.ts';
import { type AssistantRow, type AssistantSettings, assistantView, faultsOf, MODE_SETTINGS } from './assistant-row.ts';
import { lengthAwarePage } from './page.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type Handlers, type World } from './world.ts';

export interface Assistants extends Area {
  readonly collection: Collection<number, Assistant>;
  readonly rows: ReadonlyMap<number, AssistantRow>;
  /** An assistant that was there before the test; outbound and active unless said otherwise. */
  add(assistant: AssistantSettings & { readonly id?: number; readonly status?: AssistantRow['status'] }): Assistant;
  withUuid(uuid: string): AssistantRow | undefined;
}

const FIRST: AssistantSettings = {
  name: 'Sales assistant',
  voice_id: 41,
  language_id: 1,
  type: 'outbound',
  mode: 'pipeline',
  timezone: 'Europe/Bucharest',
  initial_message: 'Hello, this is the sales desk.',
  system_prompt: 'Ask whether a demo is welcome.',
  llm_model_id: 2,
  phone_number_id: 1,
};

export function createAssistants(world: World): Assistants {
  const { rows, collection } = createTable<number, AssistantRow, Assistant>((row) => assistantView(world, row));
  const ids = createSequence();

  const insert = (settings: AssistantSettings, status: AssistantRow['status'], id = ids.next()) => {
    const now = world.context.now();
    const row: AssistantRow = {
      id,
      uuid: world.context.random.uuid(),
      settings,
      status,
      createdAt: now,
      updatedAt: now,
    };
    ids.reach(id);
    rows.set(id, row);
    return row;
  };

  const add: Assistants['add'] = ({ id, status = 'active', ...settings }) =>
    assistantView(world, insert({ ...FIRST, ...settings }, status, id));

  const change = (row: AssistantRow, changes: AssistantSettings, operationId: string) => {
    row.settings = { ...row.settings, ...changes };
    row.updatedAt = world.context.now();
    world.record(operationId, 'updated', 'assistant', row.id);
  };

  const short = ({ id, settings, status }: AssistantRow) => ({
    id,
    name: settings.name,
    status,
    type: settings.type,
    mode: settings.mode,
  });

  /** The five switches share their form: find the assistant, change its addresses, say so. */
  const webhookSwitch =
    (
      text: string,
      changes: (url: string) => AssistantSettings,
    ): NonNullable<Handlers['assistants.enableInboundWebhook']> =>
    ({ body, operationId }) => {
      const row = rows.get(body.assistant_id);
      if (row === undefined) return message(404, 'Assistant not found');
      change(row, changes(body.webhook_url), operationId);
      return ok({ message: text, data: [] });
    };

  const handlers: Handlers = {
    'assistants.list': ({ query }) =>
      ok(
        lengthAwarePage(rows.values(), {
          path: '/user/assistants/get',
          page: query.page,
          perPage: query.per_page ?? 10,
          matches: () => true,
          view: (row) => assistantView(world, row),
        }),
      ),

    'assistants.listOutbound': () =>
      ok(
        Array.from(rows.values())
          .filter((row) => row.settings.type === 'outbound')
          .map((row) => ({
            ...short(row),
            user_id: 1,
            voice_id: row.settings.voice_id ?? null,
            language_id: row.settings.language_id ?? null,
            timezone: row.settings.timezone ?? null,
            initial_message: row.settings.initial_message ?? null,
            system_prompt: row.settings.system_prompt ?? null,
            variables: world.map(row.settings.variables),
            webhook_url: row.settings.webhook_url ?? null,
            is_webhook_active: row.settings.is_webhook_active ?? false,
            created_at: isoTime(row.createdAt),
            updated_at: isoTime(row.updatedAt),
          })),
      ),

    'assistants.create'({ body, operationId }) {
      const errors = faultsOf(body);
      if (errors !== undefined) return invalid(errors, 'Validation failed');
      const row = insert(body, 'inactive');
      world.record(operationId, 'created', 'assistant', row.id);
      return created({ message: 'Assistant created successfully', data: short(row) });
    },

    'assistants.update'({ body, params, operationId }) {
      const row = rows.get(Number(params.id));
      if (row === undefined) return message(404, 'Assistant not found');
      const before = { ...row.settings };
      if (body.mode !== undefined && body.mode !== before.mode) for (const key of MODE_SETTINGS) delete before[key];
      const errors = faultsOf({ ...before, ...body });
      if (errors !== undefined) return invalid(errors, 'Validation failed');
      row.settings = before;
      change(row, body, operationId);
      return ok({ message: 'Assistant updated successfully', data: short(row) });
    },

    'assistants.delete'({ params, operationId }) {
      const id = Number(params.id);
      if (!rows.delete(id)) return message(404, 'Assistant not found');
      world.record(operationId, 'deleted', 'assistant', id);
      return message(200, 'Assistant deleted successfully');
    },

    'assistants.disableWebhook': webhookSwitch('Webhook disabled successfully', () => ({
      is_webhook_active: false,
      webhook_url: null,
    })),
    'assistants.enableInboundWebhook': webhookSwitch('Webhook enabled successfully', (inbound_webhook_url) => ({
      inbound_webhook_url,
    })),
    'assistants.disableInboundWebhook': webhookSwitch('Inbound webhook disabled successfully', () => ({
      inbound_webhook_url: null,
    })),
    'assistants.enableConversationEndedWebhook': webhookSwitch(
      'Conversation ended webhook enabled successfully',
      (conversation_ended_webhook_url) => ({ conversation_ended_webhook_url }),
    ),
    'assistants.disableConversationEndedWebhook': webhookSwitch(
      'Conversation ended webhook disabled successfully',
      () => ({ conversation_ended_webhook_url: null }),
    ),
  };

  const reset = () => {
    rows.clear();
    ids.reset();
    add({});
  };
  reset();

  return {
    handlers,
    collection,
    rows,
    add,
    withUuid: (uuid) => Array.from(rows.values()).find((row) => row.uuid === uuid),
    reset,
  };
}
