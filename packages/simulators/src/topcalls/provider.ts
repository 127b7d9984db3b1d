import { api, type Call, type Lead, type TopcallsApi, type WebhookSubscription } from '@leadwire/generated-topcalls';
import type { Handler, HandlersOf, Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { createResource, type Resource } from '../framework/state/resource.ts';
import { createBulkHandlers } from './bulk.ts';
import { CallLine } from './call-line.ts';
import { createCallHandlers } from './calls.ts';
import { type Campaign, type Campaigns, createCampaigns } from './campaigns.ts';
import { IdempotencyStore } from './idempotency.ts';
import { type LeadDraft, LeadStore, type ShownList } from './lead-store.ts';
import { createLeadHandlers } from './leads.ts';
import type { TopcallsOptions } from './options.ts';
import { notFound, refuse, unauthorized } from './problem.ts';
import { Subscriptions } from './subscriptions.ts';

export type { TopcallsOptions } from './options.ts';

/** What a test sees and may do as `simulators.topcalls`. Collections are live. */
export interface TopcallsState {
  readonly accountId: string;
  readonly leads: Collection<string, Lead> & { byPhone(phone: string): Lead | undefined };
  /** Lists that were named in a request, or set by an option, with how many leads they hold. */
  readonly lists: Collection<string, ShownList>;
  readonly calls: Collection<string, Call>;
  readonly campaigns: Collection<string, Campaign>;
  readonly subscriptions: Collection<string, WebhookSubscription>;
  /** A lead that existed before the test: no request, no effect. */
  addLead(draft: LeadDraft): Lead;
  readonly addCampaign: Campaigns['add'];
}

function createTopcallsProvider(
  context: SimulatorContext,
  options: TopcallsOptions,
): Provider<TopcallsApi, TopcallsState> {
  let account = context.random.uuid();
  const accountId = () => account;
  const store = new LeadStore(context, accountId, options.lists);
  const idempotency = new IdempotencyStore(context);
  const subscriptions = new Subscriptions(context, idempotency, accountId);
  const line = new CallLine(context, { store, subscriptions, accountId, options });
  const campaigns = createCampaigns(context, { store, line, idempotency, options });
  /** Records without rules, but with an idempotency key for their creates. */
  const keyedResource = (operations: string, name: string): Resource => {
    const resource = createResource(context, { operations, name, notFound: () => notFound(name, 'of this id') });
    const create = resource.handlers[`${operations}.create`] as Handler;
    return { ...resource, handlers: { ...resource.handlers, [`${operations}.create`]: idempotency.keyed(create) } };
  };
  const resources = [keyedResource('phoneNumbers', 'phone number'), keyedResource('carriers', 'carrier')];
  const onDeleted = (leadId: string) => line.forgetLead(leadId);
  return {
    state: {
      get accountId() {
        return account;
      },
      leads: Object.assign(store.collection, {
        byPhone: (phone: string) => store.collection.get(store.byPhone(phone)?.id ?? ''),
      }),
      lists: store.lists,
      calls: line.collection,
      campaigns: campaigns.collection,
      subscriptions: subscriptions.collection,
      addLead(draft) {
        if (store.byPhone(draft.phone_number)) throw new Error('A lead with this phone number already exists');
        return store.view(store.create(draft));
      },
      addCampaign: campaigns.add,
    },
    handlers: {
      ...createLeadHandlers(context, store, onDeleted),
      ...createBulkHandlers(context, store, onDeleted),
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
  options: {
    lists: true,
    campaigns: true,
    callMinutes: true,
    callEnd: true,
  },
  create: createTopcallsProvider,
};
