import { api, type Call, type TopcallsApi, type WebhookSubscription } from '@leadwire/generated-topcalls';
import type { Handler, HandlersOf, Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { createResource, type Resource } from '../framework/state/resource.ts';
import { createBulkHandlers } from './bulk.ts';
import { createCallLine } from './call-line.ts';
import { createCallHandlers } from './calls.ts';
import { type Campaign, type Campaigns, createCampaigns } from './campaigns.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createLeadStore, type LeadCollection, type LeadStore } from './lead-store.ts';
import { createLeadHandlers } from './leads.ts';
import type { TopcallsOptions } from './options.ts';
import { notFound, refuse, unauthorized } from './problem.ts';
import { createSubscriptions } from './subscriptions.ts';

export type { TopcallsOptions } from './options.ts';

/** What a test sees and may do as `simulators.topcalls`. Collections are live. */
export interface TopcallsState {
  readonly accountId: string;
  readonly leads: LeadCollection;
  /** Lists that were named in a request, or set by an option, with how many leads they hold. */
  readonly lists: Collection<string, { id: string; leads: number }>;
  readonly calls: Collection<string, Call>;
  readonly campaigns: Collection<string, Campaign>;
  readonly subscriptions: Collection<string, WebhookSubscription>;
  readonly addLead: LeadStore['add'];
  readonly addCampaign: Campaigns['add'];
}

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
  /** Records without rules, but with an idempotency key for their creates. */
  const keyedResource = (operations: string, name: string): Resource => {
    const resource = createResource(context, { operations, name, notFound: () => notFound(name, 'of this id') });
    const create = resource.handlers[`${operations}.create`] as Handler;
    return { ...resource, handlers: { ...resource.handlers, [`${operations}.create`]: idempotency.keyed(create) } };
  };
  const resources = [keyedResource('phoneNumbers', 'phone number'), keyedResource('carriers', 'carrier')];
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
      subscriptions: subscriptions.collection,
      addLead: store.add,
      addCampaign: campaigns.add,
    },
    handlers: {
      ...createLeadHandlers(context, store, line.forgetLead),
      ...createBulkHandlers(context, store, bulk),
      ...createCallHandlers({ line, idempotency, accountId }),
      ...campaigns.handlers,
      ...(Object.assign({}, ...resources.map(({ handlers }) => handlers)) as HandlersOf<TopcallsApi>),
      ...subscriptions.handlers,
    },
    authorize: ({ token }) => (token === '' || context.isBadToken(token) ? unauthorized() : undefined),
    refuse,
    reset() {
      account = context.random.uuid();
      for (const part of [store, idempotency, subscriptions, line, campaigns, ...resources]) part.reset();
    },
  };
}

export const topcalls: ProviderDefinition<TopcallsApi, TopcallsState, TopcallsOptions> = {
  api,
  create: createTopcallsProvider,
};
