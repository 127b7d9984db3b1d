import {
  api,
  type Call,
  type Carrier,
  type PhoneNumber,
  type TopcallsApi,
  type WebhookSubscription,
} from '@leadwire/generated-topcalls';
import type { Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { createBulkHandlers } from './bulk.ts';
import { createCallLine } from './call-line.ts';
import { createCallHandlers } from './calls.ts';
import { type Campaign, type Campaigns, createCampaigns } from './campaigns.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createLeadStore, type LeadCollection, type LeadStore } from './lead-store.ts';
import { createLeadHandlers } from './leads.ts';
import { createNumbers } from './numbers.ts';
import type { TopcallsOptions } from './options.ts';
import { refuse, unauthorized } from './problem.ts';
import { createSubscriptions } from './subscriptions.ts';

export type { TopcallsOptions } from './options.ts';

/** What there is at TopCalls. */
export interface TopcallsState {
  readonly accountId: string;
  readonly leads: LeadCollection;
  /** Lists that were named in a request, or set by an option, with how many leads they hold. */
  readonly lists: Collection<string, { id: string; leads: number }>;
  readonly calls: Collection<string, Call>;
  readonly campaigns: Collection<string, Campaign>;
  readonly phoneNumbers: Collection<string, PhoneNumber>;
  readonly carriers: Collection<string, Carrier>;
  readonly subscriptions: Collection<string, WebhookSubscription>;
  readonly addLead: LeadStore['add'];
  readonly addCampaign: Campaigns['add'];
}

// assumption: the shape of the two lists, and which models there are; the pages name some voices.
const MODELS = { data: [{ id: 'gpt-realtime' }, { id: 'gpt-realtime-mini' }] };
const VOICES = { data: ['alloy', 'echo', 'shimmer', 'ash', 'ballad', 'coral', 'sage', 'verse'].map((id) => ({ id })) };

function createTopcallsProvider(
  context: SimulatorContext,
  options: TopcallsOptions,
): Provider<TopcallsApi, TopcallsState> {
  let account = context.random.uuid();
  const accountId = () => account;
  const store = createLeadStore(context, accountId, options.lists);
  const idempotency = createIdempotencyStore(context);
  const subscriptions = createSubscriptions(context, idempotency, accountId);
  const line = createCallLine(context, { store, subscriptions, accountId, options });
  const campaigns = createCampaigns(context, { store, line, idempotency, options });
  const numbers = createNumbers(context, idempotency, accountId);
  const bulk = { bulkDeleteAfterMs: options.bulkDeleteAfterMs, onDeleted: line.forgetLead };
  return {
    state: {
      get accountId() {
        return account;
      },
      leads: store.collection,
      lists: store.lists,
      calls: line.collection,
      campaigns: campaigns.collection,
      phoneNumbers: numbers.phoneNumbers,
      carriers: numbers.carriers,
      subscriptions: subscriptions.collection,
      addLead: store.add,
      addCampaign: campaigns.add,
    },
    handlers: {
      ...createLeadHandlers(context, store, line.forgetLead),
      ...createBulkHandlers(context, store, bulk),
      ...createCallHandlers({ line, idempotency, accountId }),
      ...campaigns.handlers,
      ...numbers.handlers,
      ...subscriptions.handlers,
      'models.list': () => ({ status: 200, body: MODELS }),
      'voices.listBuiltin': () => ({ status: 200, body: VOICES }),
    },
    authorize: ({ token }) => (token === '' || context.isBadToken(token) ? unauthorized() : undefined),
    refuse,
    reset() {
      account = context.random.uuid();
      for (const part of [store, idempotency, subscriptions, line, campaigns, numbers]) part.reset();
    },
  };
}

export const topcalls: ProviderDefinition<TopcallsApi, TopcallsState, TopcallsOptions> = {
  api,
  create: createTopcallsProvider,
};
