import type { AutocallsApi } from '@leadwire/generated-autocalls';
import type { CallOf } from '../framework/provider.ts';
import { createResource, type Resource, type ResourceRecord } from '../framework/state/resource.ts';
import { message, ok } from './replies.ts';
import type { World } from './world.ts';

/** What calls and campaigns read of an assistant; the rest is kept as it was sent. */
export interface AssistantSettings extends ResourceRecord {
  readonly id: number;
  readonly name?: string;
  readonly type?: string;
  readonly initial_message?: string;
  readonly phone_number_id?: number | null;
  readonly post_call_evaluation?: boolean;
  readonly post_call_schema?: readonly { readonly name: string; readonly type: 'string' | 'number' | 'bool' }[];
  readonly is_webhook_active?: boolean;
  readonly webhook_url?: string | null;
  readonly send_webhook_only_on_completed?: boolean;
  readonly record?: boolean;
  readonly include_recording_in_webhook?: boolean;
}

export interface Assistants extends Resource {
  get(id: unknown): AssistantSettings | undefined;
}

const FIRST = {
  name: 'Sales assistant',
  type: 'outbound',
  mode: 'pipeline',
  initial_message: 'Hello, this is the sales desk.',
  phone_number_id: 1,
};

export function createAssistants(world: World): Assistants {
  const notFound = () => message(404, 'Assistant not found');
  const assistants = createResource(world.context, {
    operations: 'assistants',
    name: 'assistant',
    notFound,
    defaults: { status: 'inactive' },
    first: [{ ...FIRST, status: 'active' }],
  });
  return {
    ...assistants,
    add: (settings) => assistants.add({ ...FIRST, status: 'active', ...settings }),
    get: (id) => assistants.collection.get(id as number) as AssistantSettings | undefined,
    handlers: {
      ...assistants.handlers,
      'assistants.disableWebhook'(call) {
        const { body } = call as CallOf<AutocallsApi, 'assistants.disableWebhook'>;
        const changes = { is_webhook_active: false, webhook_url: null };
        const changed = assistants.change(body.assistant_id, changes);
        return changed === undefined ? notFound() : ok({ message: 'Webhook disabled successfully', data: [] });
      },
    },
  };
}
