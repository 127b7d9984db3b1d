import { type AutocallsApi, api, type Call, type Campaign, type Lead } from '@leadwire/generated-autocalls';
import type { HandlersOf, Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { createResource, type ResourceRecord } from '../framework/state/resource.ts';
import { createAssistants } from './assistants.ts';
import { type Calls, createCalls } from './calls.ts';
import { type Campaigns, createCampaigns } from './campaigns.ts';
import { LeadStore } from './lead-store.ts';
import { createLeads } from './leads.ts';
import type { AutocallsOptions } from './options.ts';
import { refuse } from './refuse.ts';
import { failure, message, ok } from './replies.ts';
import { createWorld } from './world.ts';

export type { AutocallsOptions };

/** What a test sees and may do as `simulators.autocalls`. Collections are live. */
export interface AutocallsState {
  /** Secondary contacts are leads too. */
  readonly leads: Collection<number, Lead>;
  /** Holds campaign 1 at the start. */
  readonly campaigns: Collection<number, Campaign>;
  readonly calls: Collection<number, Call>;
  /** Holds the outbound assistant 1 at the start. */
  readonly assistants: Collection<ResourceRecord['id'], ResourceRecord>;
  /** US dollars; set it to 0 to see the refusals of an empty account. */
  balance: number;
  readonly addCampaign: Campaigns['add'];
  /** An assistant that existed before the test; outbound and active unless its settings say otherwise. */
  addAssistant(settings: Readonly<Record<string, unknown>>): ResourceRecord;
  readonly endNextCalls: Calls['endNextCalls'];
  readonly ringLead: Calls['ringLead'];
}

/** These take no key; whether they would refuse a bad one is not known. */
const PUBLIC: ReadonlySet<string> = new Set(['conversations.create', 'conversations.get', 'conversations.sendMessage']);

function createAutocallsProvider(
  context: SimulatorContext,
  options: AutocallsOptions = {},
): Provider<AutocallsApi, AutocallsState> {
  const world = createWorld(context, options);
  const leadStore = new LeadStore((row) => leads.view(row));
  const assistants = createAssistants(world);
  const campaigns = createCampaigns(world, leadStore, assistants);
  const leads = createLeads(world, leadStore, campaigns);
  const calls = createCalls(world, { assistants, campaigns, leads: leadStore });
  /** Records without rules. */
  const resource = (operations: string, name: string, missing = message) =>
    createResource(context, { operations, name, notFound: () => missing(404, `${name} not found`) });
  const areas = [
    assistants,
    campaigns,
    leads,
    calls,
    resource('apiKeys', 'apiKey'),
    resource('folders', 'folder'),
    resource('labels', 'label'),
    resource('tools', 'tool'),
    resource('knowledgebases', 'knowledgebase', failure),
    resource('documents', 'document', failure),
    resource('automations', 'automation'),
  ];

  return {
    state: {
      leads: leadStore.collection,
      campaigns: campaigns.collection,
      calls: calls.collection,
      assistants: assistants.collection,
      get balance() {
        return world.balance;
      },
      set balance(amount) {
        world.balance = amount;
      },
      addCampaign: campaigns.add,
      addAssistant: assistants.add,
      endNextCalls: calls.endNextCalls,
      ringLead: calls.ringLead,
    },
    handlers: {
      ...(Object.assign({}, ...areas.map(({ handlers }) => handlers)) as HandlersOf<AutocallsApi>),
      'account.me': () => ok({ name: 'John Doe', email: 'john.doe@example.com', total_balance: world.balance }),
    },
    forms: ['documents.create', 'documents.update'],
    statuses: {
      'automationTemplates.apply': 201,
      'phoneNumbers.purchase': 201,
      'sipTrunks.create': 201,
      'sms.send': 201,
      'whiteLabel.register': 201,
    },
    authorize({ operationId, token }) {
      if (PUBLIC.has(operationId)) return undefined;
      // assumption: Laravel's text; the vendor does not show this response.
      return token === '' || context.isBadToken(token) ? message(401, 'Unauthenticated.') : undefined;
    },
    refuse,
    reset() {
      world.reset();
      for (const area of areas) area.reset();
    },
  };
}

export const autocalls: ProviderDefinition<AutocallsApi, AutocallsState, AutocallsOptions> = {
  api,
  options: {
    balance: true,
    unknownCampaigns: true,
  },
  create: createAutocallsProvider,
};
